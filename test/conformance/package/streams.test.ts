import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { completion } from "../../../electron/hosts/package/completion.ts";
import type { CompletionOptions } from "../../../electron/hosts/package/types.ts";
import { type LibraryBench, openLibraryBench } from "./open-package.ts";

let bench: LibraryBench;
beforeAll(async () => {
  bench = await openLibraryBench();
});
afterAll(() => bench.close());
afterEach(() => vi.unstubAllEnvs());
beforeEach(() => {
  for (const [name, value] of Object.entries(bench.environment)) vi.stubEnv(name, value);
});

const messages = [{ role: "user", content: "Hi" }];

describe("a stream", () => {
  it("of an OpenAI server gives the server's chunks; the usage chunk only to those who ask for it", async () => {
    const read = async (options: Pick<CompletionOptions, "stream_options">) => {
      const stream = await completion({ model: "gpt-4o", messages, stream: true, ...options });
      return Array.fromAsync(stream);
    };
    const chunks = await read({});
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("")).toBe("Hello from the fake provider.");
    expect(chunks.every(({ choices, id }) => choices.length === 1 && id === "chatcmpl-fake")).toBe(true);
    const counted = await read({ stream_options: { include_usage: true } });
    expect(counted.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 17 } });
    expect(counted).toHaveLength(chunks.length + 1);
  });

  it("of Anthropic has OpenAI's form, tool calls in pieces included", async () => {
    bench.provider.next({
      kind: "answer",
      answer: { text: "So.", toolCalls: [{ id: "toolu_1", name: "weather", arguments: '{"city":"Ulm"}' }] },
    });
    const stream = await completion({
      model: "anthropic/claude-x",
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await Array.fromAsync(stream);
    expect(new Set(chunks.map(({ id, object }) => `${id} ${object}`))).toEqual(
      new Set(["msg_fake chat.completion.chunk"]),
    );
    const deltas = chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta));
    expect(deltas[0]).toEqual({ role: "assistant", content: "" });
    expect(deltas.map(({ content }) => content ?? "").join("")).toBe("So.");
    const calls = deltas.flatMap(({ tool_calls }) => tool_calls ?? []);
    expect(calls[0]).toMatchObject({ index: 0, id: "toolu_1", type: "function", function: { name: "weather" } });
    expect(calls.map((call) => call.function?.arguments ?? "").join("")).toBe('{"city":"Ulm"}');
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("tool_calls");
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 12, completion_tokens: 5 } });
  });

  it("of a server that answers with a whole completion all the same is a stream for the caller", async () => {
    const choices = [{ index: 0, message: { role: "assistant", content: "whole" }, finish_reason: "stop" }];
    bench.provider.next({ kind: "raw", body: JSON.stringify({ id: "c", model: "m", choices }) });
    const stream = await completion({ model: "gpt-4o", messages, stream: true });
    const chunks = await Array.fromAsync(stream);
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("")).toBe("whole");
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("stop");
  });

  it("with a picture of several megabytes in one line is read (a line of more than one ended it)", async () => {
    const picture = `data:image/png;base64,${"iVBORw0K".repeat(500_000)}`;
    const head = { id: "c", object: "chat.completion.chunk", model: "m" };
    const delta = { content: "", images: [{ type: "image_url", image_url: { url: picture } }] };
    const lines = [{ choices: [{ index: 0, delta }] }, { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }];
    const body = lines.map((line) => `data: ${JSON.stringify({ ...head, ...line })}\n\n`).join("");
    bench.provider.next({
      kind: "raw",
      headers: { "content-type": "text/event-stream" },
      body: `${body}data: [DONE]\n\n`,
    });
    const chunks = await Array.fromAsync(await completion({ model: "gpt-4o", messages, stream: true }));
    expect(JSON.stringify(chunks[0]).length).toBeGreaterThan(4_000_000);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe("stop");
  });

  it("closes the provider's connection when the loop is left early", async () => {
    const index = bench.provider.requests.length;
    bench.provider.next({ kind: "hang", after: 3 });
    const stream = await completion({ model: "gpt-4o", messages, stream: true });
    for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
    await bench.provider.requests[index]?.closed;
  });

  it("closes it when its controller or the caller's signal aborts, and says that it was stopped", async () => {
    for (const stop of ["controller", "signal"]) {
      const index = bench.provider.requests.length;
      bench.provider.next({ kind: "hang", after: 2 });
      const own = new AbortController();
      const stream = await completion({ model: "gpt-4o", messages, stream: true, signal: own.signal });
      (stop === "signal" ? own : stream.controller).abort(new Error("enough"));
      await expect(Array.fromAsync(stream)).rejects.toMatchObject({ code: "cancelled", status: 499 });
      await bench.provider.requests[index]?.closed;
    }
  });

  it("throws in the loop when it breaks off, after what had come", async () => {
    bench.provider.next({ kind: "cut", after: 3 });
    const stream = await completion({ model: "gpt-4o", messages, stream: true });
    let text = "";
    const reading = (async () => {
      for await (const { choices } of stream) text += choices[0]?.delta.content ?? "";
    })();
    await expect(reading).rejects.toMatchObject({ code: "connection_lost", provider: "openai", stage: "stream" });
    expect(text).not.toBe("");
  });

  it("throws for one that ends without its closing words, which would pass for a whole answer", async () => {
    bench.provider.next({ kind: "end_early", after: 3 });
    const stream = await completion({ model: "gpt-4o", messages, stream: true });
    await expect(Array.fromAsync(stream)).rejects.toMatchObject({ code: "truncated" });
  });

  it("throws the provider's error in the middle of a stream and passes it off as no chunk", async () => {
    bench.provider.next({ kind: "error_in_stream", after: 2, message: "overloaded" });
    const stream = await completion({ model: "gpt-4o", messages, stream: true });
    await expect(Array.fromAsync(stream)).rejects.toThrow("overloaded");
  });
});
