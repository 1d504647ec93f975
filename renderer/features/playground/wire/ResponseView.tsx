import type { Exchange } from "@shared/domain/wire.ts";
import { type ReactNode, useState } from "react";
import { Chip } from "../../../ui/Chip.tsx";
import { CodeBlock } from "../../../ui/CodeBlock.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { JsonView } from "../../../ui/JsonView.tsx";
import { formatBytes, plural } from "../figures.ts";
import { bodyObject } from "./body-object.ts";
import { FramesTable } from "./FramesTable.tsx";
import { liftedHeaders } from "./response-headers.ts";
import { type BodyForm, BodyFormButton, ViewTools } from "./ViewTools.tsx";
import styles from "./wire.module.css";

interface ResponseViewProps {
  exchange: Exchange;
  /** Shows the timed frames of a stream in place of its body. */
  frames?: boolean;
  /** Heads the view with this title, as in the inspector. */
  title?: string;
  /** Stands at the end of the head line. */
  end?: ReactNode;
}

/** A response: status line, request id and rate limits first among the headers, body or frames. */
export function ResponseView({ exchange, frames = false, title, end }: ResponseViewProps) {
  const { response, failure } = exchange;
  const [form, setForm] = useState<BodyForm>("pretty");
  if (!response) {
    return (
      <>
        {title && <ViewTools title={title}>{end}</ViewTools>}
        <div className={styles["view"]}>
          <p className={failure ? styles["failure"] : styles["waiting"]}>{failure ?? "Waiting for the response…"}</p>
        </div>
      </>
    );
  }
  const body = bodyObject(response.body);
  const showFrames = frames && exchange.frames.length > 0;
  const headers = liftedHeaders(response.headers);
  return (
    <>
      <ViewTools title={title}>
        <Chip>
          {formatBytes(response.bodyBytes)}
          {response.bodyTruncated ? " · shown in part" : ""}
        </Chip>
        {body && !showFrames && <BodyFormButton form={form} onChange={setForm} what="response" />}
        <CopyButton text={response.body} label="Copy the response body" />
        {end}
      </ViewTools>
      <div className={styles["view"]}>
        <section className={styles["head"]} aria-label="Status line and response headers">
          <p>
            <span className={styles["name"]}>HTTP/{response.httpVersion.replace(/^HTTP\//i, "")}</span>{" "}
            <span className={response.status < 400 ? styles["ok"] : styles["bad"]}>
              {response.status} {response.statusText}
            </span>
          </p>
          <Headers headers={headers.filter((header) => header.lifted)} />
          <details className={styles["details"]} open={!frames}>
            <summary>{plural(headers.filter((header) => !header.lifted).length, "more header")}</summary>
            <Headers headers={headers.filter((header) => !header.lifted)} />
          </details>
        </section>
        {failure && <p className={styles["failure"]}>{failure}</p>}
        {showFrames ? (
          <FramesTable frames={exchange.frames} truncated={exchange.framesTruncated} />
        ) : body && form === "pretty" ? (
          <JsonView value={body} label="Response body" />
        ) : (
          <CodeBlock text={response.body} label="Response body" />
        )}
      </div>
    </>
  );
}

function Headers({ headers }: { headers: readonly { name: string; value: string }[] }) {
  return headers.map((header, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: headers of a response never move, and names can repeat
    <p key={index}>
      <span className={styles["name"]}>{header.name}:</span> {header.value}
    </p>
  ));
}
