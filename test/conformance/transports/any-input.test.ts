import { type RouteName, routes } from "@shared/contract/routes.ts";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { drawn } from "../../prove-scale.ts";
import { type Transport, transports } from "./transport.ts";

const names = Object.keys(routes) as RouteName[];
/** Names that routes have, and such as every object has. */
const key = fc.oneof(
  fc.constantFrom("runId", "library", "ref", "prompt", "variables", "url", "signal", "refresh", "filter", "limit"),
  fc.constantFrom("__proto__", "constructor", "toString", "then", "toJSON", "length", ""),
  fc.string({ unit: "binary", maxLength: 6 }),
);
const leaf = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom("\ud800", "\u0000", "..", "x".repeat(100_000), "2".repeat(400)),
  fc.double(),
  fc.constantFrom(-1, 2 ** 53, 1e308, 0.1, null, true, false),
);
const input = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map((entries) => {
      // As JSON makes it: an own key, whatever it is called.
      const texts = entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? "null"}`);
      return JSON.parse(`{${texts.join()}}`) as unknown;
    }),
  ),
})).value;

describe.each(transports)("over $name", ({ open }) => {
  let transport: Transport | undefined;
  afterEach(() => transport?.close());

  it("any input at all is answered as an answer or a refusal, and leaves every prototype as it was", async () => {
    const host = await open();
    transport = host;
    const before = Object.getOwnPropertyNames(Object.prototype).length;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), input, async (name, value) => {
        const text = JSON.stringify(value) ?? "null";
        if (routes[name].kind === "stream") {
          const frames = await host.stream(name, text);
          expect(["done", "error"]).toContain(frames.at(-1)?.type);
        } else {
          const envelope = await host.call(name, text);
          if (!envelope.ok) expect(["invalid_input", "unknown_route"]).toContain(envelope.error.code);
        }
      }),
      drawn(300),
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
  });
});
