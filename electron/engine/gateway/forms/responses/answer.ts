import type { JsonObject } from "@shared/domain/json/json.ts";
import { partsOf } from "@shared/domain/run/output-parts.ts";
import type { ContentEvent, RunOutput, Usage } from "@shared/domain/run/stream-event.ts";
import type { AnswerHead, AskedCall, Frames } from "../client-form.ts";
import { toErrorBody } from "../wire/error.ts";
import { eventStream } from "../wire/frames.ts";
import { writeAnswerId } from "../wire/written-ids.ts";
import { createItemWriter, type ResponseEvent } from "./item-writer.ts";

/** A whole answer as a response. */
export function toResponse(head: AnswerHead, output: RunOutput): object {
  const writer = createItemWriter(suffixOf(head));
  for (const event of eventsOf(output)) writer.write(event);
  writer.close();
  return responseOf(head, writer.items, { reason: output.finishReason ?? "stop", usage: output.usage });
}

function eventsOf(output: RunOutput): ContentEvent[] {
  let calls = 0;
  return partsOf(output).flatMap((part): ContentEvent[] => {
    if (part.type === "tool_call") {
      const { id, function: called } = part.call;
      const index = calls;
      calls += 1;
      const told = { type: "tool_call", index, arguments: called.arguments } as const;
      if (!part.opaque) return [{ ...told, id, name: called.name }];
      return [
        { ...told, id, name: called.name, arguments: "" },
        { type: "opaque", of: "tool_call", index, opaque: part.opaque },
        told,
      ];
    }
    if (!("text" in part)) return [];
    const { type, text, opaque } = part;
    return [{ type, text }, ...(opaque ? [{ type: "opaque", of: type, opaque } as const] : [])];
  });
}

/** The events of a streamed response, numbered. */
export function createResponseFrames(head: () => AnswerHead, _asked: AskedCall): Frames {
  let common: AnswerHead | undefined;
  let writer: ReturnType<typeof createItemWriter> | undefined;
  let number = 0;
  let reason = "stop";

  const frame = (event: ResponseEvent): string => {
    const numbered = { ...event, sequence_number: number };
    number += 1;
    return `event: ${event.type}\ndata: ${JSON.stringify(numbered)}\n\n`;
  };

  function begin(): { opening: string[]; items: ReturnType<typeof createItemWriter>; told: AnswerHead } {
    if (common && writer) return { opening: [], items: writer, told: common };
    common = head();
    writer = createItemWriter(suffixOf(common));
    const response = { ...responseOf(common, [], { reason: "", usage: {} }), status: "in_progress", usage: null };
    const opening = ["response.created", "response.in_progress"].map((type) => frame({ type, response }));
    return { opening, items: writer, told: common };
  }

  return {
    contentType: eventStream,
    write(event) {
      if (event.type === "finish") {
        reason = event.reason;
        return [];
      }
      if (event.type === "usage" || event.type === "model" || event.type === "part") return [];
      const { opening, items } = begin();
      return [...opening, ...items.write(event).map(frame)];
    },
    close(usage) {
      const { opening, items, told } = begin();
      const ended = items.close().map(frame);
      const response = responseOf(told, items.items, { reason, usage });
      return [...opening, ...ended, frame({ type: `response.${String(response["status"])}`, response })].join("");
    },
    fail(failure) {
      const { message, code } = toErrorBody(failure).error;
      return frame({ type: "error", code, message, param: failure.param });
    },
  };
}

function suffixOf({ id }: AnswerHead): string {
  return id.replace(/^chatcmpl-/, "");
}

/** OpenAI's reasons why an answer is not whole. */
const cuts: Readonly<Record<string, string>> = { length: "max_output_tokens", content_filter: "content_filter" };

function responseOf(
  head: AnswerHead,
  output: readonly JsonObject[],
  { reason, usage }: { reason: string; usage: Usage },
): JsonObject {
  const cut = cuts[reason];
  return {
    id: writeAnswerId(suffixOf(head)),
    object: "response",
    created_at: head.created,
    status: cut === undefined ? "completed" : "incomplete",
    error: null,
    incomplete_details: cut === undefined ? null : { reason: cut },
    instructions: null,
    metadata: {},
    model: head.model,
    output: [...output],
    parallel_tool_calls: true,
    previous_response_id: head.previousId ?? null,
    store: head.isKept ?? false,
    temperature: null,
    tool_choice: "auto",
    tools: [],
    top_p: null,
    usage: toUsage(usage),
  };
}

/** Null when the provider did not count. */
function toUsage({
  inputTokens,
  outputTokens,
  totalTokens,
  cachedInputTokens,
  reasoningTokens,
}: Usage): JsonObject | null {
  if (inputTokens === undefined && outputTokens === undefined) return null;
  const [input, output] = [inputTokens ?? 0, outputTokens ?? 0];
  return {
    input_tokens: input,
    input_tokens_details: { cached_tokens: cachedInputTokens ?? 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoningTokens ?? 0 },
    total_tokens: totalTokens ?? input + output,
  };
}
