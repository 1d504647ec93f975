import type { ContentEvent, Usage } from "@shared/domain/run/stream-event.ts";
import type { AnswerHead } from "../client-form.ts";
import { saysFreeText } from "../wire/free-text.ts";
import { type OpenAiUsage, toOpenAiUsage } from "../wire/usage.ts";
import { finishReason, madeUpCallId } from "./completion.ts";
import { type ThinkingBlock, toThinkingBlock } from "./thinking-blocks.ts";

/** One piece of a streamed chat completion as OpenAI sends it. */
export interface ChunkBody extends AnswerHead {
  object: "chat.completion.chunk";
  choices: { index: 0; delta: ChunkDeltaBody; logprobs: null; finish_reason: string | null }[];
  usage?: OpenAiUsage;
}

type ChunkDeltaBody = {
  role?: "assistant";
  content?: string;
  refusal?: string;
  reasoning_content?: string;
  thinking_blocks?: ThinkingBlock[];
  tool_calls?: CallDeltaBody[];
};

type CallDeltaBody = { index: number; id?: string } & (
  | { type?: "function"; function: { name?: string; arguments: string } }
  | { type?: "custom"; custom: { name?: string; input: string } }
);

type CallEvent = Extract<ContentEvent, { type: "tool_call" }>;

/** Writes content events as chunks. The one writer of them: for the gateway's clients and the npm library's callers. */
export interface ChunkWriter {
  write(event: ContentEvent): ChunkBody[];
  /** The chunk with the counts, where it was asked for and the provider counted. */
  close(usage: Usage): ChunkBody[];
}

/** `head` is asked when the first chunk is written, as the server may name the model and the answer until then. */
export function createChunkWriter(head: () => AnswerHead, { includeUsage }: { includeUsage: boolean }): ChunkWriter {
  let common: AnswerHead | undefined;
  const opened = new Set<number>();
  /** The numbers of calls of tools that take free text. */
  const texts = new Set<number>();
  /** A call that says nothing yet: that its tool takes free text is told behind its name, and stands in its first chunk. */
  let begun: CallEvent | undefined;
  /** The thought whose signature has not come yet. */
  let thought = "";

  function chunk(delta: ChunkDeltaBody, reason: string | null = null): ChunkBody {
    return withHead([{ index: 0, delta, logprobs: null, finish_reason: reason }]);
  }

  function withHead(choices: ChunkBody["choices"]): ChunkBody {
    common ??= head();
    const { id, created, model } = common;
    return { id, object: "chat.completion.chunk", created, model, choices };
  }

  /** The first chunk names the role. */
  function following(piece: () => ChunkBody): ChunkBody[] {
    const first = common === undefined ? [chunk({ role: "assistant", content: "" })] : [];
    return [...first, piece()];
  }

  function toolDelta({ index, id, name, arguments: text }: CallEvent): ChunkDeltaBody {
    const opens = !opened.has(index) || id !== undefined || name !== undefined;
    const given = opens ? { id: id ?? madeUpCallId(index) } : {};
    const named = name === undefined ? {} : { name };
    opened.add(index);
    const call: CallDeltaBody = texts.has(index)
      ? { index, ...given, ...(opens ? { type: "custom" } : {}), custom: { ...named, input: text } }
      : { index, ...given, ...(opens ? { type: "function" } : {}), function: { ...named, arguments: text } };
    return { tool_calls: [call] };
  }

  function callBegins(): ChunkBody[] {
    if (!begun) return [];
    const event = begun;
    begun = undefined;
    return following(() => chunk(toolDelta(event)));
  }

  function call(event: CallEvent): ChunkBody[] {
    const before = callBegins();
    if (event.arguments !== "" || opened.has(event.index))
      return [...before, ...following(() => chunk(toolDelta(event)))];
    begun = event;
    return before;
  }

  return {
    write(event) {
      if (event.type === "tool_call") return call(event);
      const isMark = event.type === "opaque" && event.of === "tool_call" && saysFreeText(event.opaque);
      if (isMark && begun?.index === event.index) texts.add(event.index ?? 0);
      return [...callBegins(), ...written(event)];
    },
    close(usage) {
      const counted = includeUsage ? toOpenAiUsage(usage) : undefined;
      return [...callBegins(), ...(counted ? [{ ...withHead([]), usage: counted }] : [])];
    },
  };

  function written(event: Exclude<ContentEvent, CallEvent>): ChunkBody[] {
    switch (event.type) {
      case "text":
        return following(() => chunk({ content: event.text }));
      case "reasoning":
        thought += event.text;
        return following(() => chunk({ reasoning_content: event.text }));
      case "opaque": {
        const block = event.of === "reasoning" ? toThinkingBlock(thought, event.opaque) : undefined;
        if (!block) return [];
        if (block.type === "thinking") thought = "";
        return following(() => chunk({ thinking_blocks: [block] }));
      }
      case "refusal":
        return following(() => chunk({ refusal: event.text }));
      case "finish":
        return following(() => chunk({}, finishReason(event.reason)));
      default:
        return [];
    }
  }
}
