import { expect, it } from "vitest";
import { verdictLines } from "../../../../renderer/features/experiments/page/verdict-lines.ts";
import type { Comparison } from "../../../../shared/domain/experiment/compare-variants.ts";

const rules = { delta: 0.02, unit: "row", alpha: 0.05 } as const;
const seen: Comparison = {
  variant: "B",
  base: "A",
  when: "fixed",
  units: 240,
  open: 0,
  waiting: 0,
  difference: 0.058,
  lo: 0.022,
  hi: 0.099,
  p: 0.003,
  verdict: "better",
  alsoAwayFromZero: false,
  unstable: false,
  more: null,
  method: "McNemar mid-p, Newcombe's paired interval",
};
const lines = (change: Partial<Comparison> = {}) => verdictLines({ ...seen, ...change }, rules, (name) => name);

it("better, with its interval and all rows", () => {
  expect(lines()).toMatchObject({
    tone: "ok",
    says: "B is better than A: +5.8 points",
    detail: "95 % interval +2.2 to +9.9, all 240 rows.",
  });
});

it("worse says so, and not that the base is better", () => {
  const worse = lines({ verdict: "worse", difference: -0.04, lo: -0.07, hi: -0.01 });
  expect(worse).toMatchObject({ tone: "bad", says: "B is worse than A: −4.0 points" });
});

it("no difference names δ, and one that is real but small is called so", () => {
  const same = lines({ verdict: "no difference larger than δ", difference: 0.01, lo: 0.004, hi: 0.017 });
  expect(same.says).toBe("B and A: no difference larger than 2 points");
  expect(same.detail).toContain("Seen +1.0 points.");
  const real = lines({ verdict: "no difference larger than δ", difference: 0.01, alsoAwayFromZero: true });
  expect(real.detail).toContain("real, but smaller than that");
});

it("not decided says how many more rows, and to what end; while it runs not that all were seen", () => {
  const more = { units: 1_220, to: "see the difference" } as const;
  const open = lines({
    verdict: "not decided",
    when: "live",
    units: 96,
    difference: 0.104,
    lo: -0.003,
    hi: 0.211,
    more,
  });
  expect(open).toMatchObject({
    tone: "waiting",
    says: "B against A: not decided, +10.4 points",
    detail: "95 % interval −0.3 to +21.1, 96 rows. About 1\u00a0220 more rows to see the difference.",
  });
  expect(open.method).toContain("valid at every look");
  expect(lines({ verdict: "not decided", more: null }).detail).toContain("cannot be said");
  expect(lines({ verdict: "not decided", more: { units: 1, to: "see the difference" } }).detail).toContain(
    "About 1 more row to",
  );
});

it("an unstable one decides nothing, whatever its word", () => {
  expect(lines({ unstable: true, verdict: "better" })).toMatchObject({ tone: "waiting" });
});

it("open rows are told from the share on at which they could matter", () => {
  expect(lines({ open: 4 }).detail).not.toContain("open");
  expect(lines({ open: 6 }).detail).toContain("6 rows open, counted for neither.");
});

it("before anything counts there is no figure", () => {
  expect(lines({ difference: null, units: 0 })).toMatchObject({ says: "B against A: nothing counts yet", detail: "" });
});
