import { randomUUID } from "node:crypto";
import { toCompletion } from "@engine/gateway/forms/chat/completion.ts";
import { chatForm } from "@engine/gateway/forms/chat/form.ts";
import type { AnswerHead } from "@engine/gateway/forms/client-form.ts";
import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { ChatCompletion } from "./types.ts";

/** The completion of a run that was not streamed: the server's own words where they are OpenAI's, else written anew. */
export function completionOf(record: RunRecord, responseId: string | undefined): ChatCompletion {
  const own = speaksOpenAi(record) ? ownCompletion(record) : undefined;
  return own ?? { ...toCompletion(headOf(record, responseId), record.output) };
}

/** Whether what the provider sends has OpenAI's form. */
export function speaksOpenAi({ plan }: RunRecord): boolean {
  return plan?.api === chatForm.sameAs;
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

function parse(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
