import { posix } from "node:path";
import type { SourceFile } from "./source-files.ts";

/**
 * Folders that import values of one another in a ring, each ring as its folders in order of the alphabet. A folder
 * stands for the files that lie in it directly; imports of types alone do not count, they are gone when the code runs.
 */
export function folderCircles(files: readonly SourceFile[]): string[][] {
  const folders = importsByFolder(files);
  const reach = new Map([...folders.keys()].map((folder) => [folder, reachedFrom(folder, folders)]));
  const reaches = (one: string, other: string) => reach.get(one)?.has(other) === true;
  const circles = [...folders.keys()].sort().map((folder) => {
    return [...folders.keys()].filter((other) => reaches(folder, other) && reaches(other, folder)).sort();
  });
  return circles.filter(
    (circle, index) => circle.length > 1 && circles.findIndex((it) => it[0] === circle[0]) === index,
  );
}

/** Each import by values that leads from one folder of a ring to another of it, as `file -> file`, for the message. */
export function linksOf(circle: readonly string[], files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, imports }) => {
    const folder = posix.dirname(path);
    if (!circle.includes(folder)) return [];
    const targets = imports.filter(({ target, typeOnly }) => !typeOnly && circle.includes(posix.dirname(target)));
    return targets.filter(({ target }) => posix.dirname(target) !== folder).map(({ target }) => `${path} -> ${target}`);
  });
}

function importsByFolder(files: readonly SourceFile[]): Map<string, Set<string>> {
  const ours = new Set(files.map(({ path }) => path));
  const folders = new Map<string, Set<string>>();
  for (const { path, imports } of files) {
    const folder = posix.dirname(path);
    const imported = folders.get(folder) ?? new Set();
    folders.set(folder, imported);
    for (const { target, typeOnly } of imports) {
      if (!typeOnly && ours.has(target) && posix.dirname(target) !== folder) imported.add(posix.dirname(target));
    }
  }
  return folders;
}

function reachedFrom(start: string, folders: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set<string>();
  const waiting = [start];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const next of folders.get(folder) ?? []) {
      if (reached.has(next)) continue;
      reached.add(next);
      waiting.push(next);
    }
  }
  return reached;
}
