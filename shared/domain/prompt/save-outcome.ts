import type { ThreeWayPlace } from "../diff/three-way.ts";
import type { AppError } from "../error/error.ts";
import type { Exchange } from "../wire/wire.ts";
import type { GuardRule } from "./guard-rule.ts";
import type { PromptContent, PromptType, PromptVersion } from "./prompt.ts";

/** What a library cannot hold, or would change in silence. */
export type SaveProblemCode =
  | "name_invalid"
  | "name_reserved"
  | "label_invalid"
  | "message_too_long"
  | "type_fixed"
  | "too_large"
  | "nul_character"
  | "lone_surrogate"
  | "content_parts"
  | "placeholder_name"
  | "name_twice"
  | "message_keys"
  | "message_type"
  | "number_rounded"
  | "key_dropped";

export interface SaveProblem {
  code: SaveProblemCode;
  /** Keys and indices from the edit down to the place: `["prompt", 1, "content"]`, `["config", "seed"]`, `["labels", 0]`. */
  path: (string | number)[];
  /** `blocks`: it cannot be saved. `changes`: the library would store something else; a person may accept that. */
  severity: "blocks" | "changes";
  message: string;
}

/** What is under a name now, asked just now. */
export interface PromptStanding {
  type: PromptType;
  /** Its text as stored, with references unresolved. */
  newest: PromptVersion;
  contentHash: string;
  /** Oldest first. */
  versions: string[];
  /** Every label with the version that has it. */
  labels: { label: string; version: string }[];
  /** Of all versions. */
  tags: string[];
  /** What the next version will be called; null where that is not known before. */
  next: string | null;
}

/** A label that goes from one version to another; `from` is null when no version had it. */
export interface LabelMove {
  label: string;
  from: string | null;
  to: string;
}

/** What saving would do and meet, for the dialog; nothing has been changed. */
export interface SaveCheck {
  /** Null: there is no such prompt yet. */
  standing: PromptStanding | null;
  /** UTC milliseconds of the look. */
  lookedAt: number;
  /** The version whose text the edit has already. */
  sameAs: string | null;
  /** Versions newer than the base, oldest first. */
  newer: string[];
  problems: SaveProblem[];
  guard: GuardRule;
  /** The key was refused when it last wrote, in the server's words. */
  writeRefused: AppError | null;
  exchanges: Exchange[];
}

export type SaveOutcome =
  | {
      kind: "saved";
      version: PromptVersion;
      contentHash: string;
      moved: LabelMove[];
      /** Made by others between the last look and this one: nobody has seen them before this was saved. */
      meanwhile: string[];
      /** The answer was lost; the version was found by its text and message. */
      found: boolean;
      /** False: the server keeps another text than it was sent. */
      asSent: boolean;
    }
  /** The text is that of `version` already; no version was made. */
  | { kind: "unchanged"; version: string; contentHash: string }
  /** Somebody saved meanwhile. Nothing was overwritten. */
  | {
      kind: "conflict";
      /** Null when it is gone or its number was used again. */
      base: PromptVersion | null;
      /** The base is gone, and what it said is known from the edit: only places that both changed are open. */
      baseIsKept: boolean;
      theirs: PromptVersion;
      /** Of theirs as stored: the base of whatever is made of both. */
      theirsHash: string;
      mine: PromptContent;
      /** What the places are counted in: the base, as stored or kept, or theirs where there is none. */
      begun: PromptContent;
      /** Where the three are not alike, for choosing; `mergePlaces` puts the choices together. */
      places: ThreeWayPlace[];
      /** What both make together; null while a place is open. */
      merged: PromptContent | null;
      /** Versions newer than the base, oldest first; the last is `theirs`. */
      newer: string[];
      /** Where the version after `theirs` would stand. */
      next: string | null;
    }
  | { kind: "problems"; problems: SaveProblem[] }
  | GuardedOutcome
  /** Nothing was written; the edit is kept. */
  | { kind: "refused"; error: AppError }
  /** No answer, and no such version was found: it may still come. Nothing was sent twice; the edit is kept. */
  | { kind: "unknown"; error: AppError };

/** What two made of one version, place by place. */
export type SaveConflict = Extract<SaveOutcome, { kind: "conflict" }>;

/** What an edit would meet if it were saved now. */
export interface MetByEdit {
  /** Null where nobody saved anything else since the edit began. */
  conflict: SaveConflict | null;
  /** False: the prompt is not there any more; saving makes it anew. */
  isThere: boolean;
}

export interface GuardedOutcome {
  kind: "guarded";
  needs: NonNullable<GuardRule>;
}

export type MoveLabelOutcome =
  | {
      kind: "moved";
      move: LabelMove;
      /** Null: no version had the label, and it cannot be taken off again. */
      undo: { label: string; version: string } | null;
    }
  | { kind: "unchanged"; version: string }
  /** Somebody moved it meanwhile; it was left where it is. */
  | { kind: "conflict"; label: string; version: string | null }
  | { kind: "problems"; problems: SaveProblem[] }
  | GuardedOutcome
  | { kind: "refused"; error: AppError }
  | { kind: "unknown"; error: AppError };

/** `left`: it says something else by now, and was not taken away. */
export type RemoveOutcome = { kind: "removed" } | { kind: "left" } | { kind: "refused"; error: AppError };

/** A prompt that refers to the version in its text. */
export interface Dependent {
  name: string;
  version: string;
  /** `v3`, or the label it names. */
  refersTo: string;
}

/** What taking a version away would do. */
export interface DeleteCheck {
  version: PromptVersion;
  contentHash: string;
  /** Whoever asks for these gets nothing any more; `latest` goes to `newestAfter`. */
  lostLabels: string[];
  /** Null: it is the only one, and the prompt goes with it. */
  newestAfter: string | null;
  /** It is the newest, and its number will be given to the next version. */
  numberUsedAgain: boolean;
  dependents: Dependent[];
  /** How far was looked for them: the labelled versions of so many prompts. The server looks at all and has the last word. */
  looked: { prompts: number; complete: boolean };
  guard: GuardRule;
  exchanges: Exchange[];
}

export type DeleteVersionOutcome =
  | { kind: "deleted"; version: string; newest: string | null }
  /** Another text is under the number than the person saw. */
  | { kind: "conflict"; theirs: PromptVersion }
  | GuardedOutcome
  /** `dependents` as the server names them. */
  | { kind: "refused"; error: AppError; dependents: Dependent[] }
  | { kind: "unknown"; error: AppError };

/** An outcome with every request that led to it. */
export interface WithExchanges<Outcome> {
  outcome: Outcome;
  exchanges: Exchange[];
}
