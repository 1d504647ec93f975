import { createHash } from "node:crypto";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { EditSummary } from "@shared/domain/prompt/edit-summary.ts";
import { type EditState, editStateSchema, type KeepEdit, type KeptEdit } from "@shared/domain/prompt/kept-edit.ts";
import type { PromptEdit, PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { identityOf, promptKey } from "@shared/domain/prompt/prompt-key.ts";
import * as z from "zod";
import type { Clock } from "../time/clock.ts";
import { type DocumentAccess, type JsonDocument, openJsonDocument, storageFailure } from "./json-document.ts";

/** Changed, unsaved texts of prompts; one for each prompt of each connection, in a file of its own. */
export interface KeptEdits {
  list(): EditSummary[];
  get(prompt: PromptIdentity): EditState;
  /**
   * Resolves when it is on the disk. Where another window has kept one since that this one has not seen, it is put aside
   * as a discarded one is (`overtook`).
   */
  keep(edit: KeepEdit): Promise<{ kept: KeptEdit; overtook: boolean }>;
  /** The edit can be restored until the next one is discarded. Nothing happens without an edit. */
  discard(prompt: PromptIdentity): Promise<EditState>;
  /**
   * Brings back what was discarded.
   * @throws AppFailure `not_found` when there is nothing, or when there is a newer edit.
   */
  restore(prompt: PromptIdentity): Promise<EditState>;
  /**
   * A version was made of an edit: the edit goes, unless it has changed since; then it goes on from that version.
   * @param hash of the version as stored.
   */
  saved(edit: PromptEdit, version: string, hash: string): Promise<void>;
  readonly problems: readonly string[];
}

const fileSchema = z.strictObject({ version: z.literal(1), ...editStateSchema.shape });
type EditFile = z.infer<typeof fileSchema>;

const nothing: EditFile = { version: 1, edit: null, discarded: null };

/**
 * @param folder made when something is to be written.
 * @throws AppFailure `storage_failed` when the folder or a file in it is there and cannot be read.
 */
export async function openKeptEdits(
  folder: string,
  clock: Clock,
  access: DocumentAccess = "write",
): Promise<KeptEdits> {
  const files = new Map<string, JsonDocument<EditFile>>();
  const opening = new Map<string, Promise<JsonDocument<EditFile>>>();
  const problems: string[] = [];
  /** The window that wrote last, by file; those of an earlier process have been read anew. */
  const writers = new Map<string, string>();
  for (const name of await filesIn(folder)) {
    const document = await openJsonDocument(join(folder, name), fileSchema, nothing, access);
    if (document.problem !== undefined) problems.push(document.problem);
    const { edit, discarded } = document.get();
    if (edit ?? discarded) files.set(name, document);
    // What was saved or never came back leaves no file behind.
    else if (document.problem === undefined && access === "write") await rm(join(folder, name), { force: true });
  }

  const read = (prompt: PromptIdentity) => files.get(fileName(prompt))?.get() ?? nothing;

  /** Writes of a new edit that come at once share the one file: of two, the older could end last. */
  function openFirst(name: string): Promise<JsonDocument<EditFile>> {
    const known = opening.get(name);
    if (known) return known;
    const opened = open(name).finally(() => opening.delete(name));
    opening.set(name, opened);
    return opened;
  }

  async function open(name: string): Promise<JsonDocument<EditFile>> {
    if (access === "write") await makeFolder(folder);
    const document = await openJsonDocument(join(folder, name), fileSchema, nothing, access);
    files.set(name, document);
    return document;
  }

  async function write(prompt: PromptIdentity, state: EditState): Promise<EditState> {
    const name = fileName(prompt);
    const document = files.get(name) ?? (await openFirst(name));
    await document.set({ version: 1, ...state });
    return state;
  }

  return {
    list: () =>
      [...files.values()].flatMap((document) => {
        const { edit } = document.get();
        if (!edit) return [];
        const { base, type } = edit.edit;
        return [{ prompt: identityOf(base), base, type, keptAt: edit.keptAt }];
      }),
    get(prompt) {
      const { edit, discarded } = read(prompt);
      return { edit, discarded };
    },
    async keep({ window, ...given }) {
      const prompt = identityOf(given.edit.base);
      const before = read(prompt);
      const name = fileName(prompt);
      const isOthers = window !== undefined && (writers.get(name) ?? window.id) !== window.id;
      const overtook = isOthers && before.edit !== null && before.edit.keptAt !== window.seen;
      if (window) writers.set(name, window.id);
      // Of two within a millisecond each is told from the other.
      const kept = { ...given, keptAt: Math.max(clock.now(), (before.edit?.keptAt ?? 0) + 1) };
      await write(prompt, { edit: kept, discarded: overtook ? before.edit : before.discarded });
      return { kept, overtook };
    },
    async discard(prompt) {
      const { edit, discarded } = read(prompt);
      return edit ? write(prompt, { edit: null, discarded: edit }) : { edit, discarded };
    },
    async restore(prompt) {
      const { edit, discarded } = read(prompt);
      if (!discarded) throw new AppFailure("not_found", { message: "There is no discarded edit of this prompt." });
      if (edit) throw new AppFailure("not_found", { message: "There is a newer edit of this prompt." });
      return write(prompt, { edit: discarded, discarded: null });
    },
    async saved(made, version, hash) {
      const prompt = identityOf(made.base);
      const { edit, discarded } = read(prompt);
      if (!edit) return;
      const isSaved = isDeepStrictEqual(contentOf(edit.edit), contentOf(made));
      const base = { ...prompt, version };
      const goesOn = { ...edit, edit: { ...edit.edit, base }, baseHash: hash, baseText: contentOf(made) };
      await write(prompt, { edit: isSaved ? null : goesOn, discarded });
    },
    problems,
  };
}

const contentOf = ({ type, prompt, config }: PromptEdit) => ({ type, prompt, config });

/** Names of prompts hold what no file name may. */
function fileName(prompt: PromptIdentity): string {
  return `${createHash("sha256").update(promptKey(prompt)).digest("hex").slice(0, 32)}.json`;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw storageFailure("The folder of edits could not be made.", error);
  }
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => /^[0-9a-f]{32}\.json$/.test(name));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw storageFailure("The folder of edits could not be read.", error);
  }
}
