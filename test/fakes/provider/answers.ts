import { responseBody, responseStream } from "./response-answers.ts";

/** What a fake provider says, before an API gives it its shape. */
export interface FakeAnswer {
  text?: string;
  reasoning?: string;
  refusal?: string;
  /** `signature`: what Gemini gives with a call and wants back. `custom`: of a tool that takes free text, in chat completions. */
  toolCalls?: { id: string; name: string; arguments: string; signature?: string; custom?: true }[];
  /** A page that the whole text is out of. */
  source?: { url: string; title: string };
  /** In OpenAI's words; Anthropic's are translated. */
  finishReason?: string;
  usage?: { input: number; output: number; cached?: number; reasoning?: number };
  model?: string;
}

export type FakeApi = "openai" | "azure" | "anthropic" | "responses" | "completions" | "embeddings";

/** One event as it stands on the wire, blank line included. */
type WireEvent = string;

const usageOf = (answer: FakeAnswer) => answer.usage ?? { input: 12, output: 5 };
const words = (text: string | undefined): string[] => text?.match(/\s*\S+/g) ?? [];
const halves = (text: string): string[] => [text.slice(0, text.length >> 1), text.slice(text.length >> 1)];

/** The events of a streamed answer, the closing mark last. */
export function streamOf(api: FakeApi, answer: FakeAnswer, options: { usage: boolean }): WireEvent[] {
  if (api === "completions") return textStream(answer, options);
  if (api === "responses") return responseStream(answer, usageOf(answer));
  return api === "anthropic" ? anthropicStream(answer) : openaiStream(api, answer, options);
}

export function bodyOf(api: FakeApi, answer: FakeAnswer): string {
  if (api === "completions") return JSON.stringify(textBody(answer));
  if (api === "embeddings") return JSON.stringify(embeddingsBody(answer));
  if (api === "responses") return JSON.stringify(responseBody(answer, usageOf(answer)));
  return JSON.stringify(api === "anthropic" ? anthropicBody(answer) : openaiBody(answer));
}

/** An error in the middle of a stream, and one that is the whole body. */
export function errorEvent(api: FakeApi, message: string): WireEvent {
  if (api === "responses") {
    const error = { type: "error", code: "server_error", message, param: null, sequence_number: 99 };
    return `event: error\ndata: ${JSON.stringify(error)}\n\n`;
  }
  const data = JSON.stringify(errorBody(api, message));
  return api === "anthropic" ? `event: error\ndata: ${data}\n\n` : `data: ${data}\n\n`;
}

export function errorBody(api: FakeApi, message: string, status = 529): object {
  if (api === "anthropic") {
    return { type: "error", error: { type: anthropicErrors[status] ?? "api_error", message }, request_id: requestId };
  }
  return { error: { message, type: "server_error", param: null, code: "fake_error" } };
}

/** What names a request in a service's answers. */
export const requestId = "req_fake_1";

export function requestIdHeader(api: FakeApi): Record<string, string> {
  return { [api === "anthropic" ? "request-id" : "x-request-id"]: requestId };
}

const anthropicErrors: Record<number, string> = {
  400: "invalid_request_error",
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  529: "overloaded_error",
};

function openaiHead(answer: FakeAnswer, object: string) {
  return { id: "chatcmpl-fake", object, created: 1764000000, model: answer.model ?? "fake-model-2026-01-01" };
}

function openaiUsage(answer: FakeAnswer) {
  const { input, output, cached, reasoning } = usageOf(answer);
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached ?? 0 },
    completion_tokens_details: { reasoning_tokens: reasoning ?? 0 },
  };
}

function signed({ signature }: { signature?: string }) {
  return signature === undefined ? {} : { extra_content: { google: { thought_signature: signature } } };
}

function calledOf(call: NonNullable<FakeAnswer["toolCalls"]>[number]) {
  const { id, name, arguments: given } = call;
  if (call.custom) return { id, type: "custom", custom: { name, input: given } };
  return { id, type: "function", function: { name, arguments: given }, ...signed(call) };
}

function annotationsOf({ source, text = "" }: FakeAnswer) {
  if (!source) return [];
  return [{ type: "url_citation", url_citation: { ...source, start_index: 0, end_index: text.length } }];
}

function openaiStream(api: FakeApi, answer: FakeAnswer, options: { usage: boolean }): WireEvent[] {
  const head = openaiHead(answer, "chat.completion.chunk");
  const choice = (delta: object, reason: string | null = null) => ({
    ...head,
    choices: [{ index: 0, delta, finish_reason: reason }],
  });
  const chunks: object[] = [
    ...(api === "azure" ? [{ ...head, model: "", choices: [], prompt_filter_results: [{ prompt_index: 0 }] }] : []),
    choice({ role: "assistant", content: "" }),
    ...words(answer.reasoning).map((piece) => choice({ reasoning_content: piece })),
    ...words(answer.text).map((piece) => choice({ content: piece })),
    ...(answer.source ? [choice({ annotations: annotationsOf(answer) })] : []),
    ...words(answer.refusal).map((piece) => choice({ refusal: piece })),
    ...(answer.toolCalls ?? []).flatMap((call, index) => [
      choice({ tool_calls: [{ index, ...calledOf({ ...call, arguments: "" }) }] }),
      ...halves(call.arguments).map((part) =>
        choice({
          tool_calls: [{ index, ...(call.custom ? { custom: { input: part } } : { function: { arguments: part } }) }],
        }),
      ),
    ]),
    choice({}, finishOf(answer)),
    ...(options.usage ? [{ ...head, choices: [], usage: openaiUsage(answer) }] : []),
  ];
  return [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), "data: [DONE]\n\n"];
}

