import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { lstat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Environment } from "../../credentials/environment.ts";

/** A commit that changed a file. */
export interface FileCommit {
  /** 40 hex digits. */
  hash: string;
  /** ISO 8601 with the committer's time. */
  at: string;
  author: string;
  subject: string;
  /** Git's name of the file's content after it; absent where a merge made it. */
  blob?: string;
}

/** What is checked out. */
export interface GitHead {
  /** The branch, or the beginning of the commit's name where none is checked out. */
  branch: string;
  /** 40 or 64 hex digits; absent before the first commit. */
  commit?: string;
  /** Git's own folder of this checkout. */
  gitFolder: string;
}

/** What git knows of the files of a folder. Reads only: nothing is staged, committed or fetched. */
export interface GitHistory {
  /** Commits that changed the file, newest first; empty where there is no repository. */
  log(root: string, path: string, most: number, signal: AbortSignal): Promise<FileCommit[]>;
  /** The file in a commit; null when it is not in it. */
  show(root: string, path: string, commit: string, signal: AbortSignal): Promise<Buffer | null>;
  /** What is checked out where the folder lies; null where there is no repository. */
  head(root: string, signal: AbortSignal): Promise<GitHead | null>;
  /** Whether the folder lies in a repository; asks the file system alone. */
  isRepository(root: string): Promise<boolean>;
}

const timeLimitMs = 10_000;
const mostOutput = 4 * 1024 * 1024;

/** What a repository's own config could make git run, or ask the network for, is off. */
const safely = [
  "--no-pager",
  "--no-optional-locks",
  ...["-c", "core.hooksPath=/dev/null"],
  ...["-c", "core.fsmonitor=false"],
  ...["-c", "protocol.allow=never"],
  ...["-c", "log.showSignature=false"],
  ...["-c", "diff.external="],
];

export function createGitHistory(environment: Environment): GitHistory {
  const env = gitEnvironment(environment);
  // Windows looks for a program in the folder it is started in first: that is never a folder of prompts.
  const cwd = dirname(process.execPath);

  function git(root: string, given: readonly string[], signal: AbortSignal): Promise<Buffer | null> {
    return new Promise((resolve, reject) => {
      const options = { cwd, env, signal, timeout: timeLimitMs, maxBuffer: mostOutput, windowsHide: true };
      execFile("git", ["-C", root, ...safely, ...given], { ...options, encoding: "buffer" }, (error, stdout) => {
        if (signal.aborted) reject(new AppFailure("cancelled"));
        // No git, no such commit, a repository of somebody else, too long: there is nothing to show then.
        else if (error) resolve(null);
        else resolve(stdout);
      });
    });
  }

  async function isRepository(root: string): Promise<boolean> {
    for (let place = root; ; place = dirname(place)) {
      if (await lstat(join(place, ".git")).catch(() => null)) return true;
      if (dirname(place) === place) return false;
    }
  }

  return {
    isRepository,
    async head(root, signal) {
      if (!(await isRepository(root))) return null;
      const ask = async (...given: string[]) => (await git(root, given, signal))?.toString("utf8").trim();
      const [gitFolder, branch, commit] = await Promise.all([
        ask("rev-parse", "--absolute-git-dir"),
        ask("symbolic-ref", "--quiet", "--short", "HEAD"),
        ask("rev-parse", "--quiet", "--verify", "HEAD^{commit}"),
      ]);
      const found = commit !== undefined && isCommitHash(commit) ? commit : undefined;
      const name = branch || found?.slice(0, 10);
      if (!gitFolder || name === undefined) return null;
      return { gitFolder, branch: name, ...(found === undefined ? {} : { commit: found }) };
    },
    async log(root, path, most, signal) {
      if (!(await isRepository(root))) return [];
      const format = "--format=%x01%H%x00%cI%x00%an%x00%s%x00";
      const limits = [
        ...[`--max-count=${most}`, "--raw", "--no-abbrev", "--no-renames"],
        ...["--no-ext-diff", "--no-textconv", "--no-color", "--no-show-signature"],
      ];
      const output = await git(root, ["log", ...limits, format, "--", `:(literal)${path}`], signal);
      return output === null ? [] : readLog(output.toString("utf8"));
    },
    async show(root, path, commit, signal) {
      if (!isCommitHash(commit) || !(await isRepository(root))) return null;
      return git(root, ["cat-file", "blob", `${commit}:./${path}`], signal);
    },
  };
}

function readLog(output: string): FileCommit[] {
  return output
    .split("\u0001")
    .slice(1)
    .flatMap((entry) => {
      const [hash = "", at = "", author = "", subject = "", raw = ""] = entry.split("\0");
      const blob = /^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) /m.exec(raw)?.[1];
      return isCommitHash(hash) ? [{ hash, at, author, subject, ...(blob === undefined ? {} : { blob }) }] : [];
    });
}

/** Of SHA-1 or SHA-256. */
function isCommitHash(text: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/** Git's name of a content, by the kind of hash the repository has. */
export function blobName(bytes: Uint8Array, like: string): string {
  const hash = createHash(like.length === 64 ? "sha256" : "sha1");
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

const neededVariables = [
  ...["PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR"],
  ...["Path", "SystemRoot", "USERPROFILE", "HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA", "ProgramData", "TEMP"],
];

/** Only what git needs to start: nothing of `GIT_…` that steers it reaches it from outside, and it asks nobody. */
function gitEnvironment(environment: Environment): NodeJS.ProcessEnv {
  const kept = neededVariables.flatMap((name) => {
    const value = environment.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    GIT_TERMINAL_PROMPT: "0",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_NO_LAZY_FETCH: "1",
    NoDefaultCurrentDirectoryInExePath: "1",
    LC_ALL: "C",
  };
}
