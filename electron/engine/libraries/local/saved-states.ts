import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as z from "zod";

/** A text that a file had. */
export interface SavedState {
  /** As `fileVersion` names it. */
  version: string;
  /** UTC milliseconds. */
  at: number;
  text: string;
}

/** Earlier texts of prompts in folders that no repository remembers. */
export interface SavedStates {
  /** Oldest first; one text once, at the place where it was kept last. */
  list(folderId: string, name: string): Promise<SavedState[]>;
  /** Adds a text that is not the newest already; the oldest go when it becomes too many. */
  keep(folderId: string, name: string, state: SavedState): Promise<void>;
}

const mostStates = 200;
const mostCharacters = 20_000_000;

const fileSchema = z.object({
  name: z.string(),
  states: z.array(z.object({ version: z.string(), at: z.number(), text: z.string() })),
});

/** @param write replaces a file whole or not at all. */
export function createSavedStates(
  directory: string,
  write: (path: string, content: string) => Promise<void>,
): SavedStates {
  const pathOf = (folderId: string, name: string) =>
    join(directory, folderId, `${createHash("sha256").update(name).digest("hex").slice(0, 32)}.json`);
  /** One after the other, so that no two writes of a file meet. */
  let last: Promise<unknown> = Promise.resolve();

  async function list(folderId: string, name: string): Promise<SavedState[]> {
    const text = await readFile(pathOf(folderId, name), "utf8").catch(() => null);
    if (text === null) return [];
    try {
      return fileSchema.parse(JSON.parse(text)).states;
    } catch {
      return []; // Damaged: the file itself is what counts, and the next save begins anew.
    }
  }

  async function keep(folderId: string, name: string, state: SavedState): Promise<void> {
    const before = await list(folderId, name);
    if (before.at(-1)?.version === state.version) return;
    const states = [...before.filter(({ version }) => version !== state.version), state].slice(-mostStates);
    while (states.length > 1 && states.reduce((sum, { text }) => sum + text.length, 0) > mostCharacters) states.shift();
    const path = pathOf(folderId, name);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await write(path, `${JSON.stringify({ name, states })}\n`);
  }

  return {
    list,
    keep(folderId, name, state) {
      const kept = last.then(() => keep(folderId, name, state));
      last = kept.catch(() => undefined);
      return kept;
    },
  };
}

/** For a host without a profile: what was written while it ran. */
export function createStatesInMemory(): SavedStates {
  const kept = new Map<string, SavedState[]>();
  const keyOf = (folderId: string, name: string) => `${folderId}:${name}`;
  return {
    list: async (folderId, name) => kept.get(keyOf(folderId, name)) ?? [],
    async keep(folderId, name, state) {
      const before = kept.get(keyOf(folderId, name)) ?? [];
      if (before.at(-1)?.version === state.version) return;
      kept.set(keyOf(folderId, name), [...before.filter(({ version }) => version !== state.version), state].slice(-20));
    },
  };
}
