import { statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Where a history lies: the folder of a profile, in which its files are called `history…`, or a database file of its own,
 * such as `experiments.db`, with what belongs to it beside it under the same name.
 */
export type HistoryPlace = string;

const ending = ".db";

/** A file of a history by what follows its name: `.db`, `.spool`. */
export function historyPath(place: HistoryPlace, rest: string): string {
  return isStoreFile(place) ? `${place.slice(0, -ending.length)}${rest}` : join(place, `history${rest}`);
}

export function folderOfHistory(place: HistoryPlace): string {
  return isStoreFile(place) ? dirname(place) : place;
}

/** How its files' names begin. */
export function nameOfHistory(place: HistoryPlace): string {
  return isStoreFile(place) ? basename(place, ending) : "history";
}

/** A folder may be called so too. */
export function isStoreFile(place: HistoryPlace): boolean {
  return place.endsWith(ending) && !statSync(place, { throwIfNoEntry: false })?.isDirectory();
}

/** The other way round. */
export function placeOfDatabase(path: string): HistoryPlace {
  return basename(path) === `history${ending}` ? dirname(path) : path;
}
