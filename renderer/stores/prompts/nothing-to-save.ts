import { create } from "zustand";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";
import { useEdits } from "./edits.ts";

/** Saving was asked for where nothing differs from what is stored. It is said for a while, and no longer once something does. */
export interface NothingToSaveState {
  isSaid: boolean;
  say(): void;
}

const saidMs = 8_000;
let timer: ReturnType<typeof setTimeout> | undefined;

export const useNothingToSave = create<NothingToSaveState>()((set) => ({
  isSaid: false,
  say() {
    clearTimeout(timer);
    timer = setTimeout(hide, saidMs);
    set({ isSaid: true });
  },
}));

function hide(): void {
  clearTimeout(timer);
  useNothingToSave.setState({ isSaid: false });
}

onOtherPrompt(hide);
useEdits.subscribe(({ open, aside }, before) => {
  if (open !== before.open || aside !== before.aside) hide();
});
