import type { Exchange } from "@shared/domain/wire.ts";
import { useState } from "react";
import { Chip } from "../../../ui/Chip.tsx";
import { CodeBlock } from "../../../ui/CodeBlock.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { JsonView } from "../../../ui/JsonView.tsx";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { formatBytes } from "../figures.ts";
import { bodyObject } from "./body-object.ts";
import { FramesTable } from "./FramesTable.tsx";
import { liftedHeaders } from "./response-headers.ts";
import styles from "./wire.module.css";

interface ResponseViewProps {
  exchange: Exchange;
  /** Shows the timed frames of a stream in place of its body. */
  frames?: boolean;
}

/** A response: status line, request id and rate limits first among the headers, body or frames. */
export function ResponseView({ exchange, frames = false }: ResponseViewProps) {
  const { response, failure } = exchange;
  const [form, setForm] = useState<"pretty" | "raw">("pretty");
  if (!response) {
    return (
      <div className={styles["view"]}>
        <p className={failure ? styles["failure"] : styles["waiting"]}>{failure ?? "Waiting for the response…"}</p>
      </div>
    );
  }
  const body = bodyObject(response.body);
  const showFrames = frames && exchange.frames.length > 0;
  return (
    <div className={styles["view"]}>
      <div className={styles["tools"]}>
        <Chip>
          {formatBytes(response.bodyBytes)}
          {response.bodyTruncated ? " · shown in part" : ""}
        </Chip>
        <span className={styles["spacer"]} />
        {body && !showFrames && (
          <SegmentedControl<"pretty" | "raw">
            label="Response body as"
            value={form}
            segments={[
              { value: "pretty", label: "Pretty" },
              { value: "raw", label: "Raw" },
            ]}
            onChange={setForm}
          />
        )}
        <CopyButton text={response.body} label="Copy the response body" />
      </div>
      <section className={styles["head"]} aria-label="Status line and response headers">
        <p>
          <span className={styles["name"]}>HTTP/{response.httpVersion.replace(/^HTTP\//i, "")}</span>{" "}
          <span className={response.status < 400 ? styles["ok"] : styles["bad"]}>
            {response.status} {response.statusText}
          </span>
        </p>
        {liftedHeaders(response.headers).map((header, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: headers of a response never move, and names can repeat
          <p key={index} className={classNames(header.lifted && styles["lifted"])}>
            <span className={styles["name"]}>{header.name}:</span> {header.value}
          </p>
        ))}
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
  );
}
