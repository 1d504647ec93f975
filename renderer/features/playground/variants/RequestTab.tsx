import type { RunPreview } from "@shared/domain/run.ts";
import { PreviewError } from "../PreviewError.tsx";
import { providerExchange } from "../wire/exchanges.ts";
import { RequestView } from "../wire/RequestView.tsx";
import type { VariantPosition } from "./position.ts";
import styles from "./VariantColumn.module.css";

/** The request: after a run exactly as it was sent, before one as it will be. */
export function RequestTab({ variantId, run, view }: VariantPosition) {
  const sent = providerExchange(run);
  const preview = view?.preview;
  if (sent && run?.record) {
    return <RequestView request={sent.request} plan={run.record.plan} template={templateName(run.record)} sent />;
  }
  if (preview?.wire) {
    return <RequestView request={preview.wire} plan={preview.plan} template={templateName(preview)} sent={false} />;
  }
  const error = view?.error ?? preview?.error;
  if (!error) return <p className={styles["hint"]}>No request yet.</p>;
  return (
    <div className={styles["pad"]}>
      <PreviewError error={error} variantId={variantId} />
    </div>
  );
}

function templateName({ resolved }: Pick<RunPreview, "resolved">): string | undefined {
  return resolved ? `${resolved.prompt.name} v${resolved.prompt.version}` : undefined;
}
