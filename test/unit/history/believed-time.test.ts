import { openHistoryDatabase } from "@engine/history/history-database.ts";
import { noNotes } from "@shared/domain/run/history.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { sampleRun } from "./sample-run.ts";

const dayMs = 86_400_000;
const yearMs = 365 * dayMs;
/** When the history was used last. */
const used = Date.UTC(2026, 10, 28);

afterEach(() => vi.restoreAllMocks());

/** A start at a time, with runs kept for 30 days. Gives how many are left, and what was told. */
async function start(folder: string, now: number, maxAgeDays: number | null = 30) {
  vi.spyOn(Date, "now").mockReturnValue(now);
  const history = await openHistoryDatabase({ folder, retention: { maxAgeDays, maxBytes: null } });
  const over = await history.overLimits({ maxAgeDays: 30, maxBytes: null });
  // As once a day, while the app is open.
  await history.retain({ maxAgeDays, maxBytes: null });
  const { runs, notices } = await history.status();
  await history.close();
  return { runs, over: over.runs, doubt: notices.filter((notice) => notice.includes("The clock says")) };
}

/** Ten runs of one day each, the newest of the day it was used last. */
async function filled(days = 1): Promise<string> {
  const folder = await temporaryFolder();
  const history = await openHistoryDatabase({ folder, retention: { maxAgeDays: null, maxBytes: null } });
  await history.add(
    Array.from({ length: 10 }, (_, index) => ({
      record: { ...sampleRun(index + 1), startedAt: used - (9 - index) * days * dayMs },
      notes: noNotes,
    })),
  );
  await history.close();
  return folder;
}

describe("a clock that is far ahead (CLK-1)", () => {
  it("removes no run at a start, nor once a day, and is told once", async () => {
    const folder = await filled();
    for (const ahead of [10 * yearMs, 10 * yearMs + 3 * dayMs, 6 * yearMs]) {
      const { runs, over, doubt } = await start(folder, used + ahead);
      expect({ runs, over }).toEqual({ runs: 10, over: 0 });
      expect(doubt).toHaveLength(1);
      expect(doubt[0]).toContain("2026-11-28");
    }
  });

  it("is no harm any more once it is set right, and runs made meanwhile do not make it right", async () => {
    const folder = await filled();
    await start(folder, used + 10 * yearMs);
    const history = await openHistoryDatabase({ folder, retention: { maxAgeDays: 30, maxBytes: null } });
    await history.add([{ record: { ...sampleRun(11), startedAt: used + 10 * yearMs }, notes: noNotes }]);
    await history.close();
    expect((await start(folder, used + 10 * yearMs + dayMs)).runs).toBe(11);
    expect(await start(folder, used + dayMs)).toEqual({ runs: 11, over: 0, doubt: [] });
    expect(await start(folder, used + 25 * dayMs)).toMatchObject({ runs: 7, doubt: [] });
  });

  it("is believed when it has said so for a week: whoever was away for a year comes back to the limits", async () => {
    const folder = await filled();
    expect((await start(folder, used + yearMs)).runs).toBe(10);
    expect((await start(folder, used + yearMs + 6 * dayMs)).runs).toBe(10);
    expect(await start(folder, used + yearMs + 8 * dayMs)).toMatchObject({ runs: 0, doubt: [] });
  });

  it("is not what a holiday makes, nor months in which only commands ran", async () => {
    const folder = await filled();
    expect(await start(folder, used + 27 * dayMs)).toMatchObject({ runs: 4, doubt: [] });
    // One run in 40 days, the newest of now.
    const busy = await filled(40);
    await start(busy, used - 9 * 40 * dayMs, null);
    expect(await start(busy, used)).toMatchObject({ runs: 1, doubt: [] });
  });
});
