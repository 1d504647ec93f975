import { randomUUID } from "node:crypto";
import { toOpenAiUsage } from "@engine/apis/chat-completions/usage.ts";
import { findPreset } from "@engine/providers/registry.ts";
import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { AssistantMessage, ChatCompletion } from "./types.ts";

/** What every object of one answer has in common. */
export interface AnswerHead {
  id: string;
  /** Unix seconds. */
  created: number;
  model: string;
}

/** The completion of a run that was not streamed: the server's own words where they are OpenAI's, else translated. */
export function completionOf(record: RunRecord, responseId: string | undefined): ChatCompletion {
  return (speaksOpenAi(record) ? ownCompletion(record) : undefined) ?? translatedCompletion(record, responseId);
}

/** Whether what the provider sends has OpenAI's form. */
export function speaksOpenAi({ plan }: RunRecord): boolean {
  return plan !== undefined && findPreset(plan.route.provider)?.dialect !== "anthropic";
}

export function headOf({ plan, output, startedAt }: RunRecord, responseId: string | undefined): AnswerHead {
  return {
    id: responseId ?? `chatcmpl-${randomUUID()}`,
    created: Math.floor(startedAt / 1000),
    model: output.reportedModel ?? plan?.route.model ?? "",
  };
}

/** Undefined when the body was too large to be kept, or is a stream nobody asked for. */
function ownCompletion({ exchanges }: RunRecord): ChatCompletion | undefined {
  const response = exchanges.findLast(({ kind }) => kind === "provider")?.response;
  if (!response || response.bodyTruncated) return undefined;
  const body = parse(response.body);
  return isJsonObject(body) && Array.isArray(body["choices"]) ? (body as unknown as ChatCompletion) : undefined;
}

function translatedCompletion(record: RunRecord, responseId: string | undefined): ChatCompletion {
  const { output } = record;
  const usage = toOpenAiUsage(output.usage);
  const choice = { index: 0, message: messageOf(record), finish_reason: output.finishReason ?? "stop", logprobs: null };
  return {
    ...headOf(record, responseId),
    object: "chat.completion",
    choices: [choice],
    ...(usage ? { usage } : {}),
  };
}

function messageOf({ output }: RunRecord): AssistantMessage {
  const toolCalls = output.toolCalls.filter((call) => call !== undefined);
  return {
    role: "assistant",
    content: output.text === "" && (toolCalls.length > 0 || output.refusal !== "") ? null : output.text,
    refusal: output.refusal === "" ? null : output.refusal,
    ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {}),
    ...(output.reasoning === "" ? {} : { reasoning_content: output.reasoning }),
  };
}

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