function openaiBody(answer: FakeAnswer) {
  const message = {
    role: "assistant",
    content: answer.text ?? null,
    refusal: answer.refusal ?? null,
    ...(answer.source ? { annotations: annotationsOf(answer) } : {}),
    ...(answer.reasoning ? { reasoning_content: answer.reasoning } : {}),
    ...(answer.toolCalls
      ? {
          tool_calls: answer.toolCalls.map(calledOf),
        }
      : {}),
  };
  const choices = [{ index: 0, message, finish_reason: finishOf(answer) }];
  return { ...openaiHead(answer, "chat.completion"), choices, usage: openaiUsage(answer) };
}

function textStream(answer: FakeAnswer, options: { usage: boolean }): WireEvent[] {
  const head = { ...openaiHead(answer, "text_completion"), id: "cmpl-fake" };
  const piece = (text: string, reason: string | null = null) => ({
    ...head,
    choices: [{ text, index: 0, logprobs: null, finish_reason: reason }],
  });
  const chunks: object[] = [
    ...words(answer.text).map((text) => piece(text)),
    piece("", finishOf(answer)),
    ...(options.usage ? [{ ...head, choices: [], usage: openaiUsage(answer) }] : []),
  ];
  return [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), "data: [DONE]\n\n"];
}

function textBody(answer: FakeAnswer) {
  const choices = [{ text: answer.text ?? "", index: 0, logprobs: null, finish_reason: finishOf(answer) }];
  return { ...openaiHead(answer, "text_completion"), id: "cmpl-fake", choices, usage: openaiUsage(answer) };
}

function embeddingsBody(answer: FakeAnswer) {
  const { input } = usageOf(answer);
  return {
    object: "list",
    data: [{ object: "embedding", index: 0, embedding: [0.25, -0.5, 1e-7] }],
    model: answer.model ?? "fake-model-2026-01-01",
    usage: { prompt_tokens: input, total_tokens: input },
  };
}

function finishOf(answer: FakeAnswer): string {
  return answer.finishReason ?? (answer.toolCalls ? "tool_calls" : "stop");
}

const anthropicReasons: Record<string, string> = {
  stop: "end_turn",
  length: "max_tokens",
  tool_calls: "tool_use",
  content_filter: "refusal",
};

function anthropicReason(answer: FakeAnswer): string {
  const reason = finishOf(answer);
  return anthropicReasons[reason] ?? reason;
}

function anthropicHead(answer: FakeAnswer) {
  const { input, cached } = usageOf(answer);
  return {
    id: "msg_fake",
    type: "message",
    role: "assistant",
    model: answer.model ?? "fake-model-2026-01-01",
    usage: {
      input_tokens: input - (cached ?? 0),
      cache_read_input_tokens: cached ?? 0,
      cache_creation_input_tokens: 0,
    },
  };
}

function citationsOf({ source, text = "" }: FakeAnswer) {
  if (!source) return [];
  return [{ type: "web_search_result_location", ...source, encrypted_index: "ZmFrZQ==", cited_text: text }];
}

function anthropicStream(answer: FakeAnswer): WireEvent[] {
  const events: object[] = [];
  let index = 0;
  const block = (start: object, deltas: object[]) => {
    events.push({ type: "content_block_start", index, content_block: start });
    for (const delta of deltas) events.push({ type: "content_block_delta", index, delta });
    events.push({ type: "content_block_stop", index });
    index += 1;
  };
  const head = anthropicHead(answer);
  const started = { ...head, content: [], stop_reason: null, usage: { ...head.usage, output_tokens: 1 } };
  events.push({ type: "message_start", message: started }, { type: "ping" });
  if (answer.reasoning) {
    const deltas = words(answer.reasoning).map((thinking) => ({ type: "thinking_delta", thinking }));
    block({ type: "thinking", thinking: "" }, [...deltas, { type: "signature_delta", signature: "c2ln" }]);
  }
  const cited = citationsOf(answer).map((citation) => ({ type: "citations_delta", citation }));
  const said = [...cited, ...words(answer.text ?? answer.refusal).map((text) => ({ type: "text_delta", text }))];
  if (said.length > 0) block({ type: "text", text: "" }, said);
  for (const call of answer.toolCalls ?? []) {
    const parts = halves(call.arguments).map((partial_json) => ({ type: "input_json_delta", partial_json }));
    block({ type: "tool_use", id: call.id, name: call.name, input: {} }, parts);
  }
  const delta = { stop_reason: anthropicReason(answer), stop_sequence: null };
  events.push({ type: "message_delta", delta, usage: { output_tokens: usageOf(answer).output } });
  events.push({ type: "message_stop" });
  return events.map((event) => `event: ${"type" in event ? event.type : ""}\ndata: ${JSON.stringify(event)}\n\n`);
}

function anthropicBody(answer: FakeAnswer) {
  const head = anthropicHead(answer);
  const said = answer.text ?? answer.refusal;
  return {
    ...head,
    content: [
      ...(answer.reasoning ? [{ type: "thinking", thinking: answer.reasoning, signature: "c2ln" }] : []),
      ...(said ? [{ type: "text", text: said, ...(answer.source ? { citations: citationsOf(answer) } : {}) }] : []),
      ...(answer.toolCalls ?? []).map((call) => ({
        type: "tool_use",
        id: call.id,
        name: call.name,
        input: JSON.parse(call.arguments),
      })),
    ],
    stop_reason: anthropicReason(answer),
    stop_sequence: null,
    usage: { ...head.usage, output_tokens: usageOf(answer).output },
  };
}
