import type { AppError } from "@shared/domain/error/error.ts";
import { ErrorCard } from "../../../ui/ErrorCard.tsx";
import { ErrorActions } from "./ErrorActions.tsx";
import { stageNames } from "./stage-names.ts";

interface PreviewErrorProps {
  error: AppError;
  /** The variant whose model and request the buttons mean. */
  variantId?: string;
}

/** An error before anything was sent, standing where the preview would be. */
export function PreviewError({ error, variantId }: PreviewErrorProps) {
  return (
    <ErrorCard
      title={error.message}
      text={error.advice}
      stage={stageNames[error.stage]}
      detail={error.detail}
      status={error.status}
      requestId={error.requestId}
      actions={<ErrorActions error={error} variantId={variantId} />}
    />
  );
}
