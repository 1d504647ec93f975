import type { AppError } from "@shared/domain/error/error.ts";
import type { PortablePrompt, PutInCheck, PutInOutcome, PutInRequest } from "@shared/domain/prompt/portable-prompt.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { identityOf, liesIn } from "@shared/domain/prompt/prompt-key.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { useDraft } from "../draft/draft.ts";
import { valuesKey } from "../draft/values-key.ts";
import { useSettings } from "../settings/settings.ts";
import { useLibrary } from "./library.ts";
import { type WritablePlace, writablePlaces } from "./writable-places.ts";

/** What became of taking the versions of the source away after a copy. */
export interface MoveResult {
  deleted: number;
  of: number;
  /** Why it stopped; null when all are gone. */
  reason: string | null;
}

/** A stored prompt on its way into another library, or under another name. */
export interface CopyingState {
  /** What is copied; null while the dialog is closed. */
  prompt: PromptIdentity | null;
  taken: PortablePrompt | null;
  place: string | null;
  name: string;
  /** All versions, with their labels and messages; else only the newest. */
  whole: boolean;
  /** Take the source away afterwards. */
  moves: boolean;
  /** The name as it was typed, where something is taken away or the guard asks. */
  typedName: string;
  message: string;
  check: PutInCheck | null;
  busy: "reading" | "checking" | "writing" | null;
  error: AppError | null;
  outcome: PutInOutcome | null;
  moved: MoveResult | null;
  start(prompt: PromptIdentity): Promise<void>;
  change(fields: Partial<Pick<CopyingState, "place" | "name" | "whole" | "moves" | "typedName" | "message">>): void;
  copy(): Promise<void>;
  close(): void;
}

const closed = {
  prompt: null,
  taken: null,
  place: null,
  name: "",
  whole: false,
  moves: false,
  typedName: "",
  message: "",
  check: null,
  busy: null,
  error: null,
  outcome: null,
  moved: null,
} as const;

const lookDelayMs = 250;
let looking = new AbortController();

export const useCopying = create<CopyingState>()((set, get) => {
  const requestOf = (): PutInRequest | null => {
    const { taken, place, name, whole, moves, typedName, message } = get();
    const found = places().find(({ key }) => key === place);
    if (!taken || !found || name.trim() === "") return null;
    const versions = whole || moves ? taken.versions : taken.versions.slice(-1);
    // The label of a single version would be taken from nobody, but says nothing of what it was among the others.
    const prompt = { ...taken, name: name.trim(), versions };
    return {
      place: found.place,
      prompt,
      acceptsChanges: true,
      ...(typedName === "" ? {} : { typedName }),
      ...(message === "" ? {} : { message }),
    };
  };

  const look = (): void => {
    looking.abort();
    looking = new AbortController();
    const { signal } = looking;
    const request = requestOf();
    set({ check: null, busy: request ? "checking" : null, error: null });
    if (!request) return;
    setTimeout(async () => {
      if (signal.aborted) return;
      try {
        const check = await engineClient().call("prompts.checkPutIn", request, { signal });
        if (!signal.aborted) set({ check, busy: null });
      } catch (thrown) {
        if (!signal.aborted) set({ error: asAppError(thrown), busy: null });
      }
    }, lookDelayMs);
  };

  return {
    ...closed,
    async start(given) {
      const prompt = identityOf(given);
      const other = places().find(({ place }) => !liesIn(prompt, place)) ?? places()[0];
      set({ ...closed, prompt, name: prompt.name, place: other?.key ?? null, busy: "reading" });
      try {
        const taken = await engineClient().call("prompts.takeOut", { prompt });
        if (get().prompt !== prompt) return;
        set({ taken });
        look();
      } catch (thrown) {
        if (get().prompt === prompt) set({ error: asAppError(thrown), busy: null });
      }
    },
    change(fields) {
      set({ ...fields, outcome: null });
      if ("place" in fields || "name" in fields || "whole" in fields || "moves" in fields) look();
    },
    async copy() {
      const request = requestOf();
      const { prompt, taken, moves } = get();
      if (!request || !prompt || !taken || get().busy !== null) return;
      set({ busy: "writing", error: null, outcome: null });
      try {
        const { outcome } = await engineClient().call("prompts.putIn", request);
        const isThere = outcome.kind === "made" || outcome.kind === "same";
        const moved = moves && isThere ? await takeAway(prompt, taken) : null;
        set({ outcome, moved, busy: null });
        // What was open is open where it lies now.
        const { openPrompt: open } = useDraft.getState().draft;
        const isOpen = open !== null && valuesKey(open) === valuesKey(prompt);
        if (moved?.reason === null && isOpen) {
          useDraft.getState().openPrompt({ ...request.place, name: request.prompt.name });
        }
        if (isThere) await useLibrary.getState().renew(request.place, prompt);
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

function places(): WritablePlace[] {
  return writablePlaces(useSettings.getState().settings);
}

/** A library of files takes the prompt away whole, others version by version. */
async function takeAway(prompt: PromptIdentity, taken: PortablePrompt): Promise<MoveResult> {
  const source = useSettings.getState().settings?.libraries.find(({ id }) => id === prompt.library);
  return source?.can.removes ? removeWhole(prompt, taken) : deleteVersions(prompt, taken);
}

async function removeWhole(prompt: PromptIdentity, { versions }: PortablePrompt): Promise<MoveResult> {
  const of = versions.length;
  const version = versions.at(-1)?.version ?? "";
  try {
    const outcome = await engineClient().call("prompts.remove", { prompt, version });
    if (outcome.kind === "removed") return { deleted: of, of, reason: null };
    return { deleted: 0, of, reason: outcome.kind === "refused" ? outcome.error.message : "It was changed meanwhile." };
  } catch (thrown) {
    return { deleted: 0, of, reason: asAppError(thrown).message };
  }
}

/** Newest first, and only texts that were copied: what somebody saved meanwhile stops it. */
async function deleteVersions(prompt: PromptIdentity, { versions }: PortablePrompt): Promise<MoveResult> {
  let deleted = 0;
  for (const { version } of versions.toReversed()) {
    const request = { prompt, version, typedName: prompt.name, message: "Moved to another library" };
    try {
      const { outcome } = await engineClient().call("prompts.deleteVersion", request);
      if (outcome.kind !== "deleted") {
        const reason = "error" in outcome ? outcome.error.message : "It was changed meanwhile.";
        return { deleted, of: versions.length, reason };
      }
      deleted += 1;
    } catch (thrown) {
      return { deleted, of: versions.length, reason: asAppError(thrown).message };
    }
  }
  return { deleted, of: versions.length, reason: null };
}
