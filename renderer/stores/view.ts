import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import type { EditToKeep } from "@shared/domain/prompt/kept-edit.ts";
import type { PromptIdentity, PromptRef } from "@shared/domain/prompt/prompt.ts";
import { create } from "zustand";
import type { PromptValues } from "./draft/prompt-values.ts";
import type { RunRules } from "./run/reopened-run.ts";
import type { RunsByVariant } from "./run/runs.ts";

/** Tabs of the prompt panel. */
export type PromptTab = "messages" | "values" | "config" | "versions";
/** Tabs of a variant. */
export type VariantTab = "output" | "messages" | "request" | "response" | "events";

/** Each names a version, a label or the edit. */
export interface ComparedTexts {
  from: string;
  to: string;
}

/** A run in the playground as it was. */
export interface Reopened {
  /** The key of its prompt; empty for messages without one. */
  prompt: string;
  rules: RunRules;
  /** Its body was typed by hand, which no setting of a variant can say. */
  handEdited: boolean;
  /** How its prompt was found and what is missing. */
  note?: string;
  replaced: Replaced;
}

/** What stood in the playground before a run was opened there. */
export interface Replaced {
  openPrompt: PromptRef | null;
  /** The variants that were changed. */
  variants: readonly VariantDraft[];
  /** The values of the run's prompt; undefined when none had been typed. */
  values: PromptValues | undefined;
  runs: RunsByVariant;
  /** The prompt whose edit the run's text has taken the place of, and that edit. */
  edit?: { prompt: PromptIdentity; before: EditToKeep | null };
  /** The run that had been opened before. */
  reopened: Reopened | null;
}

/** What the playground shows at the moment; gone with the window, unlike the draft. */
export interface ViewState {
  promptTab: PromptTab;
  variantTabs: Record<string, VariantTab>;
  /** The variant that keys and the inspector mean. */
  focusedVariant: string | null;
  /** The exchange chosen in the inspector; null follows the newest. */
  exchangeId: string | null;
  /** The variant whose model picker is open. */
  pickingModel: string | null;
  /** A link of an answer that waits for a yes. */
  linkToOpen: string | null;
  /** Two texts of the open prompt beside each other: null while none are compared. */
  compared: ComparedTexts | null;
  /** Text typed for a value that is not valid JSON yet, by field; kept while tabs change. */
  unfinished: Record<string, string>;
  /** The library lies over the page, in a window with no room beside it. */
  libraryOver: boolean;
  /** The inspector was opened in a window with no room below the answers. */
  inspectorOver: boolean;
  /** In a small window the prompt is shown in the place of the answers. */
  promptInFront: boolean;
  /** The run opened from the history last, under which rules it was made, and what it has taken the place of. */
  reopened: Reopened | null;
  setPromptTab(tab: PromptTab): void;
  setVariantTab(variantId: string, tab: VariantTab): void;
  focusVariant(variantId: string): void;
  chooseExchange(id: string | null): void;
  pickModel(variantId: string | null): void;
  askToOpen(link: string | null): void;
  compareVersions(from: string, to: string): void;
  endCompare(): void;
  /** Undefined when the text has become valid or was given up. */
  setUnfinished(field: string, text: string | undefined): void;
  setReopened(reopened: Reopened | null): void;
  /** Opens and closes what a window with little room shows over or instead of something else. */
  setInFront(shown: Partial<Pick<ViewState, "libraryOver" | "inspectorOver" | "promptInFront">>): void;
}

export const useView = create<ViewState>()((set) => ({
  promptTab: "messages",
  variantTabs: {},
  focusedVariant: null,
  exchangeId: null,
  pickingModel: null,
  linkToOpen: null,
  compared: null,
  unfinished: {},
  libraryOver: false,
  inspectorOver: false,
  promptInFront: false,
  reopened: null,
  setPromptTab: (promptTab) => set({ promptTab }),
  setVariantTab: (variantId, tab) => set((state) => ({ variantTabs: { ...state.variantTabs, [variantId]: tab } })),
  focusVariant: (focusedVariant) => set({ focusedVariant }),
  chooseExchange: (exchangeId) => set({ exchangeId }),
  pickModel: (pickingModel) => set({ pickingModel }),
  askToOpen: (linkToOpen) => set({ linkToOpen }),
  compareVersions: (from, to) => set({ compared: { from, to } }),
  endCompare: () => set({ compared: null }),
  setReopened: (reopened) => set({ reopened }),
  setInFront: (shown) => set(shown),
  setUnfinished: (field, text) =>
    set((state) => {
      const { [field]: _before, ...rest } = state.unfinished;
      return { unfinished: text === undefined ? rest : { ...rest, [field]: text } };
    }),
}));
