import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ModelBookFile } from "@shared/domain/model/model-facts.ts";
import { asModelBook, modelBookFault } from "./is-model-book.ts";
import { type ModelLists, takeModelLists } from "./model-book.ts";

/** The person's own rows, written by hand, and those that `promptscope models update` fetched. */
const ownListName = "models.json";
export const updatedListName = "models-updated.json";

const mostBytes = 64 * 1024 * 1024;
const found: string[] = [];

/** Lets what is known of models include a profile's lists; they are read when a model is first asked for. */
export function takeProfileModels(folder: string): void {
  takeModelLists(() => readProfileLists(folder));
}

/** What was wrong with the lists that were read, in words for a person. */
export function modelListProblems(): readonly string[] {
  return found;
}

/** Reads at once, since whoever asks for a model cannot wait; a list that cannot be used is left out and told of. */
function readProfileLists(folder: string): ModelLists {
  found.length = 0;
  const [updated, own] = [updatedListName, ownListName].map((name) => readList(join(folder, name), name));
  return { ...(updated ? { updated } : {}), ...(own ? { own } : {}) };
}

function readList(path: string, name: string): ModelBookFile | undefined {
  try {
    const { size } = statSync(path);
    if (size > mostBytes) throw new Error("it is larger than 64 MB");
    const file: unknown = JSON.parse(readFileSync(path, "utf8"));
    const book = asModelBook(file);
    if (book) return book;
    throw new Error(modelBookFault(file));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ENOENT")
      found.push(`${name} is not used: ${error instanceof Error ? error.message : String(error)}.`);
    return undefined;
  }
}
