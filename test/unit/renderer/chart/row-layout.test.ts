import { describe, expect, it } from "vitest";
import { seriesLook } from "../../../../renderer/ui/chart/chart-data.ts";
import { type ChartRow, rowLayout } from "../../../../renderer/ui/chart/row-layout.ts";
import { stackLanes } from "../../../../renderer/ui/chart/stack-lanes.ts";
import { growthOf } from "../../../growth.ts";

const look = seriesLook(0);
const point = (key: string, at: number) => ({ kind: "point" as const, key, text: key, look, at });
const layoutOf = (rows: ChartRow[], more = {}) =>
  rowLayout({ rows, width: 600, top: 0, format: String, withZero: true, limits: [], ...more });

describe("rows on one axis", () => {
  it("puts labels at the left, figures at the right and all bars on one scale between them", () => {
    const bar = (key: string, to: number): ChartRow => ({
      key,
      label: `variant ${key}`,
      figure: `${to} ms`,
      parts: [{ kind: "bar", key, text: key, tone: "base", fill: "solid", from: 0, to }],
    });
    const { rows, left, right } = layoutOf([bar("a", 50), bar("b", 100)]);
    const [a, b] = rows.map(({ parts }) => parts[0]);
    expect(a?.x).toBe(left);
    expect(b?.x2).toBe(right);
    expect((a?.x2 ?? 0) - left).toBeCloseTo((right - left) / 2);
    expect(rows[1]?.y).toBeGreaterThan(rows[0]?.y ?? 0);
  });

  // Drawn as 0, a latency that nobody measured was the best of all.
  it("draws nothing of what is no figure, and keeps its row", () => {
    const { rows } = layoutOf([
      { key: "a", label: "a", parts: [point("x", Number.NaN), point("y", Number.POSITIVE_INFINITY)] },
      { key: "b", label: "b", parts: [point("z", 4)] },
    ]);
    expect(rows.map(({ parts }) => parts.length)).toEqual([0, 1]);
  });

  it("puts points that would lie on one another into lanes, and makes the row as high as they need", () => {
    const close = layoutOf([{ key: "a", label: "a", parts: [point("1", 10), point("2", 10), point("3", 100)] }]);
    const [first, second, far] = close.rows[0]?.parts ?? [];
    expect(first?.y).not.toBe(second?.y);
    expect(far?.y).toBe(first?.y);
    const apart = layoutOf([{ key: "a", label: "a", parts: [point("1", 10), point("2", 100)] }]);
    expect(close.height).toBeGreaterThan(apart.height);
  });

  it("has room for the axis however long the labels are", () => {
    const { left, right } = layoutOf([
      { key: "a", label: "m".repeat(400), figure: "9".repeat(400), parts: [point("1", 1)] },
    ]);
    expect(right - left).toBeGreaterThan(150);
  });

  it("holds a limit on its axis", () => {
    const { axis } = layoutOf([{ key: "a", label: "a", parts: [point("1", 3)] }], {
      limits: [{ at: 100, label: "most" }],
    });
    expect(axis.to).toBe(100);
  });
});

describe("lanes", () => {
  it("never have two points within a point's size, as long as there are lanes", () => {
    const xs = [0, 3, 6, 9, 12, 100, 101];
    const lanes = stackLanes(xs, 9);
    for (const [one, x] of xs.entries()) {
      for (const [other, y] of xs.entries()) {
        if (one !== other && lanes[one] === lanes[other]) expect(Math.abs(x - y)).toBeGreaterThanOrEqual(9);
      }
    }
  });

  it("of 100 000 equal points are few, and take no square of the time", () => {
    expect(Math.max(...stackLanes(new Array(1_000).fill(5), 9))).toBeLessThan(5);
    const grew = growthOf((size) => void stackLanes(new Array(size).fill(5), 9), 20_000, 8);
    expect(grew).toBeLessThan(24);
  });
});
