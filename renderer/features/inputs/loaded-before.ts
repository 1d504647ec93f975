import { create } from "zustand";
import type { PromptValues } from "../../stores/draft/draft.ts";

/** The values that loading an input has taken the place of. */
export interface LoadedBefore {
  before: { values: PromptValues; loaded: string } | null;
  keep(values: PromptValues, loaded: string): void;
  forget(): void;
}

export const useLoadedBefore = create<LoadedBefore>()((set) => ({
  before: null,
  keep: (values, loaded) => set({ before: { values, loaded } }),
  forget: () => set({ before: null }),
}));
