import { basename } from "node:path";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type * as z from "zod";
import { writeFileAtomically } from "./atomic-file.ts";
import { moveFile } from "./move-file.ts";
import { readPlainFile } from "./plain-file.ts";

/** One JSON file, held in memory and written through. */
export interface JsonDocument<T> {
  /** The value last set, whether or not it has reached the disk. */
  get(): T;
  /**
   * Resolves when this value, or a newer one, is on the disk.
   * @throws AppFailure `storage_failed`; the file then still has its old content, and the next `set` tries again.
   */
  set(value: T): Promise<void>;
  /** Set when the file could not be used and was put aside: what happened, for the person. */
  readonly problem?: string;
}

/** `memory`: what is set is kept as long as the process; for a profile that cannot be written. */
export type DocumentAccess = "write" | "read" | "memory";

/**
 * Opens a JSON file of the profile. A missing file gives `defaultValue`; a file that does not fit `schema` is renamed
 * to `<name>.corrupt-<time>` and reported, never deleted. With `read` nothing on the disk is touched, so that a process
 * that does not hold the profile's lock may look into it.
 *
 * @param upgrade makes of a file of an earlier version one of this; gives what is up to date back as it is.
 * @throws AppFailure `storage_failed` when the file is there and cannot be read.
 */
export async function openJsonDocument<T>(
  path: string,
  schema: z.ZodType<T>,
  defaultValue: T,
  access: DocumentAccess = "write",
  upgrade: (stored: unknown) => unknown = (stored) => stored,
): Promise<JsonDocument<T>> {
  const text = await readIfPresent(path);
  const parsed = text === null ? { value: defaultValue, upgraded: false } : parse(text, schema, upgrade);
  if (access !== "write") return createReading(path, parsed, defaultValue, access);
  if (parsed !== null) {
    const document = createDocument(path, parsed.value);
    // What an upgrade decided stays decided. A disk that is full now says so at the next change.
    if (parsed.upgraded) await document.set(parsed.value).catch(() => undefined);
    return document;
  }
  const problem = await setAside(path);
  return { ...createDocument(path, defaultValue), problem };
}

function createReading<T>(
  path: string,
  parsed: { value: T } | null,
  defaultValue: T,
  access: "read" | "memory",
): JsonDocument<T> {
  let { value } = parsed ?? { value: defaultValue };
  return {
    get: () => value,
    async set(next) {
      if (access === "memory") {
        value = next;
        return;
      }
      throw new AppFailure("storage_failed", { message: `${basename(path)} was opened for reading only.` });
    },
    ...(parsed ? {} : { problem: `${basename(path)} is damaged and is not used.` }),
  };
}

function createDocument<T>(path: string, initial: T): JsonDocument<T> {
  let value = initial;
  let writing: Promise<void> | null = null;
  let queued: Promise<void> | null = null;

  /** Values set while a write runs share the one write after it. */
  function schedule(): Promise<void> {
    if (writing === null) {
      writing = write().finally(() => {
        writing = null;
      });
      return writing;
    }
    queued ??= writing
      .catch(() => undefined) // That failure was told to whoever had set the earlier value.
      .then(() => {
        queued = null;
        return schedule();
      });
    return queued;
  }

  async function write(): Promise<void> {
    try {
      await writeFileAtomically(path, `${JSON.stringify(value, null, 2)}\n`);
    } catch (error) {
      throw storageFailure(`${basename(path)} could not be written.`, error);
    }
  }

  return {
    get: () => value,
    set(next) {
      value = next;
      return schedule();
    },
  };
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readPlainFile(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw storageFailure(`${basename(path)} could not be read.`, error);
  }
}

function parse<T>(
  text: string,
  schema: z.ZodType<T>,
  upgrade: (stored: unknown) => unknown,
): { value: T; upgraded: boolean } | null {
  try {
    const stored: unknown = JSON.parse(text);
    const current = upgrade(stored);
    const result = schema.safeParse(current);
    return result.success ? { value: result.data, upgraded: current !== stored } : null;
  } catch {
    return null; // Not JSON. The parser's message quotes the file, which may hold a secret.
  }
}

async function setAside(path: string): Promise<string> {
  const name = `${basename(path)}.corrupt-${Date.now()}`;
  try {
    await moveFile(path, `${path.slice(0, -basename(path).length)}${name}`);
  } catch (error) {
    throw storageFailure(`${basename(path)} is damaged and could not be put aside.`, error);
  }
  return `${basename(path)} was damaged. It is kept as ${name}; Promptscope started with a new one.`;
}

/** A file system error as typed data: its code says enough, its path is this machine's business. */
export function storageFailure(message: string, error: unknown): AppFailure {
  return new AppFailure("storage_failed", { message, detail: errorCode(error) ?? String(error) });
}

export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
