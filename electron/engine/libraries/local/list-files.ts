import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { endingOf, endings } from "./formats/formats.ts";
import { cancelled, folderFailure } from "./local-failure.ts";
import { mostBytes } from "./prompt-folder.ts";
import { foldedName, nameProblem } from "./prompt-names.ts";

/** A file that may hold a prompt, known by its name, size and time alone. */
export interface ListedFile {
  name: string;
  /** Below the folder, with `/`. */
  path: string;
  modifiedMs: number;
  /** Why it is not opened, or never written. */
  problem?: string;
}

export interface FolderListing {
  /** By name. */
  files: ListedFile[];
  /** Set when there is more than is listed. */
  notice?: string;
}

const mostFiles = 10_000;
const mostFolders = 20_000;
const deepest = 20;
const foldersAtOnce = 8;
/** Folders of other programs that hold no prompts of anyone. */
const skipped = new Set(["node_modules", "__pycache__"]);

/** Whether a path leads through what is never looked into. */
export function isHiddenPath(path: string): boolean {
  return path.split(/[\\/]/).some((segment) => segment.startsWith(".") || skipped.has(segment));
}

/**
 * Names, sizes and times of all prompt files below a folder; no file is opened and no link followed.
 * @param root its real path.
 */
export async function listFiles(root: string, signal: AbortSignal): Promise<FolderListing> {
  const found: ListedFile[] = [];
  let folders = 0;
  let isCut = false;

  async function walk(above: string, depth: number): Promise<void> {
    cancelled(signal);
    folders += 1;
    if (folders > mostFolders || depth > deepest || found.length >= mostFiles) {
      isCut = true;
      return;
    }
    const place = above === "" ? root : join(root, ...above.split("/"));
    let entries: Awaited<ReturnType<typeof readEntries>>;
    try {
      entries = await readEntries(place);
    } catch (error) {
      if (above === "") throw folderFailure(`The folder ${root} of local prompts cannot be read.`, error);
      return; // A folder that may not be read holds no prompts we could show.
    }
    const below: string[] = [];
    const files: Promise<ListedFile | null>[] = [];
    for (const entry of entries) {
      if (isHiddenPath(entry.name)) continue;
      const path = above === "" ? entry.name : `${above}/${entry.name}`;
      if (entry.isDirectory()) below.push(path);
      else if (entry.isFile() || entry.isSymbolicLink()) {
        const ending = endingOf(entry.name);
        if (ending !== undefined) files.push(listFile(root, path, ending));
      }
    }
    for (const file of await Promise.all(files)) {
      if (file && found.length < mostFiles) found.push(file);
      else if (file) isCut = true;
    }
    // A few at once: most of the time is waiting for the disk.
    for (let at = 0; at < below.length; at += foldersAtOnce) {
      await Promise.all(below.slice(at, at + foldersAtOnce).map((path) => walk(path, depth + 1)));
    }
  }

  await walk("", 0);
  const notice = `Only the first ${found.length.toLocaleString("en")} files of this folder are listed.`;
  return { files: withTwins(found), ...(isCut ? { notice } : {}) };
}

function readEntries(place: string) {
  return readdir(place, { withFileTypes: true });
}

/** One file by its path below the folder; null when it has gone. */
export async function listFile(root: string, path: string, ending: string): Promise<ListedFile | null> {
  const name = path.slice(0, -ending.length);
  let stats: Awaited<ReturnType<typeof lstat>>;
  try {
    stats = await lstat(join(root, path));
  } catch {
    return null;
  }
  const problem = problemOf(name, stats);
  return { name, path, modifiedMs: Number(stats.mtimeMs), ...(problem === undefined ? {} : { problem }) };
}

function problemOf(name: string, stats: Awaited<ReturnType<typeof lstat>>): string | undefined {
  if (stats.isSymbolicLink()) return "It is a link; links are not followed.";
  if (!stats.isFile()) return "It is no file.";
  if (stats.size > mostBytes) return "It is larger than 1 MB.";
  return nameProblem(name);
}

/** Of the endings of one name the first counts; names that only some systems tell apart are never written. */
function withTwins(files: readonly ListedFile[]): ListedFile[] {
  const rank = ({ path }: ListedFile) => endings.findIndex((ending) => path.endsWith(ending));
  const first = new Map<string, ListedFile>();
  for (const file of files) {
    const other = first.get(file.name);
    if (!other || rank(file) < rank(other)) first.set(file.name, file);
  }
  const folds = new Map<string, string[]>();
  for (const name of first.keys()) {
    const names = folds.get(foldedName(name));
    if (names) names.push(name);
    else folds.set(foldedName(name), [name]);
  }
  const all = files.map((file): ListedFile => {
    const counting = first.get(file.name);
    if (counting !== file) return { ...file, name: file.path, problem: `“${counting?.path}” has the name already.` };
    const twin = folds.get(foldedName(file.name))?.find((name) => name !== file.name);
    if (twin === undefined || file.problem !== undefined) return file;
    return { ...file, problem: `“${twin}” is the same name on other systems.` };
  });
  return all.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
