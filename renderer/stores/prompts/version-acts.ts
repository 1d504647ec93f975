import type { AppError } from "@shared/domain/error/error.ts";
import type { LabelMoveRecord } from "@shared/domain/prompt/edit-summary.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import type { GuardRule } from "@shared/domain/prompt/save.ts";
import type { DeleteCheck, DeleteVersionOutcome, MoveLabelOutcome } from "@shared/domain/prompt/save-outcome.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { useDraft } from "../draft/draft.ts";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";
import { valuesKey } from "../draft/values-key.ts";
import { useLibrary } from "./library.ts";
import { usePrompt } from "./prompt.ts";
import { useWrites } from "./writes.ts";

/** What is asked of one version: that a label moves to it, or that it goes. */
export interface VersionAct {
  kind: "label" | "delete";
  prompt: PromptIdentity;
  version: string;
}

/** An act on a stored version, from the question to what came of it. */
export interface VersionActsState {
  act: VersionAct | null;
  /** The label that is to move; empty until one is chosen or named. */
  label: string;
  message: string;
  /** As typed, where the project's guard asks for the prompt's name. */
  typedName: string;
  guard: GuardRule;
  /** Labels that were moved from here, newest first. */
  moves: readonly LabelMoveRecord[];
  check: DeleteCheck | null;
  busy: boolean;
  error: AppError | null;
  moved: MoveLabelOutcome | null;
  deleted: DeleteVersionOutcome | null;
  /** Of the last act, for the inspector. */
  exchanges: readonly Exchange[];
  ask(act: VersionAct): Promise<void>;
  setLabel(label: string): void;
  setMessage(message: string): void;
  setTypedName(name: string): void;
  /** @param from where the person saw the label; null: nowhere. */
  move(from: string | null): Promise<void>;
  /** Moves the label back to where it was. */
  undo(): Promise<void>;
  remove(): Promise<void>;
  close(): void;
}

const closed = {
  act: null,
  label: "",
  message: "",
  typedName: "",
  guard: null,
  moves: [],
  check: null,
  busy: false,
  error: null,
  moved: null,
  deleted: null,
  exchanges: [],
} satisfies Partial<VersionActsState>;

let looking = new AbortController();

export const useVersionActs = create<VersionActsState>()((set, get) => {
  const answers = () => {
    const { message, typedName } = get();
    return {
      ...(message.trim() === "" ? {} : { message: message.trim() }),
      ...(typedName === "" ? {} : { typedName }),
    };
  };

  /** One act at a time; what it sent is for the inspector whatever came of it. */
  const doing = async <T>(
    prompt: PromptIdentity,
    call: () => Promise<{ outcome: T; exchanges: Exchange[] }>,
    put: (outcome: T) => Partial<VersionActsState>,
  ): Promise<T | undefined> => {
    if (get().busy) return undefined;
    set({ busy: true, error: null });
    try {
      const { outcome, exchanges } = await call();
      useWrites.getState().note(prompt, exchanges);
      set({ ...put(outcome), exchanges, busy: false });
      return outcome;
    } catch (thrown) {
      set({ error: asAppError(thrown), busy: false });
      return undefined;
    }
  };

  const moveLabel = async (label: string, version: string, from: string | null): Promise<void> => {
    const { act } = get();
    if (!act) return;
    const { prompt } = act;
    const request = { prompt, label, version, from, ...answers() };
    const outcome = await doing(
      prompt,
      () => engineClient().call("prompts.moveLabel", request),
      (moved) => ({ moved }),
    );
    if (outcome?.kind === "moved" && isOpen(prompt)) usePrompt.getState().relabelled(label, version);
    if (outcome?.kind === "moved" || outcome?.kind === "conflict") await readAnew(prompt);
  };

  return {
    ...closed,
    async ask(act) {
      looking.abort();
      looking = new AbortController();
      const { signal } = looking;
      const { prompt, version, kind } = act;
      set({ ...closed, act, busy: true });
      const { library, connection } = prompt;
      try {
        if (kind === "delete") {
          const check = await engineClient().call("prompts.checkDelete", { prompt, version }, { signal });
          useWrites.getState().note(prompt, check.exchanges);
          if (!signal.aborted) set({ check, guard: check.guard, busy: false });
          return;
        }
        const place = { library, ...(connection === undefined ? {} : { connection }) };
        const [{ rule }, moves] = await Promise.all([
          engineClient().call("guard.get", place, { signal }),
          engineClient().call("prompts.labelMoves", { prompt }, { signal }),
        ]);
        if (!signal.aborted) set({ guard: rule, moves, busy: false });
      } catch (thrown) {
        if (!signal.aborted) set({ error: asAppError(thrown), busy: false });
      }
    },
    setLabel: (label) => set({ label, moved: null, error: null }),
    setMessage: (message) => set({ message }),
    setTypedName: (typedName) => set({ typedName }),
    async move(from) {
      const { act, label } = get();
      if (act) await moveLabel(label, act.version, from);
    },
    async undo() {
      const { moved } = get();
      if (moved?.kind !== "moved" || moved.undo === null) return;
      await moveLabel(moved.undo.label, moved.undo.version, moved.move.to);
    },
    async remove() {
      const { act, check } = get();
      if (!act || !check) return;
      const { prompt, version } = act;
      const request = { prompt, version, contentHash: check.contentHash, ...answers() };
      const outcome = await doing(
        prompt,
        () => engineClient().call("prompts.deleteVersion", request),
        (deleted) => ({ deleted }),
      );
      if (outcome?.kind === "deleted") await afterDelete(prompt, version, outcome.newest);
    },
    close() {
      looking.abort();
      set({ ...closed });
    },
  };
});

onOtherPrompt(() => useVersionActs.getState().close());

function isOpen(prompt: PromptIdentity): boolean {
  const { ref } = usePrompt.getState();
  return ref !== null && valuesKey(ref) === valuesKey(prompt);
}

/** Labels and versions as they are now, where the prompt is still the one that is open. */
async function readAnew(prompt: PromptIdentity): Promise<void> {
  const { ref, open } = usePrompt.getState();
  if (isOpen(prompt)) await open(ref, { refresh: true });
  await useLibrary.getState().renew(prompt);
}

/** The version that went may be the one that is shown: then the newest that is left, or nothing. */
async function afterDelete(prompt: PromptIdentity, version: string, newest: string | null): Promise<void> {
  const { ref, resolved } = usePrompt.getState();
  if (isOpen(prompt) && (newest === null || ref?.version === version || resolved?.prompt.version === version)) {
    const shown = newest === null ? null : { ...identityOf(prompt), version: newest };
    useDraft.getState().openPrompt(shown);
    await usePrompt.getState().open(shown, { refresh: true });
    await useLibrary.getState().renew(prompt);
    return;
  }
  await readAnew(prompt);
}
