import type { RequestPlan } from "@shared/domain/request-plan.ts";
import type { WireRequest } from "@shared/domain/wire.ts";
import { useState } from "react";
import { Chip } from "../../../ui/Chip.tsx";
import { CodeBlock } from "../../../ui/CodeBlock.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { formatBytes } from "../figures.ts";
import { BodyWithSources } from "./BodyWithSources.tsx";
import { bodyObject } from "./body-object.ts";
import { UnsentParameters } from "./UnsentParameters.tsx";
import { type BodyForm, BodyFormButton, ViewTools } from "./ViewTools.tsx";
import { WireTextView } from "./WireTextView.tsx";
import styles from "./wire.module.css";

interface RequestViewProps {
  request: WireRequest;
  /** What decided the request; names the source of each key of the body. */
  plan?: RequestPlan | undefined;
  /** Prompt and version the messages came from. */
  template?: string | undefined;
  sent: boolean;
  /** Heads the view with this title, as in the inspector. */
  title?: string;
}

/** A request byte for byte: method, final URL, headers in order with secrets as chips, body pretty or raw. */
export function RequestView({ request, plan, template, sent, title }: RequestViewProps) {
  const [form, setForm] = useState<BodyForm>("pretty");
  const body = bodyObject(request.body);
  return (
    <>
      <ViewTools title={title}>
        <Chip title={sent ? `SHA-256 ${request.bodySha256}` : undefined}>
          {sent ? "exactly as sent" : "will be sent"} · {formatBytes(request.bodyBytes)}
        </Chip>
        {body && <BodyFormButton form={form} onChange={setForm} what="request" />}
        <CopyButton text={request.body} label="Copy the request body" />
      </ViewTools>
      <div className={styles["view"]}>
        <section className={styles["head"]} aria-label="Request line and headers">
          <p>
            <span className={styles["method"]}>{request.method}</span> {request.url}
          </p>
          {request.headers.map((header, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: headers of a request never move, and names can repeat
            <p key={index}>
              <span className={styles["name"]}>{header.name}:</span> <WireTextView text={header.value} />
            </p>
          ))}
        </section>
        {request.body === "" ? null : body && form === "pretty" ? (
          <BodyWithSources body={body} plan={plan} template={template} />
        ) : (
          <CodeBlock text={request.body} label="Request body" />
        )}
        {plan && <UnsentParameters plan={plan} />}
      </div>
    </>
  );
}
