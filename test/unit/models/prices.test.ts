import type { ModelPrice } from "@shared/domain/model/price.ts";
import { modelPriceListSchema } from "@shared/domain/model/price.ts";
import type { Usage } from "@shared/domain/run/stream-event.ts";
import { describe, expect, it } from "vitest";
import { listedPrices } from "../../../electron/engine/models/bundled-prices.ts";
import { costOfRun } from "../../../electron/engine/models/cost.ts";
import { findListedPrice, findPatternPrice, matchesPostgres } from "../../../electron/engine/models/prices.ts";

const price: ModelPrice = { model: "m", input: 2, output: 8, asOf: "2026-01-01", source: "test" };
const full: ModelPrice = { ...price, cachedInput: 0.5, cacheWrite: 2.5 };

const costOf = (usage: Usage, of: ModelPrice) => costOfRun(usage, of, 0);

describe("what a run cost", () => {
  it("charges fresh input, cached input, cache writes and output each at its price, cached tokens once", () => {
    const usage = {
      inputTokens: 1_000_000,
      cachedInputTokens: 400_000,
      cacheWriteTokens: 100_000,
      outputTokens: 1_000_000,
    };
    expect(costOf(usage, full)?.usd).toBeCloseTo(0.5 * 2 + 0.4 * 0.5 + 0.1 * 2.5 + 8, 10);
  });

  it("reasoning tokens are part of the output and are not charged twice", () => {
    const usage = { inputTokens: 0, outputTokens: 1000, reasoningTokens: 900 };
    expect(costOf(usage, price)?.usd).toBeCloseTo(0.008, 10);
  });

  it("is unknown rather than guessed: no counts, or cached tokens without a price of their own", () => {
    expect(costOf({ inputTokens: 10 }, price)).toBeUndefined();
    expect(costOf({ inputTokens: 10, outputTokens: 1, cachedInputTokens: 5 }, price)).toBeUndefined();
    expect(costOf({ inputTokens: 10, outputTokens: 1, cachedInputTokens: 0 }, price)).toBeDefined();
  });

  it("is the provider's own figure where it tells one, with a price or without", () => {
    const usage = { inputTokens: 10, outputTokens: 1, costUsd: 0.5 };
    const told = { usd: 0.5, price: { source: "the provider's own figure", asOf: "2026-11-28" } };
    const at = Date.UTC(2026, 10, 28, 12);
    expect(costOfRun(usage, undefined, at)).toEqual(told);
    // What the list says stands beside it.
    const { usd, price: source } = costOf({ inputTokens: 10, outputTokens: 1 }, price) ?? {};
    expect(costOfRun(usage, price, at)).toEqual({ ...told, listed: { usd, ...source } });
    expect(costOfRun({ inputTokens: 1000, outputTokens: 1 }, price, at)).toEqual(
      costOf({ inputTokens: 1000, outputTokens: 1 }, price),
    );
    expect(costOfRun({ inputTokens: 1000, outputTokens: 1 }, undefined, at)).toBeUndefined();
  });

  it("is unknown beyond the input a price holds for (long contexts cost twice as much)", () => {
    const tiered = { ...price, upToInputTokens: 200_000 };
    expect(costOf({ inputTokens: 200_000, outputTokens: 1 }, tiered)).toBeDefined();
    expect(costOf({ inputTokens: 200_001, outputTokens: 1 }, tiered)).toBeUndefined();
  });

  const banded: ModelPrice = {
    ...full,
    cacheWriteHour: 4,
    above: [
      { tokens: 200_000, input: 4, output: 12, cachedInput: 1, cacheWrite: 5 },
      { tokens: 500_000, input: 6, output: 16 },
    ],
    tiers: { flex: { input: 1, output: 4 }, priority: { input: 3 } },
  };
  const million = 1_000_000;
  const exactly = (usage: Usage, tier?: string) => costOfRun(usage, banded, 0, tier)?.usd;

  // Claude's cache of an hour costs twice the input, that of five minutes a quarter more.
  it("charges what is kept for an hour at its own price, and knows no cost where the list has none", () => {
    const usage = { inputTokens: 1000, cacheWriteTokens: 800, cacheWriteHourTokens: 300, outputTokens: 0 };
    expect(exactly(usage)).toBeCloseTo((200 * 2 + 500 * 2.5 + 300 * 4) / million, 12);
    expect(costOf(usage, full)).toBeUndefined();
  });

  it("charges all of a long input at the price of its band, and cached parts at the band's or not at all", () => {
    const long = (inputTokens: number, more = {}) => exactly({ inputTokens, outputTokens: 1000, ...more });
    expect(long(200_000)).toBeCloseTo((200_000 * 2 + 1000 * 8) / million, 10);
    expect(long(200_001)).toBeCloseTo((200_001 * 4 + 1000 * 12) / million, 10);
    expect(long(500_001)).toBeCloseTo((500_001 * 6 + 1000 * 16) / million, 10);
    expect(long(300_000, { cachedInputTokens: 100_000 })).toBeCloseTo(
      (200_000 * 4 + 100_000 * 1 + 1000 * 12) / million,
      10,
    );
    expect(long(600_000, { cachedInputTokens: 1 })).toBeUndefined();
    expect(long(300_000, { cacheWriteTokens: 10, cacheWriteHourTokens: 10 })).toBeUndefined();
  });

  it("charges a service tier at its own prices, the standard ones by any of their names, others not at all", () => {
    const usage = { inputTokens: 1000, outputTokens: 100 };
    const standard = (1000 * 2 + 100 * 8) / million;
    for (const tier of [undefined, "auto", "default", "standard_only"]) expect(exactly(usage, tier)).toBe(standard);
    expect(exactly(usage, "flex")).toBeCloseTo((1000 * 1 + 100 * 4) / million, 12);
    // Half a price, a tier of no list, and a long input at a tier.
    expect([exactly(usage, "priority"), exactly(usage, "batch"), exactly(usage, "constructor")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(exactly({ inputTokens: 200_001, outputTokens: 1 }, "flex")).toBeUndefined();
  });

  it("says which price it used", () => {
    expect(costOf({ inputTokens: 1, outputTokens: 1 }, price)?.price).toEqual({ source: "test", asOf: "2026-01-01" });
  });
});

describe("findListedPrice", () => {
  const find = (provider: string, ...names: string[]) => findListedPrice(listedPrices(), { provider, names })?.input;

  it("finds a dated name under its plain one, but its own row first (the first gpt-4o cost twice as much)", () => {
    expect(find("openai", "gpt-4o-2024-08-06", "gpt-4o")).toBe(2.5);
    expect(find("openai", "gpt-4o-2024-05-13", "gpt-4o")).toBe(5);
    expect(find("anthropic", "claude-sonnet-4-5-20250929")).toBe(3);
    expect(find("anthropic", "claude-3-5-haiku-latest")).toBe(0.8);
  });

  it("knows nothing of the same name at another provider, of fine-tuned and of unknown models", () => {
    expect(find("openrouter", "gpt-4o")).toBeUndefined();
    expect(find("openai", "ft:gpt-4o-mini:me::1")).toBeUndefined();
    expect(find("openai", "gpt-4o-audio-preview")).toBeUndefined();
  });

  it("the bundled list is well formed and names no model twice", () => {
    expect(modelPriceListSchema.parse([...listedPrices()])).toHaveLength(listedPrices().length);
    expect(new Set(listedPrices().map(({ provider, model }) => JSON.stringify([provider, model]))).size).toBe(
      listedPrices().length,
    );
  });
});

describe("patterns of Langfuse", () => {
  it("takes Postgres's (?i), which JavaScript refuses", () => {
    expect(matchesPostgres("(?i)^(gpt-4o)$", "GPT-4o")).toBe(true);
    expect(matchesPostgres("^(gpt-4o)$", "GPT-4o")).toBe(false);
    expect(matchesPostgres("(?i)^(gpt-4o)$", "gpt-4o-mini")).toBe(false);
  });

  it("patterns that JavaScript cannot read, too long or too slow ones match nothing and stop nothing", () => {
    expect(matchesPostgres("***=literal(", "literal(")).toBe(false);
    expect(matchesPostgres("(?i)^(?x)a", "a")).toBe(false);
    expect(matchesPostgres("a".repeat(501), "a".repeat(501))).toBe(false);
    expect(matchesPostgres("^(a+)+$", `${"a".repeat(60)}!`)).toBe(false);
  });

  it("a slow pattern hides no price behind it", () => {
    const prices = [
      { matchPattern: "^(a+)+$", price: { ...price, model: "slow" } },
      { matchPattern: "(?i)^a+!$", price: { ...price, model: "found" } },
    ];
    const model = { provider: "x", names: [`${"a".repeat(60)}!`] };
    expect(findPatternPrice(prices, model)?.model).toBe("found");
  });
});
