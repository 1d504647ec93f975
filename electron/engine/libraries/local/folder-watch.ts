import { basename, join, relative, sep } from "node:path";
import { endingOf } from "./formats/formats.ts";
import { isHiddenPath } from "./list-files.ts";

/** A file that came, changed or went: which of them, the file itself says. */
export interface FileChange {
  /** Below the folder, with `/`. */
  path: string;
  ending: string;
}

const settleMs = 60;

/**
 * Follows the prompt files of a folder until the signal is aborted; no file is opened for it. Links are not followed.
 * @param root its real path.
 */
export async function* watchFolder(root: string, signal: AbortSignal): AsyncGenerator<FileChange, void> {
  if (signal.aborted) return;
  const { watch } = await import("chokidar");
  const waiting: FileChange[] = [];
  const settling = new Map<string, ReturnType<typeof setTimeout>>();
  let wake = () => {};
  const watcher = watch(root, {
    ignoreInitial: true,
    followSymlinks: false,
    depth: 20,
    // Editors replace a file by removing and renaming: that is one change.
    atomic: true,
    ignored: (path, stats) => {
      const below = relative(root, path);
      if (below === "") return false;
      return isHiddenPath(below) || (stats?.isFile() === true && endingOf(path) === undefined);
    },
  });
  const tell = (path: string) => {
    const below = relative(root, path).split(sep).join("/");
    const ending = endingOf(below);
    if (ending === undefined || below.startsWith("..") || isHiddenPath(below)) return;
    // Editors write in several steps; one change is told of once they have ended.
    clearTimeout(settling.get(below));
    const told = () => {
      settling.delete(below);
      waiting.push({ path: below, ending });
      wake();
    };
    settling.set(below, setTimeout(told, settleMs));
  };
  watcher.on("add", tell).on("change", tell).on("unlink", tell);
  // chokidar follows each file by itself and stays with one that a rename has replaced when two events come within 5 ms:
  // nothing of that name is told any more. What the watchers of the folders say is heard directly, too.
  watcher.on("raw", (_event, name, details) => {
    const watched = watchedPath(details);
    if (typeof name !== "string" || watched === undefined) return;
    tell(basename(watched) === name ? watched : join(watched, name));
  });
  // A folder that cannot be watched shows its changes at the next refresh.
  watcher.on("error", () => {});
  const stopped = () => wake();
  signal.addEventListener("abort", stopped, { once: true });
  try {
    while (!signal.aborted) {
      const next = waiting.shift();
      if (next) yield next;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (signal.aborted || waiting.length > 0) resolve();
        });
      }
    }
  } finally {
    signal.removeEventListener("abort", stopped);
    for (const timer of settling.values()) clearTimeout(timer);
    await watcher.close();
  }
}

/** Of an event as the system gave it: the file or folder whose watcher saw it. */
function watchedPath(details: unknown): string | undefined {
  if (typeof details !== "object" || details === null || !("watchedPath" in details)) return undefined;
  return typeof details.watchedPath === "string" ? details.watchedPath : undefined;
}
