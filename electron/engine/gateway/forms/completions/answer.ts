import type { RunOutput } from "@shared/domain/run/stream-event.ts";
import type { AnswerHead, AskedCall, Frames } from "../client-form.ts";
import { asksForUsage, eventStream, toFailedFrame, toFrame } from "../wire/frames.ts";
import { toOpenAiUsage } from "../wire/usage.ts";

/** An answer that no server gave, such as an entry's `mock_response`, as the completion of a text. */
export function toTextCompletion(head: AnswerHead, { text, finishReason, usage }: RunOutput): object {
  const counted = toOpenAiUsage(usage);
  return { ...piece(head, text, finishReason ?? "stop"), ...(counted ? { usage: counted } : {}) };
}

export function createTextFrames(head: () => AnswerHead, { streamOptions }: AskedCall): Frames {
  return {
    contentType: eventStream,
    write(event) {
      if (event.type === "text") return [toFrame(piece(head(), event.text, null))];
      return event.type === "finish" ? [toFrame(piece(head(), "", event.reason))] : [];
    },
    close(usage) {
      const counted = asksForUsage(streamOptions) ? toOpenAiUsage(usage) : undefined;
      const last = counted ? toFrame({ ...piece(head(), "", null), choices: [], usage: counted }) : "";
      return `${last}data: [DONE]\n\n`;
    },
    fail: toFailedFrame,
  };
}

function piece({ id, created, model }: AnswerHead, text: string, reason: string | null) {
  const choices = [{ text, index: 0, logprobs: null, finish_reason: reason }];
  return { id, object: "text_completion", created, model, choices };
}
