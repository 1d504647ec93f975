import type { AppError } from "@shared/domain/error/error.ts";
import type { PromptVersion } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import type { SaveRequest } from "@shared/domain/prompt/save.ts";
import type { SaveCheck, SaveOutcome } from "@shared/domain/prompt/save-outcome.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { useDraft } from "../draft/draft.ts";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";
import { editToRun, useEdits } from "./edits.ts";
import { useLibrary } from "./library.ts";
import { usePrompt } from "./prompt.ts";

/** The version against which the edit is shown: production's, else the newest. */
export interface Against {
  version: PromptVersion;
  label: string;
}

/** Saving the open edit as a version, from the look at what is there to what came of it. */
export interface SavingState {
  open: boolean;
  check: SaveCheck | null;
  against: Against | null;
  /** Looking or saving; the dialog stays. */
  busy: "looking" | "saving" | null;
  /** A call itself failed; what a library does not take is an outcome. */
  error: AppError | null;
  outcome: SaveOutcome | null;
  message: string;
  labels: ReadonlySet<string>;
  /** As typed, where the project's guard asks for the prompt's name. */
  typedName: string;
  acceptsChanges: boolean;
  /** Opens the dialog and looks at what is stored now. Nothing happens without an edit. */
  start(): Promise<void>;
  setMessage(message: string): void;
  toggleLabel(label: string): void;
  setTypedName(name: string): void;
  acceptChanges(accepts: boolean): void;
  /** `seen`: a version somebody saved meanwhile, which the person means to follow. */
  save(seen?: string): Promise<void>;
  /** The edit is as it was. */
  close(): void;
}

const closed = {
  open: false,
  check: null,
  against: null,
  busy: null,
  error: null,
  outcome: null,
  message: "",
  labels: new Set<string>(),
  typedName: "",
  acceptsChanges: false,
} as const;

let looking = new AbortController();

export const useSaving = create<SavingState>()((set, get) => {
  const requestOf = (seen?: string): SaveRequest | null => {
    const { open } = useEdits.getState();
    const edit = editToRun({ open, aside: false });
    if (!open || !edit) return null;
    const { message, labels, typedName, acceptsChanges } = get();
    return {
      edit,
      labels: [...labels],
      ...(open.baseHash === undefined ? {} : { baseHash: open.baseHash }),
      ...(message.trim() === "" ? {} : { commitMessage: message.trim() }),
      ...(typedName === "" ? {} : { typedName }),
      ...(acceptsChanges ? { acceptsChanges } : {}),
      ...(seen === undefined ? {} : { seen }),
    };
  };

  const look = async (): Promise<void> => {
    const request = requestOf();
    if (!request) return;
    looking.abort();
    looking = new AbortController();
    const { signal } = looking;
    set({ busy: "looking", error: null });
    try {
      const check = await engineClient().call("prompts.checkSave", request, { signal });
      const against = await findAgainst(check);
      if (!signal.aborted) set({ check, against, busy: null });
    } catch (thrown) {
      if (!signal.aborted) set({ error: asAppError(thrown), busy: null });
    }
  };

  const findAgainst = async ({ standing }: SaveCheck): Promise<Against | null> => {
    if (!standing) return null;
    const production = standing.labels.find(({ label }) => label === "production")?.version;
    if (production === undefined) return { version: standing.newest, label: "the newest version" };
    if (production === standing.newest.version) return { version: standing.newest, label: "production" };
    return { version: (await usePrompt.getState().version(production)).prompt, label: "production" };
  };

  return {
    ...closed,
    async start() {
      await useEdits.getState().flush();
      if (!requestOf()) return;
      set({ ...closed, open: true });
      await look();
    },
    setMessage: (message) => set({ message }),
    toggleLabel(label) {
      const labels = new Set(get().labels);
      if (!labels.delete(label)) labels.add(label);
      set({ labels });
    },
    setTypedName: (typedName) => set({ typedName }),
    acceptChanges: (acceptsChanges) => set({ acceptsChanges }),
    async save(seen) {
      const request = requestOf(seen);
      if (!request || get().busy === "saving") return;
      set({ busy: "saving", error: null, outcome: null });
      try {
        const { outcome } = await engineClient().call("prompts.save", request);
        set({ outcome, busy: null });
        if (outcome.kind !== "saved") return;
        const { version } = outcome.version;
        useEdits.getState().saved(outcome.version, outcome.contentHash);
        const { openPrompt } = useDraft.getState().draft;
        const shown = { ...identityOf(request.edit.base), version };
        if (openPrompt) useDraft.getState().openPrompt(shown);
        await usePrompt.getState().open(shown, { refresh: true });
        const { place, load } = useLibrary.getState();
        if (place) await load(place, true);
      } catch (thrown) {
        set({ error: asAppError(thrown), busy: null });
      }
    },
    close() {
      looking.abort();
      set({ ...closed });
    },
  };
});

onOtherPrompt(() => useSaving.getState().close());
