import { asJson } from "@shared/domain/json/as-json.ts";
import type { OutputPart } from "@shared/domain/message/output-part.ts";
import { emptyOutput, foldEvent } from "@shared/domain/run/fold-events.ts";
import type { ProviderEvent } from "@shared/domain/run/stream-event.ts";

/** Another choice of an answer, as one part: `{index, text, finish?, reasoning?, refusal?, calls?}`. */
export function choicePart(index: number, events: readonly ProviderEvent[]): Extract<OutputPart, { value: unknown }> {
  const output = emptyOutput();
  for (const event of events) {
    if (event.type === "terminated" || event.type === "provider_error" || event.type === "protocol_error") continue;
    foldEvent(output, { at: 0, ...event });
  }
  const { text, finishReason, reasoning, refusal, toolCalls } = output;
  const calls = asJson(toolCalls.filter((call) => call !== undefined));
  return {
    type: "choice",
    value: {
      index,
      text,
      ...(finishReason === undefined ? {} : { finish: finishReason }),
      ...(reasoning === "" ? {} : { reasoning }),
      ...(refusal === "" ? {} : { refusal }),
      ...(calls.length === 0 ? {} : { calls }),
    },
  };
}
