import type { AppError } from "@shared/domain/error/error.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { PromptContent, PromptEdit, PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { liesIn } from "@shared/domain/prompt/prompt-key.ts";
import type { SaveProblem } from "@shared/domain/prompt/save-outcome.ts";
import { create } from "zustand";
import { useApp } from "../app.ts";
import { asAppError, engineClient } from "../client.ts";
import { useDraft } from "../draft/draft.ts";
import { valuesKey } from "../draft/values-key.ts";
import { readsOnly } from "../settings/libraries.ts";
import { useSettings } from "../settings/settings.ts";
import { useView } from "../view.ts";
import { useEdits } from "./edits.ts";
import { listedIn, useLibrary } from "./library.ts";
import { keepUnsaved } from "./unsaved-prompts.ts";
import { placeKey, type WritablePlace, writablePlaces } from "./writable-places.ts";

/** What a new prompt begins with. */
export type NewPromptSource = "nothing" | "paste" | "run";

/** What the library says of a name and a text, as they were when it was asked. */
export interface NameCheck {
  problems: SaveProblem[];
  /** There is a prompt of this name. */
  isTaken: boolean;
}

const lookDelayMs = 250;

/** Making a prompt that no library has yet: where, under what name, out of what. */
export interface NewPromptState {
  open: boolean;
  source: NewPromptSource;
  /** The chosen place, by `WritablePlace.key`. */
  place: string | null;
  name: string;
  type: PromptContent["type"];
  pasted: string;
  check: NameCheck | null;
  /** What is checked is not what the fields say any more. */
  checking: boolean;
  /** The library could not be asked; a prompt can be begun all the same. */
  checkError: AppError | null;
  error: AppError | null;
  /** The prompt that was begun last, by `valuesKey`, until its text has the focus. */
  begun: string | null;
  /** The prompt that was begun without a name, by `valuesKey`, until its name has the focus. */
  unnamed: string | null;
  /**
   * Begins an `untitled` prompt at once: nothing is asked before it is saved. Where no library takes prompts, that is said.
   * @param place absent: as of `start`.
   */
  begin(given?: { place?: WritablePlace["place"]; type?: PromptContent["type"] }): Promise<void>;
  /** Opens the dialog. @param begin without a place: in the workspace that is open, else where the first new prompt can be. */
  start(begin?: { source?: NewPromptSource; pasted?: string; place?: WritablePlace["place"] }): void;
  change(fields: Partial<Pick<NewPromptState, "source" | "place" | "name" | "type" | "pasted">>): void;
  /** Asks the library, a moment after the last change. */
  look(content: PromptContent): void;
  /** Opens the prompt in the editor, kept on this machine. */
  create(content: PromptContent, values: JsonObject): Promise<void>;
  close(): void;
}

const closed = {
  open: false,
  source: "nothing",
  place: null,
  name: "",
  type: "chat",
  pasted: "",
  check: null,
  checking: false,
  checkError: null,
  error: null,
  begun: null,
  unnamed: null,
} as const;

let looking = new AbortController();

