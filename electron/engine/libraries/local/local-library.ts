import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { PromptSummary } from "@shared/domain/prompt/prompt.ts";
import type { Environment } from "../../credentials/environment.ts";
import { promptNotFound } from "../failures/prompt-not-found.ts";
import { contentHash } from "../found/content-hash.ts";
import type { LibraryChange, PromptLibrary } from "../library.ts";
import type { LibraryWriting } from "../library-writing.ts";
import { facts } from "./facts.ts";
import { watchFolder } from "./folder-watch.ts";
import { createGitHistory } from "./git.ts";
import { watchHead } from "./head-watch.ts";
import { type ListedFile, listFile, listFiles } from "./list-files.ts";
import { cancelled } from "./local-failure.ts";
import { readPrompt, refuseLabel, toVersion, whereItSaysMore } from "./local-files.ts";
import { createLocalWriting } from "./local-writing.ts";
import { mergedChanges } from "./merged-changes.ts";
import { createPromptFolder, type PromptFolder } from "./prompt-folder.ts";
import { createPromptHistory, type PromptHistory } from "./prompt-history.ts";
import { createStatesInMemory, type SavedStates } from "./saved-states.ts";

export interface LocalFolder {
  /** Names the folder in what is kept of its prompts. */
  id: string;
  folder: PromptFolder;
  history: PromptHistory;
}

/** The prompts of one folder. */
export function openLocalFolder(
  path: string,
  id: string,
  environment: Environment,
  states: SavedStates = createStatesInMemory(),
): PromptLibrary & { writing: LibraryWriting } {
  const folder = createPromptFolder(path);
  const git = createGitHistory(environment);
  const history = createPromptHistory(git, states);

  async function* fileChanges(root: string, signal: AbortSignal): AsyncGenerator<LibraryChange, void> {
    for await (const { path, ending } of watchFolder(root, signal)) {
      const name = path.slice(0, -ending.length);
      const listed = await listFile(root, path, ending);
      yield { name, summary: listed && toSummary(listed) };
    }
  }

  async function* headChanges(root: string, signal: AbortSignal): AsyncGenerator<LibraryChange, void> {
    for await (const { branch } of watchHead(git, root, signal)) yield { branch };
  }

  return {
    ...facts,
    async list(_options, io) {
      cancelled(io.signal);
      const root = await folder.root();
      const [{ files, notice }, head] = await Promise.all([listFiles(root, io.signal), git.head(root, io.signal)]);
      return {
        library: facts.id,
        prompts: files.map(toSummary),
        fetchedAt: Date.now(),
        freshness: "network",
        ...(notice === undefined ? {} : { notice }),
        ...(head ? { branch: head.branch } : {}),
      };
    },

    async get(ref, _options, io) {
      const { name, version } = ref;
      cancelled(io.signal);
      if (version === undefined) refuseLabel(name, ref.label);
      const root = await folder.root();
      const file = await folder.read(name, io.signal);
      if (!file) throw promptNotFound(ref, null);
      history.seen(file);
      const current = await history.current(root, file, io.signal);
      if (version === undefined || version === current) {
        const read = readPrompt(name, file);
        const at = new Date(file.modifiedMs).toISOString();
        const { inputs, variableNotes } = read.file;
        return {
          ref,
          prompt: toVersion(name, read, { version: current, at }),
          file: file.path,
          fetchedAt: Date.now(),
          freshness: "network",
          ...(inputs.length > 0 ? { inputs } : {}),
          ...(variableNotes ? { variableNotes } : {}),
        };
      }
      const bytes = await history.bytes(root, id, name, file, version, io.signal);
      if (!bytes) {
        const known = await history.versions(root, id, name, file, io.signal);
        throw promptNotFound(ref, { versions: known.map((one) => one.version).reverse(), labels: [] });
      }
      const read = readPrompt(name, { ending: file.ending, bytes });
      return { ref, prompt: toVersion(name, read, { version }), fetchedAt: Date.now(), freshness: "network" };
    },

    async fileOf(name, version, io) {
      const root = await folder.root();
      const file = await folder.read(name, io.signal);
      if (!file) return null;
      const isNow = (await history.current(root, file, io.signal)) === version;
      const bytes = isNow ? file.bytes : await history.bytes(root, id, name, file, version, io.signal);
      return bytes && whereItSaysMore(name, { ending: file.ending, bytes });
    },

    async templateFormat({ name }, io) {
      const file = await folder.read(name, io.signal);
      return file ? readPrompt(name, file).file.templateFormat : undefined;
    },

    async *changes(signal) {
      const root = await folder.root();
      yield* mergedChanges<LibraryChange>(
        [(stop) => fileChanges(root, stop), (stop) => headChanges(root, stop)],
        signal,
      );
    },

    async versions(name, _options, io) {
      cancelled(io.signal);
      const root = await folder.root();
      const file = await folder.read(name, io.signal);
      if (!file) throw promptNotFound({ library: facts.id, name }, null);
      history.seen(file);
      const found = await history.versions(root, id, name, file, io.signal);
      return found.map(({ version, at, by, message, isCurrent }) => ({
        version,
        labels: [],
        ...(isCurrent ? hashOf(name, file) : {}),
        ...(at === undefined ? {} : { createdAt: at }),
        ...(by === undefined ? {} : { createdBy: by }),
        ...(message === undefined ? {} : { commitMessage: message }),
      }));
    },

    writing: createLocalWriting({ id, folder, history }),
  };
}

function hashOf(name: string, file: Parameters<typeof readPrompt>[1]): { contentHash?: string } {
  try {
    return { contentHash: contentHash(readPrompt(name, file).file) };
  } catch (error) {
    // It cannot be read now; its history can all the same.
    if (error instanceof AppFailure) return {};
    throw error;
  }
}

function toSummary({ name, path, modifiedMs, problem }: ListedFile): PromptSummary {
  return {
    name,
    // What any other file is, only reading it tells.
    ...(path.endsWith(".txt") ? { type: "text" as const } : {}),
    versions: [],
    labels: [],
    tags: [],
    lastUpdatedAt: new Date(modifiedMs).toISOString(),
    ...(problem === undefined ? {} : { problem }),
  };
}
