import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { AnswerHead, AskedCall, Frames } from "../client-form.ts";
import { createChunkWriter } from "./chunks.ts";
import { toErrorBody } from "./error.ts";

/** The chunks of a streamed chat completion as server-sent events. */
export function createChunkFrames(head: () => AnswerHead, { streamOptions }: AskedCall): Frames {
  const chunks = createChunkWriter(head, { includeUsage: asksForUsage(streamOptions) });
  return {
    contentType: "text/event-stream; charset=utf-8",
    write: (event) => chunks.write(event).map(toFrame),
    close: (usage) => `${chunks.close(usage).map(toFrame).join("")}data: [DONE]\n\n`,
    // LiteLLM ends such a stream without `[DONE]` too.
    fail: (failure) => toFrame(toErrorBody(failure)),
  };
}

function asksForUsage(options: AskedCall["streamOptions"]): boolean {
  return isJsonObject(options) && options["include_usage"] === true;
}

function toFrame(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
