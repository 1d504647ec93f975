import { fileVersion, isFileVersion } from "./file-version.ts";
import { blobName, type FileCommit, type GitHistory } from "./git.ts";
import { cancelled } from "./local-failure.ts";
import { type FoundFile, mostBytes } from "./prompt-folder.ts";
import type { SavedStates } from "./saved-states.ts";

/** A version of a prompt's file. */
export interface FileStanding {
  version: string;
  at?: string;
  by?: string;
  message?: string;
  /** Set for what lies in the folder now. */
  isCurrent?: true;
}

/** Which versions a file has: its commits where the folder is in a repository, else the states that were kept. */
export interface PromptHistory {
  /** What lies in the folder now: a commit, or the version of its bytes. */
  current(root: string, file: FoundFile, signal: AbortSignal): Promise<string>;
  /** Newest first. What lies in the folder now is the first one. */
  versions(root: string, folderId: string, name: string, file: FoundFile, signal: AbortSignal): Promise<FileStanding[]>;
  /** The bytes of one version; null when nobody has it. */
  bytes(
    root: string,
    folderId: string,
    name: string,
    file: FoundFile | null,
    version: string,
    signal: AbortSignal,
  ): Promise<Buffer | null>;
  /** Told of every text that was read, so that it can be a base later. */
  seen(file: FoundFile): void;
  /** Before and after a write: both texts are kept. @throws nothing; a full disk loses a state, no prompt. */
  wrote(root: string, folderId: string, name: string, files: readonly FoundFile[]): Promise<void>;
  /** Before a file is taken away: its text is kept, in a repository too, where it may not be committed. @throws on a full disk. */
  removes(folderId: string, name: string, file: FoundFile): Promise<void>;
}

/** Texts read lately, for the base of an edit whose file was changed by others meanwhile. */
const mostCommits = 200;
const mostSeenBytes = 32 * 1024 * 1024;

export function createPromptHistory(git: GitHistory, states: SavedStates): PromptHistory {
  const seen = new Map<string, Buffer>();
  let seenBytes = 0;

  function remember(version: string, bytes: Buffer): void {
    if (seen.has(version)) return;
    seen.set(version, bytes);
    seenBytes += bytes.length;
    for (const [oldest, { length }] of seen) {
      if (seenBytes <= mostSeenBytes) break;
      seen.delete(oldest);
      seenBytes -= length;
    }
  }

  async function isCommitted(root: string, { path, bytes }: FoundFile, commit: FileCommit, signal: AbortSignal) {
    const { hash, blob } = commit;
    // A checkout on Windows may have other line breaks than the commit.
    const unix = Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1");
    if (blob !== undefined) return [bytes, unix].some((form) => blobName(form, blob) === blob);
    const committed = await git.show(root, path, hash, signal);
    return committed !== null && (committed.equals(bytes) || committed.equals(unix));
  }

  return {
    async current(root, file, signal) {
      const [newest] = (await git.isRepository(root)) ? await git.log(root, file.path, 1, signal) : [];
      if (newest && (await isCommitted(root, file, newest, signal))) return newest.hash;
      return fileVersion(file.bytes);
    },
    async versions(root, folderId, name, file, signal) {
      cancelled(signal);
      const now: FileStanding = {
        version: fileVersion(file.bytes),
        at: new Date(file.modifiedMs).toISOString(),
        isCurrent: true,
      };
      if (await git.isRepository(root)) {
        const log = await git.log(root, file.path, mostCommits, signal);
        const [newest, ...older] = log;
        if (!newest || !(await isCommitted(root, file, newest, signal))) return [now, ...log.map(standingOf)];
        return [{ ...standingOf(newest), isCurrent: true }, ...older.map(standingOf)];
      }
      const kept = await states.list(folderId, name);
      const earlier = kept.filter(({ version }) => version !== now.version).reverse();
      return [now, ...earlier.map(({ version, at }) => ({ version, at: new Date(at).toISOString() }))];
    },
    async bytes(root, folderId, name, file, version, signal) {
      if (isFileVersion(version)) {
        if (file && fileVersion(file.bytes) === version) return file.bytes;
        const known = seen.get(version);
        if (known) return known;
        const kept = (await states.list(folderId, name)).find((state) => state.version === version);
        return kept ? Buffer.from(kept.text, "utf8") : null;
      }
      if (!file) return null;
      const committed = await git.show(root, file.path, version, signal);
      return committed && committed.length <= mostBytes ? committed : null;
    },
    seen(file) {
      remember(fileVersion(file.bytes), file.bytes);
    },
    async wrote(root, folderId, name, files) {
      for (const { bytes } of files) remember(fileVersion(bytes), bytes);
      if (await git.isRepository(root)) return;
      for (const file of files) await states.keep(folderId, name, stateOf(file)).catch(() => undefined);
    },
    removes: (folderId, name, file) => states.keep(folderId, name, stateOf(file)),
  };
}

function stateOf({ bytes, modifiedMs }: FoundFile) {
  return { version: fileVersion(bytes), at: Math.round(modifiedMs), text: bytes.toString("utf8") };
}

function standingOf({ hash, at, author, subject }: FileCommit): FileStanding {
  return { version: hash, at, by: author, message: subject };
}
