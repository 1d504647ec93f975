import { describe, expect, it } from "vitest";
import { figureAxis, tickCount, tickDollars, tickDuration } from "../../../../renderer/ui/chart/axis.ts";

const axisOf = (values: readonly (number | null | undefined)[], withZero = false) =>
  figureAxis(values, { range: [0, 100], spacing: 20, withZero, format: String });

describe("an axis of figures", () => {
  it("has round ends around what it shows, and begins at nothing for bars", () => {
    expect(axisOf([312, 874])).toMatchObject({ from: 300, to: 900 });
    expect(axisOf([312, 874], true)).toMatchObject({ from: 0, to: 1000 });
    expect(axisOf([312, 874], true).place(500)).toBe(50);
  });

  // NaN in a domain makes every place NaN: the whole chart was gone for one figure.
  it("passes over what is no figure", () => {
    expect(axisOf([Number.NaN, 10, null, undefined, Number.POSITIVE_INFINITY, 20])).toMatchObject({ from: 10, to: 20 });
    expect(axisOf([null, Number.NaN])).toMatchObject({ from: 0, to: 1 });
  });

  it("of one value, of equal ones and of zeros places all within it", () => {
    for (const values of [[7], [7, 7, 7], [0], [0, 0], [1e-9], [9e15]]) {
      const axis = axisOf(values);
      for (const value of values) expect(axis.place(value)).toBeGreaterThanOrEqual(0);
      for (const value of values) expect(axis.place(value)).toBeLessThanOrEqual(100);
      expect(axis.ticks.length).toBeGreaterThan(0);
    }
  });

  it("takes 200 000 figures (a list spread into arguments has no room for them)", () => {
    const axis = axisOf(Array.from({ length: 200_000 }, (_, index) => index));
    expect(axis).toMatchObject({ from: 0, to: 200_000 });
  });
});

describe("ticks", () => {
  // "$0.0002$0.0004": a scale gives more ticks than it is asked for.
  it("have the room that each needs, however few then are left", () => {
    for (const length of [30, 90, 180, 250, 700]) {
      for (const most of [0.00093, 1.7, 99, 104, 650, 8e6]) {
        const { ticks } = figureAxis([0, most], { range: [0, length], spacing: 60, withZero: true, format: String });
        expect(ticks.length).toBeGreaterThan(0);
        for (const [index, { at }] of ticks.entries()) {
          const before = ticks[index - 1];
          if (before && ticks.length > 2) expect(at - before.at).toBeGreaterThanOrEqual(60);
        }
      }
    }
  });

  it("are told in the unit of their step", () => {
    expect([0, 250, 1_500].map((ms) => tickDuration(ms, 250))).toEqual(["0", "250 ms", "1.5 s"]);
    expect(tickDuration(180_000, 60_000)).toBe("3 min");
    expect(tickDuration(0.25, 0.05)).toBe("0.25 ms");
    expect([0, 900, 1_250, -1_250.5, 12_000, 1_500_000, 2e9].map(tickCount)).toEqual([
      "0",
      "900",
      "1\u00a0250",
      "-1\u00a0250.5",
      "12 K",
      "1.5 M",
      "2 G",
    ]);
    expect([0, 0.0005, 0.001].map((usd) => tickDollars(usd, 0.0005))).toEqual(["$0", "$0.0005", "$0.0010"]);
    expect(tickDollars(20, 5)).toBe("$20");
    expect(tickDollars(2e-9, 1e-9)).toBe("$0.000000002");
  });
});
