import { copyFileSync, existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openHistoryDatabase } from "@engine/history/history-database.ts";
import { noNotes } from "@shared/domain/run/history.ts";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { sampleRun } from "./sample-run.ts";

const dayMs = 86_400_000;
const forEver = { maxAgeDays: null, maxBytes: null };
const notes = (folder: string) => join(folder, "history.removed.jsonl");

const open = (folder: string, maxAgeDays: number | null = null) =>
  openHistoryDatabase({ folder, retention: { ...forEver, maxAgeDays } });

async function idsIn(history: Awaited<ReturnType<typeof open>>): Promise<string[]> {
  return (await history.list({ filter: {}, limit: 100 })).runs.map(({ id }) => id).toSorted();
}

/** Eight runs, the first four of long ago, in a closed history that has a copy of before an upgrade. */
async function filled({ hasCopy = true } = {}): Promise<string> {
  const folder = await temporaryFolder();
  const history = await open(folder);
  const startedAt = (sequence: number) => Date.now() - (sequence <= 4 ? 40 : 1) * dayMs;
  const runs = Array.from({ length: 8 }, (_, index) => ({
    record: { ...sampleRun(index + 1), startedAt: startedAt(index + 1) },
    notes: noNotes,
  }));
  await history.add(runs);
  await history.close();
  if (hasCopy) copyFileSync(join(folder, "history.db"), join(folder, "history.v4.db"));
  return folder;
}

/** Nothing of the file can be read any more: all that comes back comes from the copy. */
function destroy(folder: string): void {
  writeFileSync(join(folder, "history.db"), Buffer.alloc(40_960, 7));
}

describe("runs that were deleted, and a copy that still has them (DB-3)", () => {
  it("do not come back when the file is damaged later: not those of the last session, not older ones", async () => {
    const folder = await filled();
    const first = await open(folder);
    await first.delete(["run-5"]);
    await first.close();
    const second = await open(folder);
    await second.delete(["run-6"]);
    await second.close();
    if (process.platform !== "win32") expect(statSync(notes(folder)).mode & 0o077).toBe(0);
    destroy(folder);
    const history = await open(folder);
    expect(await idsIn(history)).toEqual(["run-1", "run-2", "run-3", "run-4", "run-7", "run-8"]);
    expect((await history.status()).notices.join()).toContain("6 came from the copy");
    expect(await history.undelete(["run-5", "run-6"])).toEqual([]);
    await history.close();
  });

  it("nor those that were removed for their age", async () => {
    const folder = await filled();
    await (await open(folder, 30)).close();
    destroy(folder);
    const history = await open(folder);
    expect(await idsIn(history)).toEqual(["run-5", "run-6", "run-7", "run-8"]);
    await history.close();
  });

  it("but what was brought back is there", async () => {
    const folder = await filled();
    const history = await open(folder);
    await history.delete(["run-7", "run-8"]);
    await history.undelete(["run-8"]);
    await history.close();
    destroy(folder);
    const next = await open(folder);
    expect(await idsIn(next)).toEqual(["run-1", "run-2", "run-3", "run-4", "run-5", "run-6", "run-8"]);
    await next.close();
  });

  it("are noted for nobody where there is no copy, and a note that a kill has cut costs none of the others", async () => {
    const without = await filled({ hasCopy: false });
    const history = await open(without);
    await history.delete(["run-1"]);
    await history.close();
    expect(existsSync(notes(without))).toBe(false);
    const folder = await filled();
    writeFileSync(notes(folder), '["run-1","removed"]\n["run-2","rem');
    const next = await open(folder);
    await next.delete(["run-3"]);
    await next.close();
    destroy(folder);
    const last = await open(folder);
    expect(await idsIn(last)).toEqual(["run-2", "run-4", "run-5", "run-6", "run-7", "run-8"]);
    await last.close();
  });
});
