import type { GridPage, GridRow } from "@shared/domain/experiment/grid.ts";
import { expect, it, vi } from "vitest";
import { createGridStore } from "../../../../renderer/stores/experiments/grid-store.ts";

const total = 1_000;
const counts = {} as GridPage["counts"];
const rowAt = (index: number) => ({ id: `r${index}` }) as GridRow;

/** A grid over rows that come a moment later, and the first rows of the pages that were asked for. */
function opened() {
  const asked: number[] = [];
  const store = createGridStore({
    page: async (_view, from, count) => {
      asked.push(from);
      const rows = Array.from({ length: Math.min(count, total - from) }, (_, index) => rowAt(from + index));
      return { rows, total, counts } as GridPage;
    },
  });
  return { store, asked, settled: (...wanted: number[]) => vi.waitFor(() => expect(asked).toEqual(wanted)) };
}

// Every seventh step of the wheel showed empty rows until its page had come.
it("has the rows beside those in sight before somebody scrolls there, and asks for what is in sight first", async () => {
  const { store, asked, settled } = opened();
  store.getState().look(0, 20);
  await settled(0, 60);
  store.getState().look(50, 70);
  expect(store.getState().rowAt(70)?.id).toBe("r70");
  await settled(0, 60, 120);
  store.getState().look(600, 620);
  await settled(0, 60, 120, 600, 660, 540);
  store.getState().look(980, 999);
  await settled(0, 60, 120, 600, 660, 540, 960, 900);
  expect(asked.every((from) => from < total)).toBe(true);
});

it("asks anew for what is in sight alone when rows have changed", async () => {
  const { store, settled } = opened();
  store.getState().look(0, 20);
  await settled(0, 60);
  store.getState().refresh();
  await settled(0, 60, 0);
});

// The second page said "waits" of cells that were long under way, while changes came faster than pages.
it("keeps all of what is in sight up to date, however fast rows change", async () => {
  const asked: number[] = [];
  const store = createGridStore({
    page: async (_view, from, count) => {
      asked.push(from);
      // Each page is old by the time it has come.
      if (asked.length < 12) store.getState().refresh();
      return { rows: Array.from({ length: count }, (_, index) => rowAt(from + index)), total, counts } as GridPage;
    },
  });
  store.getState().look(50, 70);
  await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(12));
  const inSight = asked.slice(0, 12);
  expect(inSight.filter((from) => from === 0)).toHaveLength(6);
  expect(inSight.filter((from) => from === 60)).toHaveLength(6);
});
