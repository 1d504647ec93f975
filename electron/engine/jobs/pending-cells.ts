import type { Cell } from "@shared/domain/job/expand-cells.ts";

/**
 * Cells that have not begun, in their order, by lane: a lane that is full holds up no other, which runs ahead. Taking one
 * costs as much as there are lanes, however many cells wait.
 */
export interface PendingCells {
  /** The first in order of those lanes that `mayBegin`; it is taken out. */
  take(mayBegin: (cell: Cell) => boolean): Cell | undefined;
  add(cells: readonly Cell[]): void;
  readonly size: number;
}

interface Lane {
  cells: { cell: Cell; place: number }[];
  next: number;
}

export function createPendingCells(cells: readonly Cell[]): PendingCells {
  const lanes = new Map<string, Lane>();
  let places = 0;
  let size = 0;

  function add(more: readonly Cell[]): void {
    for (const cell of more) {
      const key = cell.lane ?? "";
      const lane = lanes.get(key) ?? { cells: [], next: 0 };
      lanes.set(key, lane);
      lane.cells.push({ cell, place: places });
      places += 1;
    }
    size += more.length;
  }

  add(cells);
  return {
    take(mayBegin) {
      let first: { lane: Lane; cell: Cell; place: number } | undefined;
      for (const lane of lanes.values()) {
        const head = lane.cells[lane.next];
        if (head && (!first || head.place < first.place) && mayBegin(head.cell)) first = { lane, ...head };
      }
      if (!first) return undefined;
      first.lane.next += 1;
      size -= 1;
      return first.cell;
    },
    add,
    get size() {
      return size;
    },
  };
}
