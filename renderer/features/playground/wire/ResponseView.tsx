import type { Exchange } from "@shared/domain/wire/wire.ts";
import { useMemo, useState } from "react";
import { Chip } from "../../../ui/Chip.tsx";
import { CodeBlock } from "../../../ui/CodeBlock.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { formatBytes, plural } from "../../../ui/figures.ts";
import { bodyObject } from "./body-object.ts";
import { JsonTree } from "./JsonTree.tsx";
import { liftedHeaders } from "./response-headers.ts";
import { type BodyForm, BodyFormButton, ViewTools } from "./ViewTools.tsx";
import styles from "./wire.module.css";

interface ResponseViewProps {
  exchange: Exchange;
}

/** A response: status line, request id and rate limits first among the headers, body pretty or as it came. */
export function ResponseView({ exchange }: ResponseViewProps) {
  const { response, failure } = exchange;
  const [form, setForm] = useState<BodyForm>("pretty");
  const body = useMemo(() => response && bodyObject(response.body), [response]);
  if (!response) {
    return (
      <div className={styles["view"]}>
        <p className={failure ? styles["failure"] : styles["waiting"]}>{failure ?? "Waiting for the response…"}</p>
      </div>
    );
  }
  const headers = liftedHeaders(response.headers);
  return (
    <>
      <ViewTools>
        <Chip>
          {formatBytes(response.bodyBytes)}
          {response.bodyTruncated ? " · shown in part" : ""}
        </Chip>
        {response.bodyBase64 !== undefined && (
          <Chip tone="warn" title="The bytes are kept exactly; the text below is how they read as UTF-8.">
            not UTF-8
          </Chip>
        )}
        {body && <BodyFormButton form={form} onChange={setForm} what="response" />}
        <CopyButton text={response.body} label="Copy the response body" />
      </ViewTools>
      <div className={styles["view"]}>
        {/* biome-ignore lint/a11y/useSemanticElements: as a region it would be a landmark, and the inspector has the same */}
        <div role="group" className={styles["head"]} aria-label="Status line and response headers">
          <p>
            <span className={styles["name"]}>HTTP/{response.httpVersion.replace(/^HTTP\//i, "")}</span>{" "}
            <span className={response.status < 400 ? styles["ok"] : styles["bad"]}>
              {response.status} {response.statusText}
            </span>
          </p>
          <Headers headers={headers.filter((header) => header.lifted)} />
          <details className={styles["details"]} open>
            <summary>{plural(headers.filter((header) => !header.lifted).length, "more header")}</summary>
            <Headers headers={headers.filter((header) => !header.lifted)} />
          </details>
        </div>
        {failure && <p className={styles["failure"]}>{failure}</p>}
        {body && form === "pretty" ? (
          <JsonTree value={body} label="Response body" />
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
