import { create } from "zustand";

/** The row that is previewed and tried, and by which variant; gone with the window. */
export interface ShownRowState {
  /** Among the rows that take part, from 0. */
  place: number;
  variantId: string | null;
  step(place: number): void;
  choose(variantId: string): void;
}

export const useShownRow = create<ShownRowState>()((set) => ({
  place: 0,
  variantId: null,
  step: (place) => set({ place: Math.max(0, place) }),
  choose: (variantId) => set({ variantId }),
}));
