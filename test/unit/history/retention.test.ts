import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startDailyRetention } from "@engine/history/daily-retention.ts";
import { openHistory } from "@engine/history/history.ts";
import { openJsonDocument } from "@engine/store/json-document.ts";
import { routes } from "@shared/contract/routes.ts";
import { type HistoryLimits, noNotes } from "@shared/domain/run/history.ts";
import { defaultPreferences, storedPreferencesSchema } from "@shared/domain/settings.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { sampleRun } from "./sample-run.ts";

const dayMs = 86_400_000;
const unlimited: HistoryLimits = { maxAgeDays: null, maxGigabytes: null };
const gigabytes = (bytes: number) => bytes / 1024 ** 3;

/** Forty runs, the older half 50 days old, one pinned, one deleted; pairs share a large variable. */
async function filled() {
  const history = await openHistory({ folder: await temporaryFolder() });
  const runs = Array.from({ length: 40 }, (_, index) => {
    const run = sampleRun(index + 1);
    const image = `data:image/png;base64,${String(index >> 1).repeat(100_000)}`;
    const startedAt = Date.now() - (index < 20 ? 50 * dayMs : 0);
    return {
      record: { ...run, startedAt, request: { ...run.request, variables: { image } } },
      notes: { ...noNotes, pinned: index === 2 },
    };
  });
  await history.add(runs);
  await history.delete(["run-2"]);
  return history;
}

describe("what limits would remove", () => {
  const cases: [string, HistoryLimits][] = [
    ["by age", { maxAgeDays: 30, maxGigabytes: null }],
    ["by size", { maxAgeDays: null, maxGigabytes: gigabytes(1_200_000) }],
    ["by both", { maxAgeDays: 30, maxGigabytes: gigabytes(700_000) }],
    ["by neither", unlimited],
  ];
  // A number told before that is another one after it has been done makes the warning worthless.
  it.each(cases)("is told as it is then done, %s, without removing anything", async (_name, limits) => {
    const history = await filled();
    const told = await history.overLimits(limits);
    const before = (await history.status()).runs;
    expect(before).toBe(39);
    await history.retain(limits);
    expect(before - (await history.status()).runs).toBe(told.runs);
    expect((await history.list({ filter: { pinned: true }, limit: 5 })).runs).toHaveLength(1);
    expect(await history.overLimits(limits)).toEqual({ runs: 0, bytes: 0 });
    await history.close();
  });

  it("counts a body that several runs share once, with the last of them", async () => {
    const history = await filled();
    const { runs, bytes } = await history.overLimits({ maxAgeDays: 30, maxGigabytes: null });
    expect(runs).toBe(18);
    expect(bytes).toBeGreaterThan(0);
    const { bytes: before } = await history.status();
    await history.retain({ maxAgeDays: 30, maxGigabytes: null });
    const { bytes: after } = await history.status();
    expect((before - after) / bytes).toBeGreaterThan(0.8);
    await history.close();
  });
});

describe("retention once a day", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("goes by the limits as they are on that day, past a day on which it failed, until the app is closed", async () => {
    vi.useFakeTimers();
    const retain = vi
      .fn<(limits: HistoryLimits) => Promise<void>>()
      .mockRejectedValueOnce(new Error("The disk is full."));
    retain.mockResolvedValue();
    let limits = unlimited;
    const daily = startDailyRetention({ retain }, () => limits);
    await vi.advanceTimersByTimeAsync(dayMs);
    limits = { maxAgeDays: 7, maxGigabytes: null };
    await vi.advanceTimersByTimeAsync(dayMs);
    daily.close();
    await vi.advanceTimersByTimeAsync(3 * dayMs);
    expect(retain.mock.calls).toEqual([[unlimited], [limits]]);
  });
});

describe("preferences", () => {
  it("of a version before limits still open, with no limit of age and 4 GB (else an update drops all settings)", async () => {
    const { history: _none, ...older } = { ...defaultPreferences, theme: "dark" };
    const path = join(await temporaryFolder(), "settings.json");
    await writeFile(path, JSON.stringify(older));
    const document = await openJsonDocument(path, storedPreferencesSchema, defaultPreferences);
    expect(document.problem).toBeUndefined();
    expect(document.get()).toEqual({ ...older, history: { maxAgeDays: null, maxGigabytes: 4 } });
  });

  it("a change of another one leaves the limits alone (a default in its schema would put them back)", () => {
    expect(routes["settings.save"].input.parse({ theme: "dark" })).toEqual({ theme: "dark" });
  });
});
