import type { JsonFile } from "@shared/contract/routes.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import type { InputOwner, InputToSave, SavedInput } from "@shared/domain/prompt/saved-input.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";
import { valuesKey } from "../draft/values-key.ts";

/** The named sets of values of the open prompt. */
export interface InputsState {
  owner: InputOwner | null;
  inputs: SavedInput[];
  /** The last change or reading that failed. */
  error: AppError | null;
  /** The input taken away last, to bring it back. */
  removed: SavedInput | null;
  /** Kept for a prompt of this name when it was not noted whose it was. */
  fromBefore: SavedInput[];
  load(owner: InputOwner | null): Promise<void>;
  /** Asks for `fromBefore`. */
  findFromBefore(prompt: InputOwner): Promise<void>;
  /** Makes them this prompt's. */
  takeFromBefore(prompt: InputOwner): Promise<void>;
  save(input: InputToSave): Promise<void>;
  remove(input: SavedInput): Promise<void>;
  bringBack(): Promise<void>;
  dismiss(): void;
  /** Adds the inputs of an exported file, or of a JSON list. */
  importJson(json: string): Promise<void>;
  exportJson(): Promise<JsonFile | undefined>;
}

export const useInputs = create<InputsState>()((set, get) => {
  /**
   * Does something with the open prompt's inputs and shows what they are then, with what else follows, unless another
   * prompt was opened.
   */
  const change = async (
    act: (prompt: InputOwner) => Promise<SavedInput[]>,
    then: Partial<InputsState> = {},
  ): Promise<void> => {
    const { owner } = get();
    if (!owner) return;
    try {
      const inputs = await act(owner);
      if (get().owner === owner) set({ inputs, error: null, ...then });
    } catch (thrown) {
      if (get().owner === owner) set({ error: asAppError(thrown) });
    }
  };

  const isOpen = (prompt: InputOwner): boolean => {
    const { owner } = get();
    return owner !== null && valuesKey(owner) === valuesKey(prompt);
  };

  /** The prompt that was asked for last: an answer for the one before is no offer to it. */
  let asked: InputOwner | null = null;

  return {
    owner: null,
    inputs: [],
    error: null,
    removed: null,
    fromBefore: [],
    async findFromBefore(prompt) {
      set({ fromBefore: [] });
      asked = prompt;
      const owner = identityOf(prompt);
      // An offer only: what cannot be read is told by the list itself.
      const found = await engineClient()
        .call("inputs.fromBefore", { prompt: owner })
        .catch(() => []);
      if (asked === prompt) set({ fromBefore: found });
    },
    async takeFromBefore(prompt) {
      set({ fromBefore: [] });
      const owner = identityOf(prompt);
      try {
        const inputs = await engineClient().call("inputs.takeFromBefore", { prompt: owner });
        if (isOpen(owner)) set({ inputs, error: null });
      } catch (thrown) {
        if (isOpen(owner)) set({ error: asAppError(thrown) });
      }
    },
    async load(owner) {
      const before = get().owner;
      if (before && owner && valuesKey(before) === valuesKey(owner)) return;
      set({ owner, inputs: [], error: null, removed: null });
      await change((prompt) => engineClient().call("inputs.list", { prompt }));
    },
    save: (input) => change((prompt) => engineClient().call("inputs.save", { prompt, input })),
    remove: (input) =>
      change((prompt) => engineClient().call("inputs.remove", { prompt, id: input.id }), { removed: input }),
    async bringBack() {
      const { removed } = get();
      set({ removed: null });
      if (removed) await change((prompt) => engineClient().call("inputs.save", { prompt, input: removed }));
    },
    dismiss: () => set({ error: null, removed: null }),
    importJson: (json) => change((prompt) => engineClient().call("inputs.import", { prompt, json })),
    async exportJson() {
      const { owner } = get();
      if (!owner) return undefined;
      try {
        return await engineClient().call("inputs.export", { prompt: owner });
      } catch (thrown) {
        set({ error: asAppError(thrown) });
        return undefined;
      }
    },
  };
});

onOtherPrompt(() => useInputs.setState({ owner: null, inputs: [], error: null, removed: null, fromBefore: [] }));
