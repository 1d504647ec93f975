import { create } from "zustand";

/** What the view of experiments shows. */
export type ExperimentPlace = { page: "list" } | { page: "new" } | { page: "experiment"; id: string };

export interface ExperimentViewState {
  place: ExperimentPlace;
  showList(): void;
  /** The set-up of a new one; what was set up before is still there. */
  startNew(): void;
  /** @param id of the experiment's job. */
  open(id: string): void;
}

/** Which page of the experiments is open; it stays while other views are looked at. */
export const useExperimentView = create<ExperimentViewState>()((set) => ({
  place: { page: "list" },
  showList: () => set({ place: { page: "list" } }),
  startNew: () => set({ place: { page: "new" } }),
  open: (id) => set({ place: { page: "experiment", id } }),
}));
