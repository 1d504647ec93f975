import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { WireRequest } from "@shared/domain/wire/wire.ts";
import { type ReactNode, useMemo, useState } from "react";
import { Chip } from "../../../ui/Chip.tsx";
import { CodeBlock } from "../../../ui/CodeBlock.tsx";
import { CopyButton } from "../../../ui/CopyButton.tsx";
import { formatBytes } from "../../../ui/figures.ts";
import { bodyObject } from "./body-object.ts";
import { JsonTree } from "./JsonTree.tsx";
import { bodySources } from "./source-rows.ts";
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
  /** The proxy it took. */
  proxy?: string | undefined;
  /** Further buttons in the line over the request. */
  tools?: ReactNode;
}

/** A request byte for byte: method, final URL, headers in order with secrets as chips, body pretty or raw. */
export function RequestView({ request, plan, template, sent, proxy, tools }: RequestViewProps) {
  const [form, setForm] = useState<BodyForm>("pretty");
  const body = useMemo(() => bodyObject(request.body), [request.body]);
  const sources = useMemo(
    () => (plan && body && !plan.handEdited ? bodySources(Object.keys(body), plan, template) : undefined),
    [body, plan, template],
  );
  return (
    <>
      <ViewTools>
        <Chip title={sent ? `SHA-256 ${request.bodySha256}` : undefined}>
          {sent ? "exactly as sent" : "will be sent"} · {formatBytes(request.bodyBytes)}
        </Chip>
        {proxy && (
          <Chip title="Chosen in Settings → Network, or set by the environment or the system">through {proxy}</Chip>
        )}
        {body && <BodyFormButton form={form} onChange={setForm} what="request" />}
        {plan?.handEdited && <Chip tone="warn">hand-edited body</Chip>}
        <CopyButton text={request.body} label="Copy the request body" />
        {tools}
      </ViewTools>
      <div className={styles["view"]}>
        {/* biome-ignore lint/a11y/useSemanticElements: as a region it would be a landmark, and the inspector has the same */}
        <div role="group" className={styles["head"]} aria-label="Request line and headers">
          <p>
            <span className={styles["method"]}>{request.method}</span> {request.url}
          </p>
          {request.headers.map((header, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: headers of a request never move, and names can repeat
            <p key={index}>
              <span className={styles["name"]}>{header.name}:</span> <WireTextView text={header.value} />
            </p>
          ))}
        </div>
        {request.body === "" ? null : body && form === "pretty" ? (
          <JsonTree value={body} label="Request body" sources={sources} />
        ) : (
          <RawBody request={request} sent={sent} />
        )}
        {plan && <UnsentParameters plan={plan} />}
      </div>
    </>
  );
}

/** The bytes as they are, with what tells them apart from any others. */
function RawBody({ request, sent }: Pick<RequestViewProps, "request" | "sent">) {
  return (
    <>
      <CodeBlock text={request.body} label="Request body" />
      {sent && (
        <p className={styles["hash"]}>
          {formatBytes(request.bodyBytes)} · SHA-256 <code>{request.bodySha256}</code>
          <CopyButton text={request.bodySha256} label="Copy the SHA-256 of the body" />
        </p>
      )}
    </>
  );
}
