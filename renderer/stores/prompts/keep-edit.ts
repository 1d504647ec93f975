import type { AppError } from "@shared/domain/error/error.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { asAppError, engineClient } from "../client.ts";
import { keptOf, type OpenEdit } from "./open-edit.ts";

/** A pause in typing after which an edit is written; with the write itself it is on the disk within a second. */
const keepDelayMs = 300;
/** Who types on without a pause has it written all the same. */
const longestDelayMs = 700;

/** Writes edits down behind the typing. */
export interface EditKeeper {
  /** Has an edit written soon; what is typed next takes its place. */
  soon(edit: OpenEdit): void;
  /**
   * Writes now what waits to be written, and once more what could not be.
   * @returns whether nothing is left that could not be written.
   */
  flush(): Promise<boolean>;
  /** What waits of a prompt is not written any more. */
  drop(key: string): void;
  /** What was read here of a prompt: when it was kept, null where nothing is. What was kept since is another window's. */
  noteSeen(key: string, keptAt: number | null): void;
}

interface KeeperListener {
  /** How the last write of a prompt's edit ended; the next change tries again. */
  wrote(error: AppError | null, key: string): void;
  /** Another window's edit of the prompt had to be put aside. */
  overtook(key: string): void;
}

/** What is typed next takes the place of the edit in here; a timer for each key would be dearer. */
interface Waiting {
  edit: OpenEdit;
  since: number;
  last: number;
  timer?: ReturnType<typeof setTimeout>;
  /** Resolves when it is written, or dropped before its turn came. */
  written?: Promise<void>;
  isDropped?: boolean;
  write(): Promise<void>;
}

export function createEditKeeper({ wrote, overtook }: KeeperListener): EditKeeper {
  const id = crypto.randomUUID();
  const seen = new Map<string, number | null>();
  let waiting: Waiting | undefined;
  /** The last edit of each prompt that could not be written. */
  const unwritten = new Map<string, OpenEdit>();
  /** How often each prompt's edit was dropped: what fails after that is not tried again. */
  const drops = new Map<string, number>();
  /** One after the other: of two under way the older could come in last, and after a restart its text stood there. */
  let turn = Promise.resolve();

  async function send(edit: OpenEdit): Promise<void> {
    if (!edit.changed) {
      await engineClient().call("edits.discard", { prompt: identityOf(edit.base) });
      return;
    }
    const window = { id, seen: seen.get(edit.key) ?? null };
    const kept = await engineClient().call("edits.keep", { ...keptOf(edit), window });
    seen.set(edit.key, kept.keptAt);
    if (kept.overtook) overtook(edit.key);
  }

  async function keep(edit: OpenEdit): Promise<void> {
    const dropsBefore = drops.get(edit.key);
    try {
      await send(edit);
      unwritten.delete(edit.key);
      wrote(null, edit.key);
    } catch (thrown) {
      if (drops.get(edit.key) === dropsBefore) unwritten.set(edit.key, edit);
      wrote(asAppError(thrown), edit.key);
    }
  }

  /** Unless it was dropped or written anew until its turn came. */
  async function keepAgain(edit: OpenEdit): Promise<void> {
    if (unwritten.get(edit.key) === edit) await keep(edit);
  }

  return {
    soon(edit) {
      const now = performance.now();
      if (waiting?.edit.key === edit.key) {
        Object.assign(waiting, { edit, last: now });
        return;
      }
      void waiting?.write();
      const own: Waiting = { edit, since: now, last: now, write };
      const wait = (ms: number): void => {
        own.timer = setTimeout(() => {
          const rest = Math.min(own.last + keepDelayMs, own.since + longestDelayMs) - performance.now();
          if (rest > 0) wait(rest);
          else void write();
        }, ms);
      };
      function write(): Promise<void> {
        clearTimeout(own.timer);
        own.written ??= turn = turn.then(writeNow);
        return own.written;
      }
      /** What was typed until its turn came goes with it. */
      async function writeNow(): Promise<void> {
        if (waiting === own) waiting = undefined;
        if (!own.isDropped) await keep(own.edit);
      }
      waiting = own;
      wait(keepDelayMs);
    },
    async flush() {
      for (const [key, again] of unwritten) if (key !== waiting?.edit.key) turn = turn.then(() => keepAgain(again));
      void waiting?.write();
      await turn;
      return unwritten.size === 0;
    },
    drop(key) {
      drops.set(key, (drops.get(key) ?? 0) + 1);
      unwritten.delete(key);
      if (waiting?.edit.key !== key) return;
      clearTimeout(waiting.timer);
      waiting.isDropped = true;
      waiting = undefined;
    },
    noteSeen: (key, keptAt) => void seen.set(key, keptAt),
  };
}
