import type { AppError } from "@shared/domain/error/error.ts";
import type { FileOfVersion } from "@shared/domain/prompt/portable-prompt.ts";
import type { PromptContent, PromptVersion } from "@shared/domain/prompt/prompt.ts";
import type { Dependent, PromptStanding, SaveProblem } from "@shared/domain/prompt/save-outcome.ts";
import type { CallIo } from "../ports.ts";

/** A version to be made. */
export interface NewVersion extends PromptContent {
  name: string;
  /** Without the library's own. */
  labels: readonly string[];
  /** Of all versions of the prompt; absent: they stay as they are. */
  tags?: readonly string[];
  commitMessage?: string;
  /** The file it lay in elsewhere, whose text says this and more. */
  file?: FileOfVersion;
}

/** `overtaken`: somebody wrote at the same time, and this was not written. */
export type Written = { kind: "made"; version: PromptVersion } | { kind: "overtaken" };

/**
 * What writes to one library, act by act; what surrounds an act (look before, look after, guard) is the same for all
 * and lies in `saving/`. Versions are opaque texts, and labels are optional: a folder of files has neither numbers nor
 * labels. Each act is one request that is never repeated. Every method rejects with `AppFailure` only; with
 * `UncertainWrite` when it may have been done all the same.
 */
export interface LibraryWriting {
  /** A version is its text: what says the same as the base of an edit has not been changed meanwhile. */
  readonly versionsAreTexts?: true;
  /** It writes the file of a version as it was; others keep what the version says alone. */
  readonly keepsFiles?: true;
  /**
   * What the file of a prompt says otherwise than another file of the same text, in words for a person; only where files
   * are kept. @param given null: a file that says no more than its prompt.
   */
  differingFile?(name: string, given: FileOfVersion | null, io: CallIo): Promise<string[]>;
  /** What it cannot hold, or would change in silence. Asks no server. */
  problems(version: NewVersion): SaveProblem[] | Promise<SaveProblem[]>;
  /** What it would give back of a text, for telling whether two are one. */
  asStored(content: PromptContent): PromptContent;
  /** What is under the name now; nothing remembered counts. Null: nothing. */
  standing(name: string, io: CallIo): Promise<PromptStanding | null>;
  /** One version as stored, past every copy; null when there is none. */
  version(name: string, version: string, io: CallIo): Promise<PromptVersion | null>;
  /** @param onto the newest version that was looked at; null: there was none. */
  save(version: NewVersion, onto: string | null, io: CallIo): Promise<Written>;
  /**
   * Takes a prompt away whole, if `version` still is what it says. Only where `can.removes`.
   * @returns false where it says something else by now, and was left.
   */
  remove?(name: string, version: string, io: CallIo): Promise<boolean>;
  /** Only where `can.labels`. */
  readonly labels?: LabelWriting;
  /** Only where a version can be taken away. */
  readonly deleting?: VersionDeleting;
}

export interface LabelWriting {
  /** What is wrong with a label; `latest` and the like belong to the library. Asks nobody. */
  problems(label: string): SaveProblem[];
  /** The version that has it now; null: none. */
  owner(name: string, label: string, io: CallIo): Promise<string | null>;
  move(name: string, label: string, version: string, io: CallIo): Promise<void>;
}

export interface VersionDeleting {
  delete(name: string, version: string, io: CallIo): Promise<void>;
  /** Prompts that refer to a version or to one of its labels, as far as can be seen from outside. */
  dependents(
    name: string,
    which: { version: string; labels: readonly string[] },
    io: CallIo,
  ): Promise<{ dependents: Dependent[]; looked: { prompts: number; complete: boolean } }>;
  /** Those that the words of a refusal name. */
  namedIn(error: AppError): Dependent[];
}
