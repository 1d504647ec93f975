import type { ContentEvent, Usage } from "@shared/domain/run/stream-event.ts";
import type { AnswerHead } from "../client-form.ts";
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
  tool_calls?: {
    index: number;
    id?: string;
    type?: "function";
    function: { name?: string; arguments: string };
  }[];
};

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

  function toolDelta(event: Extract<ContentEvent, { type: "tool_call" }>): ChunkDeltaBody {
    const { index, id, name, arguments: text } = event;
    const opens = !opened.has(index) || id !== undefined || name !== undefined;
    const opening = opens ? { id: id ?? madeUpCallId(index), type: "function" as const } : {};
    opened.add(index);
    return {
      tool_calls: [{ index, ...opening, function: { ...(name === undefined ? {} : { name }), arguments: text } }],
    };
  }

  return {
    write(event) {
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
        case "tool_call":
          return following(() => chunk(toolDelta(event)));
        case "finish":
          return following(() => chunk({}, finishReason(event.reason)));
        default:
          return [];
      }
    },
    close(usage) {
      const counted = includeUsage ? toOpenAiUsage(usage) : undefined;
      return counted ? [{ ...withHead([]), usage: counted }] : [];
    },
  };
}
