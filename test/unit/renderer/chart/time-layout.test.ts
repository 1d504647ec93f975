import { describe, expect, it } from "vitest";
import { type TimeSeries, timeLayout } from "../../../../renderer/ui/chart/time-layout.ts";

const slots = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ key: `${index}`, title: `day ${index}`, tick: `${index} Nov` }));
const bars = (...values: (number | null)[]): TimeSeries => ({ title: "spend", tone: "user", kind: "bar", values });
const line = (title: string, ...values: (number | null)[]): TimeSeries => ({
  title,
  tone: "user",
  kind: "line",
  values,
});
const layoutOf = (count: number, series: TimeSeries[], width = 600) =>
  timeLayout({ slots: slots(count), series, width, top: 10, plotHeight: 200, format: String });

describe("figures over time", () => {
  it("stand on one another and on nothing", () => {
    const layout = layoutOf(2, [bars(10, 20), { ...bars(30, null), title: "more" }]);
    const [first, second, on] = layout.bars;
    expect(first).toMatchObject({ slot: 0, series: { title: "spend" } });
    expect((first?.y ?? 0) + (first?.height ?? 0)).toBeCloseTo(layout.bottom);
    expect(second?.slot).toBe(1);
    expect((on?.y ?? 0) + (on?.height ?? 0)).toBeCloseTo(first?.y ?? 0);
    expect(layout.bars).toHaveLength(3);
  });

  // A line through 0 told of a day without calls that its answers took no time.
  it("a line breaks where there is no figure", () => {
    const { lines } = layoutOf(4, [line("median", 10, null, Number.NaN, 30)]);
    expect(lines[0]?.points.map(({ slot }) => slot)).toEqual([0, 3]);
    expect(lines[0]?.path.match(/M/g)).toHaveLength(2);
  });

  it("a bar of a tiny figure beside a huge one is seen; one of 0 is not", () => {
    const { bars: drawn } = layoutOf(3, [bars(1e-9, 1e9, 0)]);
    expect(drawn.map(({ slot }) => slot)).toEqual([0, 1]);
    expect(drawn[0]?.height).toBeGreaterThanOrEqual(1);
  });

  it("names as many slots as have room, the newest among them", () => {
    const { named } = layoutOf(92, [bars(...new Array(92).fill(1))]);
    expect(named.at(-1)).toBe(91);
    expect(named.length).toBeLessThan(13);
    expect(layoutOf(3, [bars(1, 2, 3)]).named).toEqual([0, 1, 2]);
  });

  it("of one slot stays a bar and not a wall", () => {
    expect(layoutOf(1, [bars(5)]).bars[0]?.width).toBeLessThan(60);
  });
});
