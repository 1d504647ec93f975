import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { create } from "zustand";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";
import { useView } from "../view.ts";
import { useRuns } from "./runs.ts";

export type DiffForm = "words" | "lines" | "json";

/** Charts of what the variants show. */
export type RunCharts = "timeline" | "repetitions" | "tokens";

/** A vote in which nobody sees who wrote what. */
export interface BlindVote {
  /** Variant ids as they stand on screen, shuffled. */
  order: readonly string[];
  /** The winner; names are shown again from then on. */
  chosen: string | null;
}

/** Under which number a variant's answer stood in a vote. */
export function answerNumber({ order }: BlindVote, variantId: string): number {
  return order.indexOf(variantId) + 1;
}

/** How variants are looked at side by side; gone with the window. */
export interface CompareState {
  /** Outputs are shown as differences from the base. */
  diffing: boolean;
  /** The variant the others are compared with; null is the first. */
  base: string | null;
  form: DiffForm;
  /** Stretches that are the same are put away. */
  folded: boolean;
  requestsOpen: boolean;
  shareOpen: boolean;
  /** Which of the charts of these runs are shown; null: none. */
  charts: RunCharts | null;
  blind: BlindVote | null;
  /** The variant taken away last, to bring it back. */
  removed: { variant: VariantDraft; index: number } | null;
  /** The variant whose name is being typed. */
  renaming: string | null;
  /** Variants whose next message is being written. */
  composing: Record<string, boolean>;
  /** What is wrong with the files given last for a variant's next message. */
  pictureProblems: Record<string, readonly string[]>;
  /** Run was asked for and waits until the prompt has been read. */
  waitingForPrompt: boolean;
  set(change: Partial<Omit<CompareState, "set">>): void;
}

export const useCompare = create<CompareState>()((set) => ({
  diffing: false,
  base: null,
  form: "words",
  folded: false,
  requestsOpen: false,
  shareOpen: false,
  charts: null,
  blind: null,
  removed: null,
  renaming: null,
  composing: {},
  pictureProblems: {},
  waitingForPrompt: false,
  set,
}));

/** The variant taken away last cannot come back any more. */
export function letGoOfRemoved(): void {
  const { removed, set } = useCompare.getState();
  if (!removed) return;
  useRuns.getState().forget(removed.variant.id);
  set({ removed: null });
}

onOtherPrompt(() => {
  letGoOfRemoved();
  useCompare.getState().set({ blind: null, requestsOpen: false, shareOpen: false, charts: null });
  useCompare.getState().set({ renaming: null, composing: {}, pictureProblems: {} });
  useView.setState({ exchangeId: null, pickingModel: null });
});
