import { create } from "zustand";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";

/** The name that is being given to the open prompt, which no library has yet. */
export interface NamingState {
  /** What stands in its field; null while it is not typed. */
  typed: string | null;
  /** What was entered, while the library is asked for it: it is shown already. */
  asked: string | null;
  /** What it cannot be called, and why. */
  refused: { name: string; reason: string } | null;
  type(name: string): void;
  /** It is asked for: the field has done its work. */
  ask(name: string): void;
  refuse(name: string, reason: string): void;
  end(): void;
}

export const useNaming = create<NamingState>()((set) => ({
  typed: null,
  asked: null,
  refused: null,
  type: (typed) => set({ typed, asked: null, refused: null }),
  ask: (asked) => set({ typed: null, asked, refused: null }),
  refuse: (name, reason) => set({ asked: null, refused: { name, reason } }),
  end: () => set({ typed: null, asked: null, refused: null }),
}));

onOtherPrompt(() => useNaming.getState().end());
