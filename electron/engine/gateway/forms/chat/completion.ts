import type { CustomToolCall, ToolCall } from "@shared/domain/message/message.ts";
import { partsOf } from "@shared/domain/run/output-parts.ts";
import type { RunOutput } from "@shared/domain/run/stream-event.ts";
import type { AnswerHead } from "../client-form.ts";
import { saysFreeText } from "../wire/free-text.ts";
import { type OpenAiUsage, toOpenAiUsage } from "../wire/usage.ts";
import { type ThinkingBlock, thinkingBlocks } from "./thinking-blocks.ts";

/** A chat completion as OpenAI sends it; `reasoning_content` is what compatible servers add. */
export interface ChatCompletionBody extends AnswerHead {
  object: "chat.completion";
  choices: { index: 0; message: AssistantBody; logprobs: null; finish_reason: string }[];
  /** Absent when the provider did not count. */
  usage?: OpenAiUsage;
}

type AssistantBody = {
  role: "assistant";
  /** Null when there are tool calls or a refusal in its place. */
  content: string | null;
  refusal: string | null;
  reasoning_content?: string;
  thinking_blocks?: ThinkingBlock[];
  tool_calls?: (ToolCall | CustomToolCall)[];
};

/** A whole answer as a chat completion. The one writer of it: for the gateway's clients and the npm library's callers. */
export function toCompletion(head: AnswerHead, output: RunOutput): ChatCompletionBody {
  const usage = toOpenAiUsage(output.usage);
  const { id, created, model } = head;
  return {
    id,
    object: "chat.completion",
    created,
    model,
    choices: [
      { index: 0, message: messageOf(output), logprobs: null, finish_reason: finishReason(output.finishReason) },
    ],
    ...(usage ? { usage } : {}),
  };
}

function messageOf(output: RunOutput): AssistantBody {
  const { text, refusal, reasoning, toolCalls: calls } = output;
  const thoughts = thinkingBlocks(output);
  const texts = freeTextCalls(output);
  const toolCalls = calls.flatMap((call, index) => {
    if (!call) return [];
    const whole = { ...call, id: call.id || madeUpCallId(index) };
    return texts.has(call) ? asFreeText(whole) : whole;
  });
  return {
    role: "assistant",
    content: text === "" && (toolCalls.length > 0 || refusal !== "") ? null : text,
    refusal: refusal === "" ? null : refusal,
    ...(reasoning === "" ? {} : { reasoning_content: reasoning }),
    ...(thoughts.length === 0 ? {} : { thinking_blocks: thoughts }),
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls }),
  };
}

/** Those of an answer whose tool takes free text: runs keep the text where functions have their arguments. */
function freeTextCalls(output: RunOutput): ReadonlySet<ToolCall> {
  const marked = partsOf(output).flatMap((part) =>
    part.type === "tool_call" && saysFreeText(part.opaque) ? [part.call] : [],
  );
  return new Set(marked);
}

function asFreeText({ id, function: { name, arguments: input } }: ToolCall): CustomToolCall {
  return { id, type: "custom", custom: { name, input } };
}

/** A reason that clients of this form know: a pause of a provider's tools is a stop, as in LiteLLM. */
export function finishReason(reason = "stop"): string {
  return reason === "pause_turn" ? "stop" : reason;
}

/** The id of a call whose server gave none: clients answer a call by its id. */
export function madeUpCallId(index: number): string {
  return `call_${index}`;
}
