import { link, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import * as z from "zod";
import { errorCode, storageFailure } from "./json-document.ts";
import { readPlainFile } from "./plain-file.ts";
import { processStart } from "./process-start.ts";

const holderSchema = z.strictObject({
  pid: z.number().int().positive(),
  /** Tells a recycled pid from the process that took the lock; null where the platform does not say. */
  processStart: z.string().nullable(),
});
type Holder = z.infer<typeof holderSchema>;

/** A guard is held for the time of two file operations. */
const guardPauseMs = 5;
const mostGuardTries = 1_000;

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
  const mine = `${JSON.stringify({ pid: process.pid, processStart: startOf(process.pid) })}\n`;
  try {
    while (!(await tryLink(path, mine))) {
      const holder = await runningHolder(path);
      if (holder !== null) throw inUse(holder.pid);
      await removeStale(path, mine);
    }
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

/**
 * Removes a lock whose process is gone. Whoever removes one holds its guard: without it, one that has read the stale
 * lock could remove the fresh lock of another that was quicker. A guard left by a crash is removed the same way.
 * @throws AppFailure `storage_failed` when a guard stays held.
 */
async function removeStale(path: string, mine: string): Promise<void> {
  const guard = `${path}.guard`;
  for (let tries = 1; !(await tryLink(guard, mine)); tries += 1) {
    const holder = await runningHolder(guard);
    if (holder === null) await removeStale(guard, mine);
    else if (tries > mostGuardTries) throw inUse(holder.pid);
    else await setTimeout(guardPauseMs);
  }
  try {
    if ((await runningHolder(path)) === null) await rm(path, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}

/** Who holds a lock and still runs; null for one that is absent, damaged or left behind. */
async function runningHolder(path: string): Promise<Holder | null> {
  const content = await readIfPresent(path);
  const holder = content === null ? null : parseHolder(content);
  return holder !== null && isRunning(holder) ? holder : null;
}

async function releaseIfMine(path: string, mine: string): Promise<void> {
  if ((await readIfPresent(path)) === mine) await rm(path, { force: true });
}

function isRunning(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (errorCode(error) === "ESRCH") return false; // EPERM: it runs and is another user's.
  }
  return holder.processStart === null || startOf(holder.pid) === holder.processStart;
}

/** In the form the lock has it. */
function startOf(pid: number): string | null {
  return processStart(pid)?.toString() ?? null;
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
    return await readPlainFile(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw error;
  }
}
