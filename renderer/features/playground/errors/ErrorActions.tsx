import type { AppError, ErrorAction } from "@shared/domain/error/error.ts";
import { Button } from "../../../ui/Button.tsx";
import { formatSeconds } from "../../../ui/figures.ts";
import { actOnError } from "./error-actions.ts";
import { useCountdown } from "./use-countdown.ts";

const labels: Record<ErrorAction, string> = {
  retry: "Retry",
  show_request: "Show request",
  open_settings: "Open settings",
  connect_langfuse: "Connect Langfuse",
  add_provider: "Provider settings",
  choose_model: "Choose a model",
  choose_version: "Choose a version",
  fill_variables: "Fill variables",
  reload_prompt: "Reload the prompt",
};

interface ErrorActionsProps {
  error: AppError;
  variantId?: string | undefined;
  /** UTC milliseconds of the failure; a `Retry-After` counts down from here. */
  failedAt?: number | undefined;
  /** What a retry does here; without it the button is left out. */
  onRetry?: (() => void) | undefined;
}

/** The ways out of an error, as buttons; the first is the likeliest. */
export function ErrorActions({ error, variantId, failedAt, onRetry }: ErrorActionsProps) {
  const until = error.retryAfterMs !== undefined && failedAt !== undefined ? failedAt + error.retryAfterMs : undefined;
  const seconds = useCountdown(until);
  const actions = error.actions.filter((action) => action !== "retry" || onRetry);
  return actions.map((action, index) => (
    <Button
      key={action}
      size="small"
      variant={index === 0 ? "quiet" : "ghost"}
      onClick={() => (action === "retry" ? onRetry?.() : actOnError(action, variantId))}
    >
      {labels[action]}
      {action === "retry" && seconds > 0 && ` (ready in ${formatSeconds(seconds)})`}
    </Button>
  ));
}
