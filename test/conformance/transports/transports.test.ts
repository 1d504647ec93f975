import { type RouteName, routes } from "@shared/contract/routes.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type Transport, transports } from "./transport.ts";

const routeNames = Object.keys(routes) as RouteName[];
const streams = routeNames.filter((name) => routes[name].kind === "stream");
const calls = routeNames.filter((name) => routes[name].kind !== "stream");

describe.each(transports)("over $name", ({ open }) => {
  const opened: Transport[] = [];
  const start = async (...how: Parameters<typeof open>) => {
    const transport = await open(...how);
    opened.push(transport);
    return transport;
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((transport) => transport.close()));
  });

  describe("a call", () => {
    it("gives the handler's answer in an envelope", async () => {
      const data = { text: "日本 🎉 \u2028 \u0000", list: [1, null, { deep: true }] };
      const { call } = await start({ "app.info": async () => data });
      expect(await call("app.info", {})).toEqual({ ok: true, data });
    });

    it("gives the handler's own error as data", async () => {
      const { call } = await start({
        "run.get": async () => {
          throw new AppFailure("not_found", { message: "That run is gone.", detail: "r1" });
        },
      });
      expect(await call("run.get", { runId: "r1" })).toMatchObject({
        ok: false,
        error: { code: "not_found", message: "That run is gone.", detail: "r1" },
      });
    });

    it("turns any other error into `internal`, without a stack", async () => {
      const { call } = await start({
        "app.info": async () => {
          throw new TypeError("x is not a function");
        },
      });
      const envelope = await call("app.info", {});
      expect(envelope).toMatchObject({ ok: false, error: { code: "internal", detail: "x is not a function" } });
      expect(JSON.stringify(envelope)).not.toContain(".ts:");
    });

    it.each(["nowhere", "", "constructor", "__proto__", "toString", "hasOwnProperty", "../app.info", "APP.INFO"])(
      "to the unknown route %j is an error and nothing else",
      async (name) => {
        const transport = await start();
        expect(await transport.call(name, {})).toMatchObject({ ok: false, error: { code: "unknown_route" } });
        expect(transport.calls).toEqual([]);
      },
    );

    it.each(calls)("to %s refuses input of a wrong shape before the handler", async (name) => {
      const transport = await start();
      const wrong = [null, 7, [], true, { "not-a-field": 1 }, '{"__proto__":{"admin":true}}', { ref: { name: 5 } }];
      for (const input of wrong) {
        const envelope = await transport.call(name, input);
        // An empty object with unknown keys is wrong for every route, since every schema is strict.
        expect([name, input, envelope]).toMatchObject([name, input, { ok: false, error: { code: "invalid_input" } }]);
      }
      expect(transport.calls).toEqual([]);
    });

    it("names the field that is wrong and does not repeat its value", async () => {
      const { call } = await start();
      const envelope = await call("provider.connect", { provider: "openai", apiKey: 5, storage: "sk-canary" });
      expect(envelope).toMatchObject({ ok: false, error: { message: expect.stringContaining("apiKey") } });
      expect(JSON.stringify(envelope)).not.toContain("canary");
    });

    it("keeps `__proto__` inside of free-form input from reaching any prototype", async () => {
      const { call } = await start();
      await call("run.preview", '{"variables":{"__proto__":{"polluted":1}},"parameters":{"__proto__":{"polluted":1}}}');
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    });

    it("survives input nested far too deep", async () => {
      const { call } = await start();
      const deep = `{"runId":${"[".repeat(5000)}${"]".repeat(5000)}}`;
      expect(await call("run.get", deep)).toMatchObject({ ok: false, error: { code: "invalid_input" } });
    });

    it("carries a large input and a large answer whole", async () => {
      const text = "x€".repeat(1_000_000);
      const transport = await start({ "langfuse.connect": async () => text });
      const input = { host: "https://h", publicKey: "p".repeat(10_000), storage: "session" };
      expect(await transport.call("langfuse.connect", input)).toEqual({ ok: true, data: text });
      expect(transport.calls).toEqual([{ route: "langfuse.connect", input }]);
    });
  });

  describe("a stream", () => {
    it("gives every event in order and one terminal frame", async () => {
      const { stream } = await start({
        "run.events": async function* () {
          for (let seq = 0; seq < 100; seq += 1) yield { seq, event: { type: "text", text: String(seq) } };
        },
      });
      const frames = await stream("run.events", { runId: "r1" });
      expect(frames.map(({ seq }) => seq)).toEqual(Array.from({ length: 101 }, (_, index) => index));
      expect(frames.filter(({ type }) => type !== "event")).toEqual([{ seq: 100, type: "done" }]);
    });

    it("ends with an error frame after the events that came before it", async () => {
      const { stream } = await start({
        "run.events": async function* () {
          yield { seq: 0, event: { type: "text", text: "a" } };
          throw new AppFailure("connection_lost");
        },
      });
      expect(await stream("run.events", { runId: "r1" })).toMatchObject([
        { seq: 0, type: "event" },
        { seq: 1, type: "error", error: { code: "connection_lost" } },
      ]);
    });

    // A client that skips what it has seen would otherwise skip the end and wait for ever.
    it("numbers the end of a re-attached stream after what was seen", async () => {
      const { stream } = await start();
      expect(await stream("run.events", { runId: "r1", after: 41 })).toEqual([{ seq: 42, type: "done" }]);
    });

    it.each(streams)("of %s refuses input of a wrong shape before the handler", async (name) => {
      const transport = await start();
      for (const input of [null, 7, [], { "not-a-field": 1 }, '{"__proto__":{"a":1}}']) {
        expect(await transport.stream(name, input)).toMatchObject([
          { type: "error", error: { code: "invalid_input" } },
        ]);
      }
      expect(transport.calls).toEqual([]);
    });

    // A source that does not listen to its signal must not keep a subscription of a page that is gone.
    it("that is left stops its source, and only that", async () => {
      const signals: AbortSignal[] = [];
      let returned = 0;
      const { stream } = await start({
        "run.events": async function* (_input, { signal }) {
          signals.push(signal);
          try {
            yield { seq: 0, event: { type: "text", text: "a" } };
            await new Promise((resolve) => signal.addEventListener("abort", resolve));
          } finally {
            returned += 1;
          }
        },
      });
      const other = stream("run.events", { runId: "r2" });
      await vi.waitFor(() => expect(signals).toHaveLength(1));
      await stream("run.events", { runId: "r1" }, (_frame, leave) => leave());
      await vi.waitFor(() => expect(returned).toBe(1));
      expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
      void other.catch(() => undefined); // Ends with the transport.
    });

    it("is closed when the transport goes", async () => {
      let signal: AbortSignal | undefined;
      const { stream, close } = await open({
        "app.commands": async function* (_input, context) {
          signal = context.signal;
          await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
          yield* [];
        },
      });
      void stream("app.commands", {}).catch(() => undefined); // Breaks off with the transport.
      await vi.waitFor(() => expect(signal).toBeDefined());
      await close();
      await vi.waitFor(() => expect(signal?.aborted).toBe(true));
    });
  });

  // The dispatcher is the second net: what the first one let through must not reach a page, whatever it travels in.
  describe("a secret that slipped through", () => {
    const secret = "sk-canary-0123456789";
    const redact = (text: string) => text.replaceAll(secret, "[secret]");
    const failure = new AppFailure("provider_rejected", { message: `no ${secret}`, detail: `of ${secret}` });

    it("is taken out of every event of a stream, however deep it lies, and of its error", async () => {
      const { stream } = await start(
        {
          "run.events": async function* () {
            yield { seq: 0, event: { type: "text", text: `key: ${secret}` } };
            yield { seq: 1, event: { type: "prepared", deep: [{ list: ["a", secret] }] } };
            throw failure;
          },
        },
        redact,
      );
      const frames = await stream("run.events", { runId: "r1" });
      expect(frames).toMatchObject([
        { seq: 0, type: "event", event: { text: "key: [secret]" } },
        { seq: 1, type: "event", event: { deep: [{ list: ["a", "[secret]"] }] } },
        { seq: 2, type: "error", error: { message: "no [secret]", detail: "of [secret]" } },
      ]);
      expect(JSON.stringify(frames)).not.toContain(secret);
    });

    it("is taken out of an error nobody foresaw, of a stream and of a call", async () => {
      const fail = async function* () {
        yield* [];
        throw new Error(`socket of ${secret} broke`);
      };
      const { stream, call } = await start(
        { "run.events": fail, "run.get": () => Promise.reject(new Error(`no ${secret}`)) },
        redact,
      );
      expect(await stream("run.events", { runId: "r1" })).toMatchObject([
        { error: { detail: "socket of [secret] broke" } },
      ]);
      expect(await call("run.get", { runId: "r1" })).toMatchObject({ error: { detail: "no [secret]" } });
    });

    it("is taken out of the answer of a call and of its error", async () => {
      const { call } = await start(
        { "app.info": async () => ({ deep: [{ text: secret }] }), "run.get": () => Promise.reject(failure) },
        redact,
      );
      expect(await call("app.info", {})).toEqual({ ok: true, data: { deep: [{ text: "[secret]" }] } });
      expect(await call("run.get", { runId: "r1" })).toMatchObject({ error: { message: "no [secret]" } });
    });
  });
});
