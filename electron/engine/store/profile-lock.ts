import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import * as z from "zod";
import { errorCode, storageFailure } from "./json-document.ts";

const holderSchema = z.strictObject({
  pid: z.number().int().positive(),
  /** Tells a recycled pid from the process that took the lock; null where the platform does not say. */
  processStart: z.string().nullable(),
});
type Holder = z.infer<typeof holderSchema>;

export interface ProfileLock {
  release(): Promise<void>;
}

/**
 * Takes `profile.lock` for this process. Electron's own single-instance lock does not know of the web host, so both
 * hosts take this one. A lock whose process is gone is taken over.
 * @throws AppFailure `storage_failed` naming the pid that holds it.
 */
export async function lockProfile(directory: string): Promise<ProfileLock> {
  const path = join(directory, "profile.lock");
  const mine = `${JSON.stringify({ pid: process.pid, processStart: await processStart(process.pid) })}\n`;
  try {
    while (!(await tryLink(path, mine))) await removeStale(path);
  } catch (error) {
    throw error instanceof AppFailure ? error : storageFailure("The profile folder cannot be locked.", error);
  }
  return { release: () => releaseIfMine(path, mine) };
}

/** Creates the lock with its whole content in one step, which `open` with `wx` would not. False: it exists. */
async function tryLink(path: string, content: string): Promise<boolean> {
  const temporary = `${path}.${process.pid}-${process.hrtime.bigint()}`;
  await writeFile(temporary, content, { flag: "wx", mode: 0o600 });
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Removes a lock nobody holds; throws when somebody does. */
async function removeStale(path: string): Promise<void> {
  const content = await readIfPresent(path);
  if (content === null) return;
  const holder = parseHolder(content);
  if (holder !== null && (await isRunning(holder))) throw inUse(holder.pid);
  const aside = `${path}.stale-${process.pid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return;
    throw error;
  }
  const moved = await readIfPresent(aside);
  // Between reading and renaming another process may have taken the stale lock over: give it back.
  if (moved !== null && moved !== content) await link(aside, path).catch(ignoreExisting);
  await rm(aside, { force: true });
}

async function releaseIfMine(path: string, mine: string): Promise<void> {
  if ((await readIfPresent(path)) === mine) await rm(path, { force: true });
}

async function isRunning(holder: Holder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (errorCode(error) === "ESRCH") return false; // EPERM: it runs and is another user's.
  }
  return holder.processStart === null || (await processStart(holder.pid)) === holder.processStart;
}

/** The start time of a process as the kernel counts it, so that a recycled pid is not taken for the old process. */
async function processStart(pid: number): Promise<string | null> {
  if (process.platform !== "linux") return null;
  try {
    const text = await readFile(`/proc/${pid}/stat`, "utf8");
    // The second field, the name, may hold spaces and brackets; `starttime` is field 22 (proc_pid_stat(5)).
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null; // The process has just ended, or /proc is hidden.
  }
}

function parseHolder(content: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(content));
  } catch {
    return null; // Damaged, so nobody's.
  }
}

function inUse(pid: number): AppFailure {
  return new AppFailure("storage_failed", {
    message: `Promptscope is already running on this profile (process ${pid}).`,
    advice: "Use that one or stop it; or set PROMPTSCOPE_HOME to another folder.",
  });
}

async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}

function ignoreExisting(error: unknown): void {
  if (errorCode(error) !== "EEXIST") throw error;
}
