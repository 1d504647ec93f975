import { appError } from "@shared/domain/error/app-failure.ts";
import type { ContentEvent, Outcome, ProviderEvent } from "@shared/domain/run/stream-event.ts";
import type { AnswerGuard } from "./answer-guard.ts";

/**
 * Passes the content of an answer on and judges how it ended (`shared/domain/run/README.md#outcomes`). What comes after
 * a terminal event is ignored. No more is read before `ready` has resolved.
 * @throws AppFailure of the transport, when the body breaks off.
 */
export async function readAnswer(
  events: AsyncIterable<readonly ProviderEvent[]>,
  guard: AnswerGuard,
  emit: (event: ContentEvent) => void,
  ready?: () => Promise<void>,
): Promise<Outcome> {
  try {
    return await readGuarded(events, guard, emit, ready);
  } finally {
    for (const event of guard.rest()) emit(event);
  }
}

async function readGuarded(
  events: AsyncIterable<readonly ProviderEvent[]>,
  guard: AnswerGuard,
  emit: (event: ContentEvent) => void,
  ready: (() => Promise<void>) | undefined,
): Promise<Outcome> {
  const { redact } = guard;
  let finishReason: string | undefined;
  for await (const batch of events) {
    for (const event of batch) {
      switch (event.type) {
        case "terminated":
          // A full stop without a reason is still the API's own word that all was sent.
          return { kind: "completed", finishReason: finishReason ?? "not given" };
        case "provider_error":
          return { kind: "provider_error", error: appError("provider_error", { detail: redact(described(event)) }) };
        case "protocol_error":
          return { kind: "protocol_error", error: appError("protocol_error", { detail: redact(event.message) }) };
        default:
          if (event.type === "finish") finishReason = redact(event.reason);
          for (const clean of guard.pass(event)) emit(clean);
      }
      if (ready) await ready();
    }
  }
  if (finishReason !== undefined) return { kind: "completed_unterminated", finishReason };
  return { kind: "truncated", error: appError("truncated") };
}

function described({ message, code }: Extract<ProviderEvent, { type: "provider_error" }>): string {
  return code === undefined || message.includes(code) ? message : `${message} (${code})`;
}
