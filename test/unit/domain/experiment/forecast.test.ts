import { type CallsInput, sumForecast } from "@shared/domain/experiment/forecast.ts";
import { forecastLines } from "@shared/domain/experiment/forecast-words.ts";
import { powerOfRows } from "@shared/domain/experiment/power-of-rows.ts";
import { forecastOf } from "@shared/domain/job/forecast.ts";
import { sampleSizePairedProportions } from "@shared/domain/statistics/sample-size.ts";
import { describe, expect, it } from "vitest";

const part = (change: Partial<CallsInput>): CallsInput => ({
  kind: "variant",
  name: "base",
  model: "openai/gpt-4o",
  calls: 100,
  inputTokens: { lo: 80, hi: 120 },
  outputTokens: { lo: 10, hi: 100 },
  callMs: { lo: 500, hi: 2_000 },
  basis: "assumed",
  price: { input: 2.5, output: 10 },
  lane: "key",
  atOnce: { lo: 4, hi: 32 },
  ...change,
});
const common = {
  units: 100,
  unit: "row" as const,
  comparisons: 1,
  verdict: { alpha: 0.05, delta: 0.02 },
  limits: {},
};

describe("what rows can show before anything is sent", () => {
  it("gives the smallest difference by Connor's formula, and null where no difference can be seen", () => {
    const { at } = powerOfRows({ units: 240, comparisons: 1, alpha: 0.05, delta: 0.05 });
    for (const { discordance, detects } of at) {
      const { n } = sampleSizePairedProportions({ discordance, difference: detects ?? 0, alpha: 0.05, power: 0.8 });
      expect(n).toBeCloseTo(240, 6);
    }
    expect(
      powerOfRows({ units: 5, comparisons: 1, alpha: 0.05, delta: 0.05 }).at.map(({ detects }) => detects),
    ).toEqual([null, null]);
  });

  it("names the rows that δ needs, with 0.05 beside a smaller one: 2 627 and 421 at a discordance of 0.10", () => {
    const { at } = powerOfRows({ units: 240, comparisons: 1, alpha: 0.05, delta: 0.02 });
    expect(at.map(({ needed }) => needed.map(({ delta, toShowNone }) => [delta, toShowNone]))).toEqual([
      [
        [0.02, 2_627],
        [0.05, 421],
      ],
      [
        [0.02, 7_881],
        [0.05, 1_261],
      ],
    ]);
  });

  it("needs a larger difference where several variants are tested together", () => {
    const detects = (comparisons: number) =>
      powerOfRows({ units: 240, comparisons, alpha: 0.05, delta: 0.05 }).at[1]?.detects ?? 0;
    expect(detects(3)).toBeGreaterThan(detects(1));
  });
});

describe("what an experiment comes to", () => {
  it("sums calls, tokens and cost from the least to the most; a judge's calls are its own", () => {
    const judge = part({ kind: "judge", name: "polite", lane: "other", price: { input: 1, output: 1 } });
    const forecast = sumForecast({ ...common, parts: [part({}), judge] });
    expect(forecast.calls).toBe(200);
    expect(forecast.inputTokens).toEqual({ lo: 16_000, hi: 24_000 });
    expect(forecast.outputTokens).toEqual({ lo: 2_000, hi: 20_000 });
    expect(forecast.costUsd?.lo).toBeCloseTo((100 * (80 * 2.5 + 10 * 10 + 90)) / 1e6, 12);
    expect(forecast.costUsd?.hi).toBeCloseTo((100 * (120 * 2.5 + 100 * 10 + 220)) / 1e6, 12);
  });

  it("lets lanes run beside each other and what shares a key behind each other", () => {
    const apart = sumForecast({ ...common, parts: [part({}), part({ name: "edit", lane: "other" })] });
    const together = sumForecast({ ...common, parts: [part({}), part({ name: "edit" })] });
    expect(apart.timeMs).toEqual({ lo: (100 * 500) / 32, hi: (100 * 2_000) / 4 });
    expect(together.timeMs.hi).toBe(2 * apart.timeMs.hi);
  });

  it("takes no less time than a known rate limit allows", () => {
    expect(sumForecast({ ...common, parts: [part({ callsPerMinute: 10 })] }).timeMs).toEqual({
      lo: 600_000,
      hi: 600_000,
    });
  });

  it("names models without a price, and a budget that may stop it", () => {
    const limits = { cost: 0.01, calls: 150 };
    const parts = [part({}), part({ name: "edit", model: "own/model", price: null })];
    const forecast = sumForecast({ ...common, parts, limits });
    expect(forecast.unpriced).toEqual(["own/model"]);
    expect(forecast.stopsAt).toEqual({ cost: 0.01, calls: 150 });
    const lines = forecastLines(forecast);
    expect(lines[0]).toMatch(/^200 calls, estimated 16,000 to 24,000 tokens in/);
    expect(lines.join("\n")).toContain("without own/model");
    expect(lines.join("\n")).toContain("both are assumed");
    expect(lines.join("\n")).toContain("2,627 to 7,881 to show that there is none above 2");
  });

  it("tells no price of input that is longer than the price holds for", () => {
    const parts = [part({ price: { input: 1, output: 1, upToInputTokens: 100 } })];
    expect(sumForecast({ ...common, parts }).costUsd).toBeNull();
  });

  // Long inputs cost twice as much: the forecast of a long document was half of what it came to.
  it("takes the prices of long inputs, of each end of the span, and of the tier that is asked for", () => {
    const price = {
      input: 2,
      output: 10,
      above: [{ tokens: 200_000, input: 4, output: 20 }],
      tiers: { flex: { input: 1, output: 5 } },
    };
    const long = { price, inputTokens: { lo: 150_000, hi: 250_000 }, outputTokens: { lo: 100, hi: 1_000 }, calls: 1 };
    const costOf = (change: Partial<CallsInput>) => sumForecast({ ...common, parts: [part({ ...long, ...change })] });
    expect(costOf({}).costUsd).toEqual({ lo: 0.301, hi: 1.02 });
    expect(costOf({ tier: "flex" }).costUsd).toBeNull();
    const short = { lo: 1_000, hi: 2_000 };
    expect(costOf({ tier: "flex", inputTokens: short }).costUsd).toEqual({ lo: 0.0015, hi: 0.007 });
    expect(costOf({ tier: "other", inputTokens: short }).costUsd).toBeNull();
  });

  it("and so does that of the playground", () => {
    const price = { input: 2, output: 10, above: [{ tokens: 200_000, input: 4, output: 20 }] };
    const variant = { title: "A", model: "m", provider: "p", calls: 2, callMs: null, price, outputTokens: 1_000 };
    const costs = [200_000, 200_001].map((inputTokens) => forecastOf([{ ...variant, inputTokens }], 1).costUsd);
    expect(costs).toEqual([0.82, expect.closeTo(1.640008, 9)]);
  });
});
