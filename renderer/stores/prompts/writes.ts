import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { create } from "zustand";
import { valuesKey } from "../draft/values-key.ts";

/** Requests that wrote to a library, or looked before and after, in this session; for the inspector. */
export interface WritesState {
  /** Oldest first, by the prompt they were about. */
  byPrompt: Readonly<Record<string, readonly Exchange[]>>;
  note(prompt: PromptIdentity, exchanges: readonly Exchange[]): void;
}

/** Of one prompt; older ones go. */
const mostKept = 60;

export const useWrites = create<WritesState>()((set, get) => ({
  byPrompt: {},
  note(prompt, exchanges) {
    const key = valuesKey(prompt);
    const kept = [...(get().byPrompt[key] ?? []), ...exchanges].slice(-mostKept);
    set({ byPrompt: { ...get().byPrompt, [key]: kept } });
  },
}));

/** The one to look at first: the last that wrote, else the last. */
export function tellingExchange(exchanges: readonly Exchange[]): Exchange | undefined {
  return exchanges.findLast(({ request }) => request.method !== "GET") ?? exchanges.at(-1);
}