export const useNewPrompt = create<NewPromptState>()((set, get) => {
  const identity = (): PromptIdentity | null => {
    const { place, name } = get();
    const found = places().find(({ key }) => key === place);
    return found && name.trim() !== "" ? { ...found.place, name: name.trim() } : null;
  };

  const ask = async (prompt: PromptIdentity, content: PromptContent, signal: AbortSignal): Promise<void> => {
    try {
      const request = { edit: { base: prompt, ...content }, labels: [] };
      const { problems, standing } = await engineClient().call("prompts.checkSave", request, { signal });
      if (signal.aborted) return;
      set({ check: { problems, isTaken: standing !== null }, checkError: null, checking: false });
    } catch (thrown) {
      if (!signal.aborted) set({ check: null, checkError: asAppError(thrown), checking: false });
    }
  };

  /** The one that is wanted, else that of the open workspace, else the first that takes prompts. */
  const placeFor = (wanted: WritablePlace["place"] | undefined): WritablePlace | undefined => {
    const shown = wanted ?? useLibrary.getState().place;
    const all = places();
    const here = all.find(({ place }) => shown !== null && liesIn(place, shown));
    return here && (wanted || !readsOnly(useSettings.getState(), here.place)) ? here : all[0];
  };

  return {
    ...closed,
    async begin({ place: wanted, type = "chat" } = {}) {
      const here = placeFor(wanted);
      if (!here) {
        get().start();
        return;
      }
      // A name of the library's own is no name for another prompt.
      if (!listedIn(useLibrary.getState(), here.place)) await useLibrary.getState().load(here.place, false);
      const base: PromptIdentity = { ...here.place, name: freeName(here, "untitled") };
      const error = await beginPrompt({ base, ...blankContent(type) }, {});
      if (error) {
        get().start({ place: here.place });
        set({ type, error });
      } else set({ unnamed: valuesKey(base) });
    },
    start({ source = "nothing", pasted = "", place: wanted } = {}) {
      const here = placeFor(wanted);
      set({
        ...closed,
        open: true,
        source,
        pasted,
        place: here?.key ?? null,
        name: here ? freeName(here, "untitled") : "",
      });
    },
    change: (fields) => set({ ...fields, error: null }),
    look(content) {
      looking.abort();
      looking = new AbortController();
      const { signal } = looking;
      const prompt = identity();
      if (!prompt) {
        set({ check: null, checking: false, checkError: null });
        return;
      }
      if (useEdits.getState().unsaved.has(valuesKey(prompt))) {
        set({ check: { problems: [], isTaken: true }, checking: false, checkError: null });
        return;
      }
      set({ checking: true });
      setTimeout(() => {
        if (!signal.aborted) void ask(prompt, content, signal);
      }, lookDelayMs);
    },
    async create(content, values) {
      const prompt = identity();
      if (!prompt) return;
      const error = await beginPrompt({ base: prompt, ...content }, values);
      if (error) set({ error });
      else {
        get().close();
        set({ begun: valuesKey(prompt) });
      }
    },
    close() {
      looking.abort();
      // The window that closes says so once more when it is gone.
      set({ ...closed, begun: get().begun, unnamed: get().unnamed });
    },
  };
});

/** A system and a user message to type into, or one empty text. */
export function blankContent(type: PromptContent["type"]): PromptContent {
  if (type === "text") return { type, prompt: "", config: {} };
  const prompt = ["system", "user"].map((role) => ({ role, content: "" }));
  return { type, prompt, config: {} };
}

function places(): WritablePlace[] {
  return writablePlaces(useSettings.getState().settings);
}

/** Keeps a prompt that no library has yet, and opens it to be edited. @returns what refused it, or null. */
async function beginPrompt(edit: PromptEdit, values: JsonObject): Promise<AppError | null> {
  const error = await keepUnsaved(edit);
  if (error) return error;
  const { base } = edit;
  const draft = useDraft.getState();
  draft.offerSample(base, { variables: values, placeholders: {} });
  const { focusedVariant } = useView.getState();
  const { variants } = draft.draft;
  const chosen = (variants.find(({ id }) => id === focusedVariant) ?? variants[0])?.modelOverride;
  // The workspace follows the prompt that is opened.
  draft.openPrompt(base);
  // A text that names no model runs with the one that was chosen last.
  if (chosen && !hasModel(edit.config)) for (const { id } of variants) draft.setModel(id, chosen);
  useLibrary.getState().reveal(base);
  useView.getState().setPromptTab("messages");
  useDraft.getState().setLayout("asSent", false);
  useApp.getState().show("playground");
  return null;
}

function hasModel(config: JsonValue): boolean {
  return isJsonObject(config) && typeof config["model"] === "string";
}

/** The name itself, or with the first number that is free in a place. */
function freeName({ place }: WritablePlace, wanted: string): string {
  const listed = listedIn(useLibrary.getState(), place)?.list?.prompts.map(({ name }) => name) ?? [];
  const { edited, unsaved } = useEdits.getState();
  const begun = [...unsaved.values()]
    .filter(({ prompt }) => placeKey(prompt) === placeKey(place))
    .map(({ prompt }) => prompt.name);
  const taken = new Set([...listed, ...begun].map((name) => name.toLowerCase()));
  // What is kept of a prompt is never written over, even where its library's list is not here.
  const isTaken = (name: string) => taken.has(name.toLowerCase()) || edited.has(valuesKey({ ...place, name }));
  let name = wanted;
  for (let count = 2; isTaken(name); count += 1) name = `${wanted}-${count}`;
  return name;
}
