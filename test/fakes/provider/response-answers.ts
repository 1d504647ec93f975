import type { FakeAnswer } from "./answers.ts";

/* OpenAI's Responses, as recorded streams and bodies have them: items, each told from its beginning to its end. */

type Usage = NonNullable<FakeAnswer["usage"]>;
interface Item {
  id: string;
  type: string;
  [key: string]: unknown;
}

const pieces = (text: string): string[] => text.match(/\s*\S+/g) ?? [];

/** What is encrypted of a thought, so that a later request can be looked at for it. */
export const encryptedThought = "gAAAAfakethought";

function itemsOf(answer: FakeAnswer): Item[] {
  const items: Item[] = [];
  if (answer.reasoning) {
    const summary = [{ type: "summary_text", text: answer.reasoning }];
    items.push({ id: "rs_fake", type: "reasoning", summary, encrypted_content: encryptedThought });
  }
  if (answer.text ?? answer.refusal) {
    const { source, text } = answer;
    const annotations = source
      ? [{ type: "url_citation", ...source, start_index: 0, end_index: text?.length ?? 0 }]
      : [];
    const content = text
      ? { type: "output_text", text, annotations, logprobs: [] }
      : { type: "refusal", refusal: answer.refusal };
    items.push({ id: "msg_fake", type: "message", status: "completed", role: "assistant", content: [content] });
  }
  for (const [index, { id, name, arguments: given }] of (answer.toolCalls ?? []).entries()) {
    items.push({
      id: `fc_fake_${index}`,
      type: "function_call",
      status: "completed",
      call_id: id,
      name,
      arguments: given,
    });
  }
  return items;
}

function headOf(answer: FakeAnswer) {
  return {
    id: "resp_fake",
    object: "response",
    created_at: 1_764_000_000,
    model: answer.model ?? "fake-model-2026-01-01",
    error: null,
    instructions: null,
    metadata: {},
    parallel_tool_calls: true,
    temperature: 1,
    tool_choice: "auto",
    tools: [],
    top_p: 1,
  };
}

export function responseBody(answer: FakeAnswer, { input, output, cached = 0, reasoning = 0 }: Usage) {
  const isCut = answer.finishReason === "length" || answer.finishReason === "content_filter";
  const reason = answer.finishReason === "length" ? "max_output_tokens" : answer.finishReason;
  return {
    ...headOf(answer),
    status: isCut ? "incomplete" : "completed",
    incomplete_details: isCut ? { reason } : null,
    output: itemsOf(answer),
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: cached },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: reasoning },
      total_tokens: input + output,
    },
  };
}

export function responseStream(answer: FakeAnswer, usage: Usage): string[] {
  const begun = { ...headOf(answer), status: "in_progress", incomplete_details: null, output: [], usage: null };
  const whole = responseBody(answer, usage);
  const events: { type: string; [key: string]: unknown }[] = [
    { type: "response.created", response: begun },
    { type: "response.in_progress", response: begun },
    ...whole.output.flatMap(itemEvents),
    { type: `response.${whole.status}`, response: whole },
  ];
  return events.map(
    (event, index) => `event: ${event.type}\ndata: ${JSON.stringify({ ...event, sequence_number: index })}\n\n`,
  );
}

function itemEvents(item: Item, index: number) {
  const at = { item_id: item.id, output_index: index };
  const begun: Item = { ...item, status: "in_progress" };
  if (item.type === "reasoning") begun["summary"] = [];
  if (item.type === "message") begun["content"] = [];
  if (item.type === "function_call") begun["arguments"] = "";
  return [
    { type: "response.output_item.added", output_index: index, item: begun },
    ...deltas(item).map((delta) => ({ ...delta, ...at })),
    { type: "response.output_item.done", output_index: index, item },
  ];
}

function deltas(item: Item): { type: string; [key: string]: unknown }[] {
  if (item.type === "function_call") {
    const given = String(item["arguments"]);
    return [
      ...pieces(given).map((delta) => ({ type: "response.function_call_arguments.delta", delta })),
      { type: "response.function_call_arguments.done", arguments: given },
    ];
  }
  const [part] = (item["summary"] ?? item["content"]) as { type: string; text?: string; refusal?: string }[];
  const text = part?.text ?? part?.refusal ?? "";
  const [kind, place] = {
    summary_text: ["reasoning_summary_text", { summary_index: 0 }],
    output_text: ["output_text", { content_index: 0 }],
    refusal: ["refusal", { content_index: 0 }],
  }[part?.type ?? ""] as [string, object];
  const about = part?.type === "summary_text" ? "reasoning_summary_part" : "content_part";
  const empty = part?.type === "refusal" ? { ...part, refusal: "" } : { ...part, text: "" };
  const whole = part?.type === "refusal" ? { refusal: text } : { text };
  return [
    { type: `response.${about}.added`, ...place, part: empty },
    ...pieces(text).map((delta) => ({ type: `response.${kind}.delta`, ...place, delta })),
    { type: `response.${kind}.done`, ...place, ...whole },
    { type: `response.${about}.done`, ...place, part },
  ];
}
