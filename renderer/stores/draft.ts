import type { Draft, VariantDraft } from "@shared/domain/draft.ts";
import { emptyDraft } from "@shared/domain/empty-draft.ts";
import type { AppError } from "@shared/domain/error.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json.ts";
import type { PromptRef } from "@shared/domain/prompt.ts";
import { create } from "zustand";
import { apiClient, asAppError } from "./client.ts";
import { valuesKey } from "./run-request.ts";

const saveDelayMs = 400;

/** A prompt's values as the draft keeps them. */
export interface PromptValues {
  variables: JsonObject;
  placeholders: JsonObject;
}

export const noValues: PromptValues = { variables: {}, placeholders: {} };

/** Everything a person would hate to type again; what is changed here is on disk half a second later. */
export interface DraftState {
  draft: Draft;
  /** False until the stored draft was read; nothing is saved before. */
  loaded: boolean;
  /** Why the last save failed; the next change tries again. */
  saveError: AppError | null;
  /** Why the stored draft could not be read; nothing is saved then, so that it is not overwritten. */
  loadError: AppError | null;
  load(): Promise<void>;
  /** Saves now what is waiting to be saved, as when the window is hidden. */
  flush(): Promise<void>;
  openPrompt(ref: PromptRef): void;
  /** Another version or label of the open prompt; the values stay. */
  choose(which: { version: number } | { label: string }): void;
  /** Undefined takes the value away: the variable is unset again. */
  setVariable(name: string, value: JsonValue | undefined): void;
  setPlaceholder(name: string, value: JsonValue | undefined): void;
  /** Adds many values at once; others stay. */
  fill(values: PromptValues): void;
  /** Puts all values of the open prompt back, as an undo does. */
  restoreValues(values: PromptValues): void;
  /** Gives a prompt sample values, unless it has values already. */
  offerSample(ref: PromptRef, values: PromptValues): void;
  setModel(variantId: string, model: string | null): void;
  setParameter(variantId: string, key: string, value: JsonValue, on: boolean): void;
  removeParameter(variantId: string, key: string): void;
  setLayout(name: string, value: number | boolean | string): void;
}

let saveTimer: ReturnType<typeof setTimeout> | undefined;
let reading: Promise<void> | undefined;

export const useDraft = create<DraftState>()((set, get) => {
  /** Applies a change and has it saved soon. */
  const change = (edit: (draft: Draft) => Draft): void => {
    set({ draft: edit(get().draft) });
    if (!get().loaded) return;
    saveTimer ??= setTimeout(() => void save(), saveDelayMs);
  };

  const save = async (): Promise<void> => {
    clearTimeout(saveTimer);
    saveTimer = undefined;
    try {
      await apiClient().call("draft.save", get().draft);
      if (get().saveError) set({ saveError: null });
    } catch (thrown) {
      set({ saveError: asAppError(thrown) });
    }
  };

  const read = async (): Promise<void> => {
    if (get().loaded) return;
    try {
      set({ draft: await apiClient().call("draft.get", {}), loaded: true, loadError: null });
    } catch (thrown) {
      set({ loadError: asAppError(thrown) });
    }
  };

  const changeValues = (edit: (values: PromptValues) => PromptValues): void => {
    const open = get().draft.openPrompt;
    if (!open) return;
    const key = valuesKey(open);
    change((draft) => ({ ...draft, values: { ...draft.values, [key]: edit(draft.values[key] ?? noValues) } }));
  };

  const changeVariant = (id: string, edit: (variant: VariantDraft) => VariantDraft): void =>
    change((draft) => ({
      ...draft,
      variants: draft.variants.map((variant) => (variant.id === id ? edit(variant) : variant)),
    }));

  return {
    draft: emptyDraft,
    loaded: false,
    saveError: null,
    loadError: null,

    load() {
      // Reading it twice at once could put the stored draft over what was typed in between.
      reading ??= read().finally(() => {
        reading = undefined;
      });
      return reading;
    },
    async flush() {
      if (saveTimer !== undefined) await save();
    },

    openPrompt: (ref) => change((draft) => ({ ...draft, openPrompt: ref })),
    choose: (which) =>
      change((draft) =>
        draft.openPrompt
          ? { ...draft, openPrompt: { source: draft.openPrompt.source, name: draft.openPrompt.name, ...which } }
          : draft,
      ),

    setVariable: (name, value) =>
      changeValues((values) => ({ ...values, variables: withEntry(values.variables, name, value) })),
    setPlaceholder: (name, value) =>
      changeValues((values) => ({ ...values, placeholders: withEntry(values.placeholders, name, value) })),
    fill: (given) =>
      changeValues((values) => ({
        variables: { ...values.variables, ...given.variables },
        placeholders: { ...values.placeholders, ...given.placeholders },
      })),
    restoreValues: (values) => changeValues(() => values),
    offerSample(ref, values) {
      const key = valuesKey(ref);
      if (get().draft.values[key]) return;
      change((draft) => ({ ...draft, values: { ...draft.values, [key]: values } }));
    },

    setModel: (id, model) => changeVariant(id, (variant) => ({ ...variant, modelOverride: model })),
    setParameter: (id, key, value, on) =>
      changeVariant(id, (variant) => ({ ...variant, parameters: { ...variant.parameters, [key]: { value, on } } })),
    removeParameter: (id, key) =>
      changeVariant(id, (variant) => ({ ...variant, parameters: withEntry(variant.parameters, key, undefined) })),
    setLayout(name, value) {
      if (get().draft.layout[name] === value) return;
      change((draft) => ({ ...draft, layout: { ...draft.layout, [name]: value } }));
    },
  };
});

/** A copy with one entry set, or taken away by undefined. */
function withEntry<T>(record: Record<string, T>, key: string, value: T | undefined): Record<string, T> {
  if (value !== undefined) return { ...record, [key]: value };
  const { [key]: _removed, ...rest } = record;
  return rest;
}
