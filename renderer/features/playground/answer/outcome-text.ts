import type { ErrorCode } from "@shared/domain/error/error.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Outcome, RunOutput, Usage } from "@shared/domain/run/stream-event.ts";
import { formatCount, plural } from "../../../ui/figures.ts";

/** How far an answer got, for a notice: tokens where the provider counted, characters otherwise. */
function howFar(usage: Usage, text: string): string {
  if (usage.outputTokens !== undefined) return plural(usage.outputTokens, "token");
  return `${formatCount(text.length)} characters`;
}

const cutReasons = ["length", "max_tokens"];

/** What has to be said about the end of a run besides its error; undefined when it ended as it should. */
export function outcomeNotice(
  outcome: Outcome,
  { usage, text, refusal }: Pick<RunOutput, "usage" | "text" | "refusal">,
): string | undefined {
  switch (outcome.kind) {
    case "completed":
      if (cutReasons.includes(outcome.finishReason)) {
        return `Cut off at the token limit after ${howFar(usage, text)} (finish reason: ${outcome.finishReason}).`;
      }
      if (outcome.finishReason === "pause_turn") {
        return "Paused by the provider in the middle of its own tools: it goes on when this answer is sent back as it is.";
      }
      // A refusal has said so in its own words.
      return outcome.finishReason === "content_filter" && refusal === ""
        ? "Cut off by the provider’s content filter."
        : undefined;
    case "completed_unterminated":
      return `Finish reason ${outcome.finishReason} came, but the stream did not close as its protocol says.`;
    case "cancelled":
      return text === "" ? "Stopped before the first token." : `Stopped after ${howFar(usage, text)}.`;
    case "not_sent":
      return undefined;
    default:
      return text === "" ? undefined : `Cut off after ${howFar(usage, text)}; what had arrived is above.`;
  }
}

const networkWords: Partial<Record<ErrorCode, string>> = {
  connection_refused: "refused",
  dns_failed: "host not found",
  tls_failed: "not trusted",
  redirect_refused: "redirect refused",
};

/** The word for a run's end in the metric line. */
export function outcomeWord(outcome: Outcome): string {
  const network = "error" in outcome ? networkWords[outcome.error.code] : undefined;
  if (network) return network;
  const words: Record<Outcome["kind"], string> = {
    completed: "done",
    completed_unterminated: "unterminated",
    truncated: "cut off",
    provider_error: "provider error",
    protocol_error: "protocol error",
    connection_lost: "connection lost",
    timeout: "timed out",
    limit_exceeded: "too large",
    cancelled: "stopped",
    not_sent: "not sent",
  };
  return words[outcome.kind];
}

/** How a run ended, with the error in words; empty when it ended as it should. */
export function endText({ outcome, state }: RunRecord): string {
  if (!outcome) return state === "interrupted" ? "(interrupted)" : "";
  if (outcome.kind === "completed") return "";
  if (!("error" in outcome)) return `(${outcomeWord(outcome)})`;
  const { message, detail } = outcome.error;
  return [`(${outcomeWord(outcome)}) ${message}`, ...(detail === undefined ? [] : [detail])].join("\n");
}
