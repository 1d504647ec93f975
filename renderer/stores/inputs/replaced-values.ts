import { create } from "zustand";
import type { PromptValues } from "../draft/draft.ts";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";

/** The values that loading an input has taken the place of, which can come back. */
export interface ReplacedValues {
  replaced: { values: PromptValues; loaded: string } | null;
  keep(values: PromptValues, loaded: string): void;
  forget(): void;
}

export const useReplacedValues = create<ReplacedValues>()((set) => ({
  replaced: null,
  keep: (values, loaded) => set({ replaced: { values, loaded } }),
  forget: () => set({ replaced: null }),
}));

onOtherPrompt(() => useReplacedValues.getState().forget());
