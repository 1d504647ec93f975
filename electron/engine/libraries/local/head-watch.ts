import { type FSWatcher, watch } from "node:fs";
import { join } from "node:path";
import type { GitHead, GitHistory } from "./git.ts";

/** What git writes when another branch or commit is checked out, or one is made. Others than git write nothing here. */
const watched = new Set(["HEAD", "index", "ORIG_HEAD"]);
const settleMs = 60;

/**
 * Follows what is checked out until the signal is aborted: what it is now, since a list may be
 * older than this, then each change. Ends at once where there is
 * no repository.
 */
export async function* watchHead(git: GitHistory, root: string, signal: AbortSignal): AsyncGenerator<GitHead, void> {
  let head = await git.head(root, signal);
  if (!head || signal.aborted) return;
  yield head;
  let hasChanged = false;
  let wake = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Git writes several files for one change.
  const told = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      hasChanged = true;
      wake();
    }, settleMs);
  };
  const stopped = () => wake();
  signal.addEventListener("abort", stopped, { once: true });
  const watchers = [
    watchNames(head.gitFolder, (name) => watched.has(name), told),
    watchNames(join(head.gitFolder, "logs"), (name) => name === "HEAD", told),
  ];
  try {
    while (!signal.aborted) {
      if (!hasChanged) {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (signal.aborted || hasChanged) resolve();
        });
        continue;
      }
      hasChanged = false;
      const now = await git.head(root, signal);
      if (!now || (now.branch === head.branch && now.commit === head.commit)) continue;
      head = now;
      yield head;
    }
  } finally {
    signal.removeEventListener("abort", stopped);
    clearTimeout(timer);
    for (const watcher of watchers) watcher?.close();
  }
}

/** A folder that is not there or cannot be watched tells nothing; the next refresh asks git. */
function watchNames(folder: string, isWanted: (name: string) => boolean, told: () => void): FSWatcher | null {
  try {
    return watch(folder, { persistent: false }, (_event, name) => {
      if (name === null || isWanted(name)) told();
    }).on("error", () => undefined);
  } catch {
    return null;
  }
}
