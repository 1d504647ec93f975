import { type FakeApi, requestId, requestIdHeader } from "../answers.ts";
import * as openaiAccess from "./chat-completions/access.ts";
import { messages } from "./chat-completions/messages.ts";
import { reasoningModel } from "./chat-completions/reasoning-models.ts";
import * as openaiFields from "./chat-completions/request-fields.ts";
import { responseFormat } from "./chat-completions/response-format.ts";
import { toolPairs as openaiToolPairs } from "./chat-completions/tool-pairs.ts";
import { tools as openaiTools } from "./chat-completions/tools.ts";
import { fieldsTogether, fieldValues, stop } from "./chat-completions/values.ts";
import { apiKey, apiVersion } from "./messages/access.ts";
import { contentBlocks } from "./messages/content-blocks.ts";
import { beginningOfAnswer, emptyMessage, messageShape, prefill } from "./messages/conversation.ts";
import { outputFormat } from "./messages/output-format.ts";
import { metadataField, missingField, unknownField } from "./messages/request-fields.ts";
import { maxTokens, samplingOfModel, shares, stopSequences, thinkingBudget } from "./messages/sampling.ts";
import { signedThoughts, toolPairs } from "./messages/tool-pairs.ts";
import { toolChoice, toolNames, tools } from "./messages/tools.ts";
import type { Check, Refusal, Submitted } from "./refusal.ts";
import * as relayed from "./relayed/fields.ts";
import { items, toolPairs as responseToolPairs, thoughts } from "./responses/input-items.ts";
import * as responseFields from "./responses/request-fields.ts";

/** What Anthropic's Messages refuses, in the order it is looked for. */
const messagesChecks = {
  "messages: key": apiKey,
  "messages: version header": apiVersion,
  "messages: unknown field": unknownField,
  "messages: missing field": missingField,
  "messages: metadata": metadataField,
  "messages: max_tokens": maxTokens,
  "messages: temperature and top_p": shares,
  "messages: sampling of the model": samplingOfModel,
  "messages: stop sequences": stopSequences,
  "messages: thinking budget": thinkingBudget,
  "messages: tools": tools,
  "messages: tool names": toolNames,
  "messages: tool choice": toolChoice,
  "messages: output format": outputFormat,
  "messages: roles and fields of messages": messageShape,
  "messages: empty message": emptyMessage,
  "messages: content blocks": contentBlocks,
  "messages: tool pairs": toolPairs,
  "messages: beginning of the answer": beginningOfAnswer,
  "messages: answer begun for the model": prefill,
  "messages: signed thoughts": signedThoughts,
} satisfies Record<string, Check>;

const bodyChecks = {
  "chat: unknown field": openaiFields.unknownField,
  "chat: missing field": openaiFields.missingField,
  "chat: values": fieldValues,
  "chat: stop": stop,
  "chat: fields that go together": fieldsTogether,
  "chat: reasoning model": reasoningModel,
  "chat: tools": openaiTools,
  "chat: response format": responseFormat,
  "chat: messages": messages,
  "chat: tool pairs": openaiToolPairs,
} satisfies Record<string, Check>;

const openaiChecks = { "chat: key": openaiAccess.bearerKey, ...bodyChecks };
const azureChecks = { "azure: key": openaiAccess.azureKey, ...bodyChecks };

/** Azure's deployments are asked at paths of these, too, with Azure's header. */
const anyKey: Check = (request) => openaiAccess.bearerKey(request) && openaiAccess.azureKey(request);
const completionsChecks = {
  "completions: key": anyKey,
  "completions: unknown field": relayed.completionField,
  "completions: missing field": relayed.completionPrompt,
} satisfies Record<string, Check>;
const embeddingsChecks = {
  "embeddings: key": anyKey,
  "embeddings: unknown field": relayed.embeddingField,
  "embeddings: missing field": relayed.embeddingInput,
} satisfies Record<string, Check>;

/** What OpenAI's Responses refuse. */
const responsesChecks = {
  "responses: key": anyKey,
  "responses: unknown field": responseFields.unknownField,
  "responses: missing field": responseFields.missingField,
  "responses: user": responseFields.userLength,
  "responses: stream options": responseFields.streamOptions,
  "responses: reasoning model": responseFields.reasoningModel,
  "responses: tools": responseFields.tools,
  "responses: tool choice": responseFields.toolChoice,
  "responses: text format": responseFields.textFormat,
  "responses: items": items,
  "responses: tool pairs": responseToolPairs,
  "responses: thoughts": thoughts,
} satisfies Record<string, Check>;

export type CheckName =
  | keyof typeof messagesChecks
  | keyof typeof openaiChecks
  | keyof typeof azureChecks
  | keyof typeof completionsChecks
  | keyof typeof embeddingsChecks
  | keyof typeof responsesChecks;

/** Every check by its name, as the test of the fake goes through them. */
export const allChecks: readonly CheckName[] = [
  ...new Set(
    [messagesChecks, openaiChecks, azureChecks, completionsChecks, embeddingsChecks, responsesChecks].flatMap((one) =>
      Object.keys(one),
    ),
  ),
] as CheckName[];

export const keyChecks: readonly CheckName[] = [
  "messages: key",
  "chat: key",
  "azure: key",
  "completions: key",
  "embeddings: key",
  "responses: key",
];

const checksOf: Record<FakeApi, Partial<Record<CheckName, Check>>> = {
  openai: openaiChecks,
  azure: azureChecks,
  anthropic: messagesChecks,
  responses: responsesChecks,
  completions: completionsChecks,
  embeddings: embeddingsChecks,
};

/** Why the real service would refuse a request; undefined when it would answer. `overlooked` checks are left out. */
export function refusalOf(
  api: FakeApi,
  request: Submitted,
  overlooked: ReadonlySet<CheckName> = new Set(),
): Refusal | undefined {
  for (const [name, check] of Object.entries(checksOf[api]) as [CheckName, Check][]) {
    const refusal = overlooked.has(name) ? undefined : check(request);
    if (refusal) return refusal;
  }
  return undefined;
}

/** A refusal as the service words it: body and the header that names the request. */
export function refusalAnswer(api: FakeApi, refusal: Refusal) {
  const { type, message, param, code } = refusal;
  if (api === "anthropic") {
    return {
      headers: requestIdHeader(api),
      body: { type: "error", error: { type, message }, request_id: requestId },
    };
  }
  const error = { message, type, param: param ?? null, code: code ?? null };
  return { headers: requestIdHeader(api), body: { error } };
}
