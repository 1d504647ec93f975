import { spendLines } from "@shared/domain/run/spend.ts";
import type { SpendLimits } from "@shared/domain/run/spend-limits.ts";
import { describe, expect, it } from "vitest";

const limits: SpendLimits = { dayUsd: 10, providerUsd: { openai: 5, anthropic: 4 } };
const spent = [
  { provider: "openai", usd: 4.1, unpriced: 0 },
  { provider: "anthropic", usd: 1, unpriced: 2 },
  { provider: "groq", usd: 1, unpriced: 1 },
];

describe("limits of a day", () => {
  it("counts a provider's own runs against its limit and all runs against the day's, the tightest first", () => {
    expect(spendLines(limits, spent, { openai: 0 })).toEqual([
      { provider: "openai", limitUsd: 5, spentUsd: 4.1, askedUsd: 0, unpriced: 0, state: "near" },
      { provider: null, limitUsd: 10, spentUsd: 6.1, askedUsd: 0, unpriced: 3, state: "within" },
    ]);
  });

  it("tells a run that would pass a limit from a limit that is passed", () => {
    const stateOf = (usd: number, asked: number) =>
      spendLines({ dayUsd: null, providerUsd: { openai: 5 } }, [{ provider: "openai", usd, unpriced: 0 }], {
        openai: asked,
      }).map(({ state }) => state);
    expect(stateOf(4, 1)).toEqual(["near"]);
    expect(stateOf(4, 1.01)).toEqual(["passes"]);
    expect(stateOf(5.01, 0)).toEqual(["passed"]);
    expect(stateOf(1, 1)).toEqual(["within"]);
  });

  it("says nothing of a provider that is not asked, nor where there is no limit", () => {
    expect(spendLines({ dayUsd: null, providerUsd: { anthropic: 4 } }, spent, { openai: 3 })).toEqual([]);
    expect(spendLines({ dayUsd: null, providerUsd: {} }, spent, { openai: 3 })).toEqual([]);
  });

  it("adds what is asked of several providers for the day", () => {
    const [line] = spendLines({ dayUsd: 7, providerUsd: {} }, spent, { openai: 0.5, groq: 0.5 });
    expect(line).toMatchObject({ provider: null, askedUsd: 1, state: "passes" });
  });
});
