import type { RunPreview } from "@shared/domain/run/run.ts";
import { useState } from "react";
import { Button } from "../../../ui/Button.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { PreviewError } from "../errors/PreviewError.tsx";
import { providerExchange } from "../wire/exchanges.ts";
import { RequestView } from "../wire/RequestView.tsx";
import type { VariantPosition } from "./position.ts";
import styles from "./VariantColumn.module.css";

/** The request: after a run exactly as it was sent, before one as it will be; both when something has changed since. */
export function RequestTab({ variantId, run, view }: VariantPosition) {
  const [wantsNext, setWantsNext] = useState(false);
  const sent = providerExchange(run)?.request;
  const preview = view?.preview;
  const next = preview?.wire;
  const changed = sent && next && (sent.body !== next.body || sent.url !== next.url);
  const showsNext = next && (!sent || (changed && wantsNext));
  return (
    <>
      {changed && (
        <div className={styles["changed"]}>
          <Notice
            actions={
              <Button size="small" onClick={() => setWantsNext(!wantsNext)}>
                {wantsNext ? "Show what was sent" : "Show what will be sent"}
              </Button>
            }
          >
            Something has changed since the last run.
          </Notice>
        </div>
      )}
      {showsNext ? (
        <RequestView request={next} plan={preview.plan} template={templateName(preview)} sent={false} />
      ) : sent && run?.record ? (
        <RequestView request={sent} plan={run.record.plan} template={templateName(run.record)} sent />
      ) : (
        <NoRequest variantId={variantId} view={view} />
      )}
    </>
  );
}

function NoRequest({ variantId, view }: Pick<VariantPosition, "variantId" | "view">) {
  const error = view?.error ?? view?.preview?.error;
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
