import { join } from "node:path";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import type { PromptLibraries } from "./libraries/registry.ts";
import { createPromptSaving, type PromptSaving } from "./libraries/saving/prompt-saving.ts";
import { createPromptTransfer, type PromptTransfer } from "./libraries/transfer/prompt-transfer.ts";
import type { Clock } from "./ports.ts";
import type { DocumentAccess } from "./store/json-document.ts";
import { type KeptEdits, openKeptEdits } from "./store/kept-edits.ts";
import { openWritingRules, type WritingRules } from "./store/writing-rules.ts";

/** Edits of a profile, what is written of them, and what is asked before. */
export interface PromptWriting {
  edits: Omit<KeptEdits, "saved" | "problems">;
  saving: PromptSaving;
  transfer: PromptTransfer;
  guards: Pick<WritingRules, "guardOf" | "setGuard" | "movesOf">;
  problems: readonly string[];
}

interface PromptWritingOptions {
  libraries: PromptLibraries;
  clock: Clock;
  access: DocumentAccess;
}

/**
 * @param folder the profile's.
 * @throws AppFailure `storage_failed` when what is kept cannot be read.
 */
export async function openPromptWriting(
  folder: string,
  { libraries, clock, access }: PromptWritingOptions,
): Promise<PromptWriting> {
  const edits = await openKeptEdits(join(folder, "edits"), clock, access);
  const rules = await openWritingRules(join(folder, "writing-rules.json"), access);
  const saving = createPromptSaving({
    libraries,
    clock,
    guardOf: rules.guardOf,
    async onSaved({ edit }, prompt, outcome) {
      if (outcome.kind !== "saved" && outcome.kind !== "unchanged") return;
      const { contentHash } = outcome;
      const version = outcome.kind === "saved" ? outcome.version.version : outcome.version;
      // It is saved by now: a full disk leaves an edit that says what v32 says, no more.
      await edits.saved({ ...edit, base: { ...edit.base, ...prompt } }, version, contentHash).catch(() => {});
    },
    async onMoved({ message }, prompt, outcome) {
      if (outcome.kind !== "moved") return;
      const note = { prompt, ...outcome.move, at: clock.now(), ...(message ? { message } : {}) };
      await rules.noteMove(note).catch(() => {});
    },
  });
  /** A prompt without a connection is one of the connection in force, also when another is in force later. */
  function placed<Place extends Pick<PromptIdentity, "library" | "connection">>(place: Place): Place {
    if (place.connection !== undefined) return place;
    const connection = libraries.find(place.library).connecting?.connection()?.id;
    return connection === undefined ? place : { ...place, connection };
  }

  return {
    edits: {
      list: edits.list,
      get: (prompt) => edits.get(placed(prompt)),
      keep: ({ edit, ...given }) => edits.keep({ ...given, edit: { ...edit, base: placed(edit.base) } }),
      discard: (prompt) => edits.discard(placed(prompt)),
      restore: (prompt) => edits.restore(placed(prompt)),
    },
    saving,
    transfer: createPromptTransfer({ libraries, guardOf: rules.guardOf }),
    guards: {
      guardOf: (place) => rules.guardOf(placed(place)),
      setGuard: (place, rule) => rules.setGuard(placed(place), rule),
      movesOf: (prompt) => rules.movesOf(placed(prompt)),
    },
    problems: [...edits.problems, ...(rules.problem ? [rules.problem] : [])],
  };
}
