import type { AppError } from "@shared/domain/error/error.ts";
import { errorProps } from "../../../stores/error-props.ts";
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
  const props = errorProps(error);
  return (
    <ErrorCard
      {...props}
      stage={props.stage && stageNames[props.stage]}
      actions={<ErrorActions error={error} variantId={variantId} />}
    />
  );
}
