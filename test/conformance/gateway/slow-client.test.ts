import { once } from "node:events";
import { createServer, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createParser } from "eventsource-parser";
import { afterEach, describe, expect, it } from "vitest";
import { stillAt } from "../../still-at.ts";
import { type GatewayWorld, openWorld } from "./gateway-world.ts";

const pieces = 400;
/** 24 MB in all: no buffer of the system's holds so much. */
const pieceOf = (index: number) => `${index} `.padEnd(65_000, "x");
const megabyte = 1_048_576;

const openai = {
  entry: "model: openai/gpt-4o, api_base: BASE/v1",
  head: "",
  piece: (text: string) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: text } }] })}\n\n`,
  tail: `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`,
};

const event = (type: string, more: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
const usage = { input_tokens: 1, output_tokens: 1 };
const anthropic = {
  entry: "model: anthropic/claude-sonnet-4-5, api_base: BASE",
  head:
    event("message_start", {
      message: { id: "m", type: "message", role: "assistant", content: [], model: "c", usage },
    }) + event("content_block_start", { index: 0, content_block: { type: "text", text: "" } }),
  piece: (text: string) => event("content_block_delta", { index: 0, delta: { type: "text_delta", text } }),
  tail:
    event("content_block_stop", { index: 0 }) +
    event("message_delta", { delta: { stop_reason: "end_turn" }, usage }) +
    event("message_stop", {}),
};

let world: GatewayWorld;
const closing: (() => void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await world.close();
});

/** A provider that writes as fast as it may, and says how much it has got rid of. */
async function startSource({ head, piece, tail }: typeof openai) {
  let written = 0;
  const write = async (response: ServerResponse) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(head);
    for (let index = 0; index < pieces; index += 1) {
      const text = piece(pieceOf(index));
      const goesOn = response.write(text);
      written += text.length;
      if (!goesOn) await once(response, "drain");
    }
    response.end(tail);
  };
  const server = createServer((_request, response) => void write(response).catch(() => undefined));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, written: () => written };
}

describe.each([
  ["passed through", openai],
  ["translated", anthropic],
])("an answer that is %s to a client that reads slowly", (_how, form) => {
  // With the line that takes a paused provider up again cut, every test was green.
  it("makes the provider wait, and comes whole when the client goes on (PRX-3)", { timeout: 120_000 }, async () => {
    const source = await startSource(form);
    const entry = form.entry.replace("BASE", source.origin);
    world = await openWorld({
      config: `model_list:\n  - {model_name: a, litellm_params: {${entry}, api_key: os.environ/PROVIDER_KEY}}\n`,
    });
    const asking = request(`${world.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
    });
    asking.end(JSON.stringify({ model: "a", messages: [{ role: "user", content: "Hi" }], stream: true }));
    const [response] = (await once(asking, "response")) as [import("node:http").IncomingMessage];
    await stillAt(source.written);
    expect(source.written()).toBeLessThan(16 * megabyte);

    let next = 0;
    let isDone = false;
    const parser = createParser({
      onEvent({ data }) {
        if (data === "[DONE]") isDone = true;
        const content = isDone ? undefined : JSON.parse(data).choices[0]?.delta.content;
        if (!content) return;
        expect(content === pieceOf(next)).toBe(true);
        next += 1;
      },
    });
    for await (const chunk of response.setEncoding("utf8")) parser.feed(chunk);
    expect([next, isDone]).toEqual([pieces, true]);
    expect((await world.ended(1))[0]?.record.outcome?.kind).toBe("completed");
  });
});
