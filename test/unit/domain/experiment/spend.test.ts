import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import { reportOf } from "@shared/domain/experiment/experiment-report.ts";
import { markdownReport } from "@shared/domain/experiment/report-files.ts";
import {
  reportMoney,
  reusedWords,
  spendFigure,
  spendOf,
  spendOfExperiment,
  spendWords,
  unpricedWords,
} from "@shared/domain/experiment/spend.ts";
import { describe, expect, it } from "vitest";
import { specOf } from "../../experiments/null-recipes.ts";

const answered: CellResult = {
  ...{ row: "1", variant: "base", repetition: 0, runId: "r" },
  ...{ standing: "done", passed: true, scores: [], tokens: 12 },
};

describe("what calls cost", () => {
  it("counts answers without a price, told tokens or not, and no call that failed, waits or was none", () => {
    const { tokens: _, ...untold } = answered;
    const score = { name: "contains", value: 1, reason: "" };
    const without: CellResult[] = [
      answered,
      untold,
      { ...untold, standing: "open", why: "No score.", scores: [score] },
      { ...answered, passed: false, why: "The content filter stopped it." },
    ];
    const others: CellResult[] = [
      { ...answered, costUsd: 0.12 },
      { ...answered, costUsd: 0 },
      { ...answered, isGiven: true },
      { ...untold, passed: false, why: "HTTP 400" },
      { ...untold, standing: "waiting", passed: null },
      { ...untold, standing: "uncertain", passed: null },
    ];
    expect(spendOf([...without, ...others])).toEqual({ costUsd: 0.12, unpriced: 4 });
  });

  it("never calls an unknown price nothing", () => {
    const said = (costUsd: number, unpriced?: number) => {
      const spend = { costUsd, ...(unpriced === undefined ? {} : { unpriced }) };
      return [spendFigure(spend, reportMoney), spendWords(spend, reportMoney), unpricedWords(spend)];
    };
    expect(said(0, 1)).toEqual(["—", "no price known for 1 call", "1 call without a price"]);
    expect(said(0.12, 1_200)).toEqual([
      "≥ $0.1200",
      "$0.1200, 1,200 calls without a price",
      "1,200 calls without a price",
    ]);
    expect(said(0, 0)).toEqual(["$0.0000", "$0.0000", null]);
    expect(said(0.5)).toEqual(["$0.5000", "$0.5000", null]);
  });

  it("stands in a report's sums and in its Markdown, the judges' calls too", () => {
    const spec = specOf(2, { seed: 1 });
    const [first, second] = spec.variants.map(({ name }) => name);
    const results = spec.rows.flatMap(({ id }) => [
      { ...answered, row: id, variant: first ?? "" },
      { ...answered, row: id, variant: second ?? "", costUsd: 0.25 },
    ]);
    const report = reportOf(spec, results, { costUsd: 0.5, unpriced: 3 });
    expect(report).toMatchObject({ costUsd: 1, unpriced: 5, variants: [{ unpriced: 2 }, { unpriced: 0 }] });
    const text = markdownReport(report, results);
    expect(text).not.toContain("reused");
    expect(text).toContain("$1.0000, 5 calls without a price.");
    expect(text).toMatch(/\| — \|\n.*\| \$0\.5000 \|/);
  });

  it("is what was paid for in an experiment: reused answers cost in the one they are of, and are no call without a price", () => {
    const reused = { ...answered, isReused: true as const };
    const results: CellResult[] = [
      { ...answered, costUsd: 0.12 },
      answered,
      { ...reused, costUsd: 0.3 },
      { ...reused, costUsd: 0.1 },
      reused,
    ];
    expect(spendOfExperiment(results, { costUsd: 0.5, unpriced: 2 })).toEqual({
      costUsd: 0.62,
      unpriced: 3,
      reusedCostUsd: 0.4,
    });
    expect(spendOfExperiment([], { costUsd: 0.5 })).toEqual({ costUsd: 0.5, unpriced: 0, reusedCostUsd: 0 });
    expect(reusedWords({ reusedCostUsd: 0.4 }, reportMoney)).toBe("$0.4000 of reused answers was paid before");
    expect(reusedWords({}, reportMoney)).toBeNull();
  });

  it("of reused answers stands in the sums of variants, beside that of the report", () => {
    const spec = specOf(2, { seed: 1 });
    const [first = "", second = ""] = spec.variants.map(({ name }) => name);
    const results = spec.rows.flatMap(({ id }): CellResult[] => [
      { ...answered, row: id, variant: first, costUsd: 0.25, isReused: true },
      { ...answered, row: id, variant: second, costUsd: 0.5 },
    ]);
    const report = reportOf(spec, results, { costUsd: 0 });
    expect(report).toMatchObject({ costUsd: 1, reusedCostUsd: 0.5, variants: [{ costUsd: 0.5 }, { costUsd: 1 }] });
    expect(markdownReport(report, results)).toContain("Cost: $1.0000; $0.5000 of reused answers was paid before.");
  });
});
