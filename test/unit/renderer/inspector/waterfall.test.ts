import type { Exchange } from "@shared/domain/wire/wire.ts";
import { describe, expect, it } from "vitest";
import { waterfallByRun } from "../../../../renderer/features/playground/inspector/waterfall.ts";

const exchange = (id: string, startedAt: number, end: number) =>
  ({ id, startedAt, timings: { firstByte: end / 2, end }, frames: [] }) as unknown as Exchange;

describe("bars of exchanges", () => {
  // A run sent again half a minute later made all bars two pixels wide.
  it("have the time axis of their own run", () => {
    const bars = waterfallByRun([
      { exchanges: [exchange("early", 0, 400), exchange("retry", 500, 500)] },
      { exchanges: [exchange("late", 30_000, 800)] },
    ]);
    expect(bars.get("early")).toEqual([
      { phase: "wait", from: 0, to: 0.2 },
      { phase: "receive", from: 0.2, to: 0.4 },
    ]);
    expect(bars.get("retry")?.at(-1)).toEqual({ phase: "receive", from: 0.75, to: 1 });
    expect(bars.get("late")?.map(({ to }) => to)).toEqual([0.5, 1]);
  });
});
