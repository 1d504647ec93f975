import { setImmediate as turn } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { createTokenCounter, type TokenCounter } from "../../../../electron/engine/pipeline/tokens/token-counter.ts";

let counter: TokenCounter;
const start = () => {
  counter = createTokenCounter();
  return counter;
};
afterEach(() => counter.close());

const messages = (content: string) => [{ role: "user" as const, content }];
const idOf = (content: string) => counter.estimate(messages(content)).countId ?? "";
const { signal } = new AbortController();

it("gives a first figure at once and the count on request", { timeout: 60_000 }, async () => {
  const first = start().estimate(messages("Hello, world!"));
  expect(first).toMatchObject({ about: true, countId: expect.any(String) });
  expect(await counter.count(first.countId ?? "", signal)).toEqual({
    tokens: 11,
    perMessage: [8],
    tokenizer: "o200k_base",
    about: false,
  });
});

it("leaves the host free while it counts (one long word stopped every run and stream)", {
  timeout: 120_000,
}, async () => {
  start();
  await counter.count(idOf("warm"), signal);
  let turns = 0;
  let done = false;
  const counting = counter.count(idOf("x".repeat(400_000)), signal).finally(() => {
    done = true;
  });
  while (!done) {
    turns++;
    await turn();
  }
  expect(await counting).toMatchObject({ tokens: 50_007 });
  expect(turns).toBeGreaterThan(50);
});

it("lets go of a count that nobody waits for, and counts the next", { timeout: 120_000 }, async () => {
  start();
  const gone = new AbortController();
  const waiting = counter.count(idOf("A".repeat(3_000_000)), gone.signal);
  const next = counter.count(idOf("Hello, world!"), signal);
  gone.abort();
  expect(await waiting).toBeUndefined();
  expect(await next).toMatchObject({ tokens: 11 });
});

it("keeps the first figure of a text that is too long, or whose count was forgotten", async () => {
  start();
  expect(counter.estimate(messages("x".repeat(4_000_001)))).not.toHaveProperty("countId");
  const old = idOf("old");
  for (let index = 0; index < 20; index++) idOf(`newer ${index}`);
  expect(await counter.count(old, signal)).toBeUndefined();
});

it("ends with counts that are waited for", { timeout: 60_000 }, async () => {
  start();
  const counts = ["a", "b", "c"].map((text) => counter.count(idOf(text.repeat(1_000_000)), signal));
  await counter.close();
  expect(await Promise.all(counts)).toEqual([undefined, undefined, undefined]);
});
