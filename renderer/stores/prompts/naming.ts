import { create } from "zustand";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";

/** The name that is being typed for the open prompt, which no library has yet. */
export interface NamingState {
  /** Null while none is. */
  typed: string | null;
  /** Why it cannot have that name. */
  refusal: string | null;
  type(name: string): void;
  refuse(reason: string): void;
  end(): void;
}

export const useNaming = create<NamingState>()((set) => ({
  typed: null,
  refusal: null,
  type: (typed) => set({ typed, refusal: null }),
  refuse: (refusal) => set({ refusal }),
  end: () => set({ typed: null, refusal: null }),
}));

onOtherPrompt(() => useNaming.getState().end());
