import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { describe, expect, it } from "vitest";
import { createHttpClient } from "../../../../renderer/client/http-transport.ts";
import { sessionToken } from "../../../../renderer/client/session.ts";

const json = (value: unknown) => new Response(JSON.stringify(value));
const line = (value: unknown) => `${JSON.stringify(value)}\n`;

/** A body that gives its bytes in pieces of `size` and then ends, or breaks like a lost connection. */
function body(text: string, { size = 1000, breaks = false } = {}): Response {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  const next = () => {
    at += size;
    return bytes.slice(at - size, at);
  };
  return new Response(
    new ReadableStream({
      pull(controller) {
        if (at < bytes.length) controller.enqueue(next());
        else if (breaks) controller.error(new TypeError("network error"));
        else controller.close();
      },
    }),
  );
}

/** A client over answers given in order; `sent` are the bodies of its requests. */
function clientOver(...answers: (() => Response)[]) {
  const sent: unknown[] = [];
  const broken = { times: 0 };
  const client = createHttpClient({
    onBroken: () => {
      broken.times += 1;
    },
    token: async () => "secret-token",
    wait: async () => undefined,
    fetch: async (_url, init) => {
      sent.push(JSON.parse(String(init?.body)));
      const answer = answers[sent.length - 1];
      if (answer === undefined) throw new TypeError("Failed to fetch");
      return answer();
    },
  });
  return { client, sent, broken };
}

const frame = (seq: number) => ({ seq, type: "event", event: { type: "text", text: `t${seq}`, at: seq } });

async function collect(events: AsyncIterable<unknown>): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const event of events) all.push(event);
  return all;
}

async function failureOf(promise: Promise<unknown>): Promise<string> {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  return thrown instanceof AppFailure ? thrown.error.code : `not an AppFailure: ${String(thrown)}`;
}

describe("http client", () => {
  it("throws the engine's own error, not a general one", async () => {
    const error = { code: "prompt_not_found", stage: "template", message: "gone", actions: [] };
    const { client } = clientOver(() => json({ ok: false, error }));
    expect(await failureOf(client.call("app.info", {}))).toBe("prompt_not_found");
  });

  it("says connection_lost for a host that is gone and for an answer that is no envelope", async () => {
    const { client } = clientOver(() => new Response("<html>"));
    expect(await failureOf(client.call("app.info", {}))).toBe("connection_lost");
    expect(await failureOf(client.call("app.info", {}))).toBe("connection_lost");
  });

  it("says cancelled when the caller aborted", async () => {
    const { client } = clientOver();
    expect(await failureOf(client.call("app.info", {}, { signal: AbortSignal.abort() }))).toBe("cancelled");
  });

  it("puts frames together that arrive in pieces, also within a character", async () => {
    const text = line({ seq: 0, type: "event", event: { text: "Ayşe" } }) + line({ seq: 1, type: "done" });
    const { client } = clientOver(() => body(text, { size: 1 }));
    expect(await collect(client.stream("run.events", { runId: "r" }))).toEqual([{ text: "Ayşe" }]);
  });

  it("re-attaches to a run after the last frame it has seen, without losing or doubling one", async () => {
    const { client, sent } = clientOver(
      () => body(line(frame(0)) + line(frame(1)), { breaks: true }),
      () => body(line(frame(2)) + line({ seq: 3, type: "done" })),
    );
    const events = await collect(client.stream("run.events", { runId: "r" }));
    expect(events).toHaveLength(3);
    expect(sent).toEqual([{ runId: "r" }, { runId: "r", after: 1 }]);
  });

  it("takes a stream that ends without its terminal frame for broken, not for finished", async () => {
    const { client } = clientOver(() => body(line({ seq: 0, type: "event", event: { command: "x" } })));
    expect(await failureOf(collect(client.stream("app.commands", {})))).toBe("connection_lost");
  });

  it("tells of a stream that broke and of a request nobody answered, not of an error or a call given up", async () => {
    const { client, broken } = clientOver(
      () => body(line(frame(0)), { breaks: true }),
      () => json({ ok: false, error: { code: "not_found", stage: "request", message: "gone", actions: [] } }),
    );
    await failureOf(collect(client.stream("gateway.events", {})));
    expect(broken.times).toBe(1);
    await failureOf(client.call("app.info", {}));
    await failureOf(client.call("app.info", {}, { signal: AbortSignal.abort() }));
    expect(broken.times).toBe(1);
    await failureOf(client.call("app.info", {}));
    expect(broken.times).toBe(2);
  });

  it("gives up on a run whose host stays away", async () => {
    const { client, sent } = clientOver();
    expect(await failureOf(collect(client.stream("run.events", { runId: "r" })))).toBe("connection_lost");
    expect(sent.length).toBeGreaterThan(1);
  });
});

describe("session", () => {
  const place = (hash: string, kept: string | null) => {
    const stored = new Map(kept === null ? [] : [["promptscope.token", kept]]);
    const seen = { cleared: false, codes: [] as unknown[] };
    const storage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
      removeItem: (key: string) => void stored.delete(key),
    };
    const fetch = async (_url: unknown, init?: RequestInit) => {
      seen.codes.push(JSON.parse(String(init?.body)));
      return json({ ok: true, data: { token: "fresh" } });
    };
    const clearHash = () => {
      seen.cleared = true;
    };
    return { seen, token: () => sessionToken({ hash, clearHash, storage, fetch: fetch as typeof globalThis.fetch }) };
  };

  it("exchanges the launch code once and takes it out of the address", async () => {
    const { seen, token } = place("#k=one-time", null);
    expect(await token()).toBe("fresh");
    expect(seen).toEqual({ cleared: true, codes: [{ code: "one-time" }] });
  });

  it("keeps its session over a reload", async () => {
    expect(await place("", "kept").token()).toBe("kept");
  });

  it("says not_authorized to an address without a code", async () => {
    expect(await failureOf(place("", null).token())).toBe("not_authorized");
  });
});
