import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import { type CostLeftInput, costLeft } from "@shared/domain/experiment/cost-left.ts";
import { describe, expect, it } from "vitest";

function cells(variant: string, count: number, more: Partial<CellResult>): CellResult[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ row: `${index}`, variant, repetition: 0, runId: `r${index}` },
    ...{ standing: "done", passed: true, scores: [], tokens: 12 },
    ...more,
  }));
}

const waits = { standing: "waiting", passed: null, runId: null } as const;
const never = () => {
  throw new Error("A forecast was asked for.");
};

function left(results: CellResult[], more: Partial<CostLeftInput> = {}) {
  const names = [...new Set(results.map(({ variant }) => variant))];
  return costLeft({
    results,
    variants: names.map((name) => ({ name })),
    isSpared: () => false,
    judges: null,
    likely: never,
    ...more,
  });
}

const about = (usd: number) => ({ lo: expect.closeTo(usd, 9), hi: expect.closeTo(usd, 9) });

describe("what is left to be paid", () => {
  it("counts calls that are to be made at what such calls were paid for here (reused answers, which cost nothing here, made it too low)", () => {
    const results = [
      ...cells("a", 90, { isReused: true, costUsd: 0.5 }),
      ...cells("a", 5, { costUsd: 0.02 }),
      ...cells("a", 5, waits),
    ];
    expect(left(results)).toEqual(about(0.1));
  });

  it("goes by each variant: a dear one that has hardly begun is not counted at the price of a cheap one", () => {
    const results = [
      ...cells("cheap", 10, { costUsd: 0.001 }),
      ...cells("dear", 1, { costUsd: 1 }),
      ...cells("dear", 9, waits),
    ];
    expect(left(results)).toEqual(about(9));
  });

  it("takes what reused answers were paid for where nothing was bought yet, else the forecast, which is a span", () => {
    expect(left([...cells("a", 4, { isReused: true, costUsd: 0.5 }), ...cells("a", 2, waits)])).toEqual(about(1));
    const likely = () => ({ variants: { a: { lo: 0.1, hi: 0.4 } }, judgesOfCell: null });
    expect(left(cells("a", 2, waits), { likely })).toEqual({ lo: 0.2, hi: 0.8 });
    expect(left(cells("a", 2, waits), { likely: () => null })).toBeNull();
    expect(left(cells("b", 2, waits), { likely })).toBeNull();
  });

  it("is not told where calls of it have no price; one that has ended hides no other", () => {
    expect(left([...cells("a", 3, { costUsd: 0.1 }), ...cells("a", 3, {}), ...cells("a", 1, waits)])).toBeNull();
    const other = [...cells("b", 1, { costUsd: 0.3 }), ...cells("b", 1, waits)];
    expect(left([...cells("a", 3, {}), ...other])).toEqual(about(0.3));
    // One that failed has no price to know.
    const failed = cells("b", 1, { passed: false, why: "HTTP 400" }).map(({ tokens: _, ...rest }) => rest);
    expect(left([...failed, ...other])).toEqual(about(0.3));
  });

  it("leaves out variants that are decided and answers that are there; nothing is left once all has ended", () => {
    const results = [...cells("a", 1, { costUsd: 1 }), ...cells("a", 3, waits), ...cells("given", 3, waits)];
    const variants = [{ name: "a" }, { name: "given", isGiven: true as const }];
    expect(left(results, { variants })).toEqual(about(3));
    expect(left(results, { variants, isSpared: (name) => name === "a" })).toEqual({ lo: 0, hi: 0 });
    expect(left(cells("a", 3, { costUsd: 1 }))).toBeNull();
  });

  it("counts what judges will be asked, also of reused answers that wait to be judged, at what they cost for a cell here", () => {
    const results = [
      ...cells("a", 8, { isReused: true, costUsd: 0.5 }),
      ...cells("a", 1, { costUsd: 0.25 }),
      ...cells("a", 1, waits),
    ];
    const judges = { costUsd: 0.03, unpriced: 0, cells: 3, waiting: 6 };
    expect(left(results, { judges })).toEqual(about(0.25 + 0.07));
    expect(left(results, { judges: { ...judges, unpriced: 1 } })).toBeNull();
    const likely = () => ({ variants: {}, judgesOfCell: { lo: 0.01, hi: 0.02 } });
    const none = { costUsd: 0, unpriced: 0, cells: 0, waiting: 6 };
    expect(left(results, { judges: none, likely })).toEqual({ lo: expect.closeTo(0.32), hi: expect.closeTo(0.39) });
    expect(left(cells("a", 3, { costUsd: 1 }), { judges: { ...judges, waiting: 0 } })).toBeNull();
  });
});
