import type { AppError } from "@shared/domain/error/error.ts";

interface ErrorProps {
  title: string;
  text?: string | undefined;
  stage?: AppError["stage"] | undefined;
  detail?: string | undefined;
  status?: number | undefined;
  requestId?: string | undefined;
}

/**
 * An error in the form the `ErrorCard` takes. Where Promptscope itself does not answer, the line above the page says what
 * to do: a card says only that it is so.
 */
export function errorProps(error: AppError): ErrorProps {
  if (isHostGone(error)) return { title: error.message };
  return {
    title: error.message,
    text: error.advice,
    stage: error.stage,
    detail: error.detail,
    status: error.status,
    requestId: error.requestId,
  };
}

/** Of all that break, only what the page itself asked has this stage (`client/http-transport.ts`). */
function isHostGone({ code, stage }: AppError): boolean {
  return code === "connection_lost" && stage === "request";
}
