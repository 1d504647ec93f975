import type { AnswerHead, AskedCall, Frames } from "../client-form.ts";
import { asksForUsage, eventStream, toFailedFrame, toFrame } from "../wire/frames.ts";
import { createChunkWriter } from "./chunks.ts";

/** The chunks of a streamed chat completion as server-sent events. */
export function createChunkFrames(head: () => AnswerHead, { streamOptions }: AskedCall): Frames {
  const chunks = createChunkWriter(head, { includeUsage: asksForUsage(streamOptions) });
  return {
    contentType: eventStream,
    write: (event) => chunks.write(event).map(toFrame),
    close: (usage) => `${chunks.close(usage).map(toFrame).join("")}data: [DONE]\n\n`,
    fail: toFailedFrame,
  };
}
