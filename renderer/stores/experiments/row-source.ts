import type { GridPage, GridView } from "@shared/domain/experiment/grid.ts";
import { engineClient } from "../client.ts";

/** Where a grid has its rows from; it never has all of them. */
export interface RowSource {
  /**
   * @param from of the rows that the view leaves, from 0.
   * @throws AppFailure
   */
  page(view: GridView, from: number, count: number, signal: AbortSignal): Promise<GridPage>;
}

/** Rows of an experiment as the engine has them. */
export function engineRows(jobId: string): RowSource {
  return {
    page: (view, from, count, signal) =>
      engineClient().call("experiments.rows", { jobId, view, from, count }, { signal }),
  };
}
