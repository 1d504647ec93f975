import type { AppError } from "@shared/domain/error/error.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { Draft, VariantDraft } from "@shared/domain/prompt/draft.ts";
import { emptyDraft } from "@shared/domain/prompt/empty-draft.ts";
import type { PromptIdentity, PromptRef } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { useView } from "../view.ts";
import { takenFromBefore, withKeptMoved } from "./kept-from-before.ts";
import { isLinkable } from "./linked-parameters.ts";
import { placeKey, withOpenPrompt } from "./open-prompt.ts";
import { noValues, type PromptValues } from "./prompt-values.ts";
import { valuesKey } from "./values-key.ts";
import { isUnlinked, valuesOfVariant, withEntry, withOwnValues } from "./variant-list.ts";

export { noValues, type PromptValues } from "./prompt-values.ts";

const saveDelayMs = 400;

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
  /** Null leaves the prompt that is open. */
  openPrompt(ref: PromptRef | null): void;
  /** Opens what was open last in a library, behind its connection; nothing where nothing was. */
  openLastIn(place: Pick<PromptIdentity, "library" | "connection">): void;
  /** Another version or label of the open prompt; the values stay. */
  choose(which: { version: string } | { label: string }): void;
  /**
   * Undefined takes the value away: the variable is unset again. This and what follows change the values of the focused
   * variant where it has its own, else the shared ones.
   */
  setVariable(name: string, value: JsonValue | undefined): void;
  setPlaceholder(name: string, value: JsonValue | undefined): void;
  /** Adds many values at once; others stay. */
  fill(values: PromptValues): void;
  /** Puts all values of the open prompt back, as an undo does. */
  restoreValues(values: PromptValues): void;
  /** Puts all shared values of the open prompt in place, whatever variant is focused. */
  setSharedValues(values: PromptValues): void;
  /** Gives a prompt sample values, unless it has values already. */
  offerSample(ref: PromptRef, values: PromptValues): void;
  /** Makes what was kept for a prompt of this name before projects were told apart this prompt's. */
  takeFromBefore(ref: PromptRef): void;
  /** The open prompt has another name: what was typed and chosen for it goes with it. */
  rename(before: PromptIdentity, after: PromptIdentity): void;
  /** Adds, removes and reorders variants. */
  changeVariants(edit: (variants: VariantDraft[]) => VariantDraft[]): void;
  changeVariant(variantId: string, edit: (variant: VariantDraft) => VariantDraft): void;
  setModel(variantId: string, model: string | null): void;
  /** Sets it in every variant while parameters are linked. */
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
    const { draft } = get();
    try {
      await engineClient().call("draft.save", draft);
      if (get().saveError) set({ saveError: null });
      // One that waited for a picture may have come in behind a newer one.
      if (get().draft !== draft) saveTimer ??= setTimeout(() => void save(), saveDelayMs);
    } catch (thrown) {
      set({ saveError: asAppError(thrown) });
    }
  };

  const read = async (): Promise<void> => {
    if (get().loaded) return;
    try {
      set({ draft: await engineClient().call("draft.get", {}), loaded: true, loadError: null });
    } catch (thrown) {
      set({ loadError: asAppError(thrown) });
    }
  };

  const changeValues = (edit: (values: PromptValues) => PromptValues): void => {
    const { draft } = get();
    const open = draft.openPrompt;
    if (!open) return;
    const focused = draft.variants.find(({ id }) => id === useView.getState().focusedVariant) ?? draft.variants[0];
    if (focused && isUnlinked(focused, open)) {
      const values = edit(valuesOfVariant(draft, focused));
      changeVariant(focused.id, (variant) => withOwnValues(variant, open, values));
      return;
    }
    const key = valuesKey(open);
    change((current) => ({ ...current, values: { ...current.values, [key]: edit(current.values[key] ?? noValues) } }));
  };

  const changeVariant = (id: string, edit: (variant: VariantDraft) => VariantDraft): void =>
    change((draft) => ({
      ...draft,
      variants: draft.variants.map((variant) => (variant.id === id ? edit(variant) : variant)),
    }));

  /** Changes a parameter of one variant, or of all while they are linked. */
  const changeParameter = (
    id: string,
    key: string,
    parameter: VariantDraft["parameters"][string] | undefined,
  ): void => {
    const linked = get().draft.layout["parametersLinked"] === true && isLinkable(key);
    const edit = (variant: VariantDraft) => ({
      ...variant,
      parameters: withEntry(variant.parameters, key, parameter),
    });
    change((draft) => ({
      ...draft,
      variants: draft.variants.map((variant) => (linked || variant.id === id ? edit(variant) : variant)),
    }));
  };

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
      if (saveTimer !== undefined || get().saveError) await save();
    },

    openPrompt: (ref) => change((draft) => withOpenPrompt(draft, ref)),
    openLastIn: (place) => change((draft) => withOpenPrompt(draft, draft.lastOpened?.[placeKey(place)] ?? null)),
    choose: (which) =>
      change((draft) =>
        draft.openPrompt ? withOpenPrompt(draft, { ...identityOf(draft.openPrompt), ...which }) : draft,
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
    setSharedValues: (values) =>
      change((draft) =>
        draft.openPrompt ? { ...draft, values: { ...draft.values, [valuesKey(draft.openPrompt)]: values } } : draft,
      ),
    offerSample(ref, values) {
      const key = valuesKey(ref);
      if (get().draft.values[key]) return;
      change((draft) => ({ ...draft, values: { ...draft.values, [key]: values } }));
    },

    takeFromBefore: (ref) => change((draft) => takenFromBefore(draft, ref)),
    rename: (before, after) =>
      change((draft) => ({
        ...withKeptMoved(draft, valuesKey(before), valuesKey(after)),
        openPrompt: draft.openPrompt && valuesKey(draft.openPrompt) === valuesKey(before) ? after : draft.openPrompt,
      })),
    changeVariants: (edit) => change((draft) => ({ ...draft, variants: edit(draft.variants) })),
    changeVariant,
    setModel: (id, model) => changeVariant(id, (variant) => ({ ...variant, modelOverride: model })),
    setParameter: (id, key, value, on) => changeParameter(id, key, { value, on }),
    removeParameter: (id, key) => changeParameter(id, key, undefined),
    setLayout(name, value) {
      if (get().draft.layout[name] === value) return;
      change((draft) => ({ ...draft, layout: { ...draft.layout, [name]: value } }));
    },
  };
});
