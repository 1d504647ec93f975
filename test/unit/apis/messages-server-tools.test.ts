import { apis } from "@engine/apis/registry.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { turnPartsKey } from "@shared/domain/message/output-part.ts";
import { emptyOutput, foldEvent } from "@shared/domain/run/fold-events.ts";
import { partsOf } from "@shared/domain/run/output-parts.ts";
import { expect, it } from "vitest";
import { planFor } from "../../fakes/provider/run-plan.ts";

/* What Anthropic ran itself, and where its words come from. */

const use = { type: "server_tool_use", id: "srv_1", name: "web_search", input: { query: "x" } };
const found = { type: "web_search_result", url: "https://a.test", title: "A", encrypted_content: "EoA=" };
const result = { type: "web_search_tool_result", tool_use_id: "srv_1", content: [found] };
const fetched = { type: "server_tool_use", id: "srv_2", name: "web_fetch", input: { url: "https://b.test" } };
const failed = {
  type: "web_fetch_tool_result",
  tool_use_id: "srv_2",
  content: { type: "web_fetch_tool_result_error", error_code: "unavailable" },
};
const cited = {
  type: "web_search_result_location",
  url: "https://a.test",
  title: "A",
  cited_text: "as A says",
  encrypted_index: "Eo8=",
};
const said = { type: "text", text: "It is so.", citations: [cited] };
const summary = { type: "compaction", content: "What was said before." };
const other = { type: "fallback", from: { model: "claude-fable-5" }, to: { model: "claude-opus-4-8" } };
const call = { type: "tool_use", id: "toolu_1", name: "w", input: {} };

async function read(body: string, stream: boolean) {
  const output = emptyOutput();
  const io = { stream, limits: { line: 1e6, event: 1e6 } };
  for await (const batch of apis.messages.read(new Response(body), io)) {
    for (const event of batch) foldEvent(output, { at: 0, ...event } as never);
  }
  return output;
}

const whole = (content: JsonObject[], more: JsonObject = {}) =>
  JSON.stringify({ type: "message", role: "assistant", model: "m", stop_reason: "end_turn", content, ...more });

/** The same blocks as a stream: inputs and citations come in pieces. */
function streamed(blocks: JsonObject[]): string {
  const events = blocks.flatMap((block, index) => {
    const { input, citations, text, ...rest } = block;
    const start = {
      ...rest,
      ...(input === undefined ? {} : { input: {} }),
      ...(text === undefined ? {} : { text: "" }),
    };
    const pieces = [
      ...(Array.isArray(citations) ? citations.map((citation) => ({ type: "citations_delta", citation })) : []),
      ...(text === undefined ? [] : [{ type: "text_delta", text }]),
      ...(input === undefined ? [] : [{ type: "input_json_delta", partial_json: JSON.stringify(input) }]),
    ];
    return [
      { type: "content_block_start", index, content_block: start },
      ...pieces.map((delta) => ({ type: "content_block_delta", index, delta })),
      { type: "content_block_stop", index },
    ];
  });
  const all = [
    { type: "message_start", message: { id: "msg_1", model: "m" } },
    ...events,
    { type: "message_delta", delta: { stop_reason: "end_turn" } },
    { type: "message_stop" },
  ];
  return all.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
}

const blocks = [summary, other, use, result, fetched, failed, said, call];

it("steps, their results and failures, and citations behind their words; the same whole and streamed", async () => {
  const output = await read(whole(blocks), false);
  expect(await read(streamed(blocks), true)).toEqual(output);
  const values = partsOf(output).flatMap((part) => ("value" in part ? [part.value] : []));
  expect(values).toEqual([
    { type: "compaction" },
    { type: "fallback", input: { from: other.from, to: other.to } },
    { type: "server_tool_use", name: "web_search", id: "srv_1", input: { query: "x" } },
    { type: "web_search_tool_result", of: "srv_1", status: "completed", output: [found] },
    { type: "server_tool_use", name: "web_fetch", id: "srv_2", input: { url: "https://b.test" } },
    { type: "web_fetch_tool_result", of: "srv_2", status: "failed", output: failed.content, error: "unavailable" },
    { kind: "web_search_result_location", url: "https://a.test", title: "A", text: "as A says" },
  ]);
});

// A search whose results are not given back is made and paid again, and a result without its use is refused.
it("go back with the next turn as they came", async () => {
  const output = await read(whole(blocks), false);
  const turn: Message = {
    role: "assistant",
    content: output.text,
    tool_calls: output.toolCalls,
    [turnPartsKey]: partsOf(output),
  };
  const provider = builtInProviders.find("anthropic");
  if (!provider) throw new Error("no Anthropic");
  const baseUrl = "https://api.anthropic.com";
  const messages: Message[] = [
    { role: "user", content: "x?" },
    turn,
    { role: "tool", tool_call_id: "toolu_1", content: "ok" },
  ];
  const plan = planFor(provider, { baseUrl, stream: false, model: "claude-opus-4-8", messages });
  const body = JSON.parse(apis.messages.build(plan, { baseUrl, provider }).body ?? "") as { messages: JsonObject[] };
  const { citations: _, ...words } = said;
  expect(body.messages[1]?.["content"]).toEqual([summary, other, use, result, fetched, failed, words, call]);
});

it("a refusal says why, in Anthropic's words", async () => {
  const details = { type: "refusal", explanation: "This is not answered." };
  const output = await read(whole([], { stop_reason: "refusal", stop_details: details }), false);
  expect([output.refusal, output.finishReason]).toEqual(["This is not answered.", "content_filter"]);
});
