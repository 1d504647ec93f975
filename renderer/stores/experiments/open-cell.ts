import type { AppError } from "@shared/domain/error/error.ts";
import type { CellDetail } from "@shared/domain/experiment/experiment-summary.ts";
import type { HumanRating } from "@shared/domain/experiment/human-rating.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";

export interface CellPlace {
  jobId: string;
  row: string;
  variant: string;
  repetition: number;
}

export interface OpenCellState {
  place: CellPlace | null;
  /** What there is to say of the cell; that of the one before stays until it has come. */
  detail: CellDetail | null;
  /** Its run with everything sent and received; null where it has none, or until it has come. */
  record: RunRecord | null;
  error: AppError | null;
  ratingError: AppError | null;
  open(place: CellPlace): Promise<void>;
  /** Reads it again, as when its experiment has gone on. */
  refresh(): Promise<void>;
  close(): void;
  /** Changes what a person says of the cell; undefined takes a part back. */
  rate(change: { [Key in keyof HumanRating]?: HumanRating[Key] | undefined }): Promise<void>;
}

let reading = new AbortController();

/** The cell that is open beside the grid. */
export const useOpenCell = create<OpenCellState>()((set, get) => ({
  place: null,
  detail: null,
  record: null,
  error: null,
  ratingError: null,
  async open(place) {
    set({ place, error: null, ratingError: null });
    await get().refresh();
  },
  async refresh() {
    const { place } = get();
    if (place === null) return;
    reading.abort();
    reading = new AbortController();
    const { signal } = reading;
    try {
      const detail = await engineClient().call("experiments.cell", place, { signal });
      const { runId } = detail.result;
      const before = get().record;
      const isSame = before !== null && before.id === runId && before.state !== "running";
      set({ detail, error: null, ...(isSame ? {} : { record: null }) });
      if (isSame || runId === null) return;
      const record = await engineClient().call("run.get", { runId }, { signal });
      if (!signal.aborted) set({ record });
    } catch (thrown) {
      if (!signal.aborted) set({ error: asAppError(thrown) });
    }
  },
  close() {
    reading.abort();
    set({ place: null, detail: null, record: null, error: null });
  },
  async rate(change) {
    const { place, detail } = get();
    if (place === null || detail === null) return;
    const rating = ratingWith(detail.rating, change);
    // At once: whoever rates a hundred answers does not wait for each to be written down.
    set({ detail: { ...detail, rating }, ratingError: null });
    try {
      await engineClient().call("experiments.rate", { ...place, rating });
    } catch (thrown) {
      if (get().place === place) set({ detail: { ...detail, rating: detail.rating }, ratingError: asAppError(thrown) });
    }
  },
}));

/** Null where it says nothing any more. */
function ratingWith(
  rating: HumanRating | null,
  change: { [Key in keyof HumanRating]?: HumanRating[Key] | undefined },
): HumanRating | null {
  const next: HumanRating = {};
  for (const [key, value] of Object.entries({ ...rating, ...change })) {
    if (value !== undefined) Object.assign(next, { [key]: value });
  }
  return Object.keys(next).length === 0 ? null : next;
}
