import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createEngine } from "@engine/engine.ts";
import { noNotes } from "@shared/domain/run/history.ts";
import { defaultPreferences } from "@shared/domain/settings.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

let bench: EngineBench;
beforeEach(async () => {
  bench = await openEngineBench();
});
afterEach(async () => {
  await bench.close();
});

const hour = 3_600_000;

/** A run of this engine as if it had been made so long ago. */
async function addOld(id: string, ageMs: number): Promise<void> {
  const { record } = await bench.run(
    runRequest({ model: "openai/fake-large", clientMessages: [{ role: "user", content: id }] }),
  );
  const text = JSON.stringify(record);
  const copy = { ...JSON.parse(text), id, sequence: record.sequence + 1_000, startedAt: Date.now() - ageMs };
  await bench.engine.history.add([{ record: copy, notes: { ...noNotes, pinned: id === "pinned" } }]);
  await bench.engine.history.delete([record.id]);
}

it("a new limit is told, saved and in force at once; pinned runs stay", async () => {
  await addOld("old", 49 * hour);
  await addOld("pinned", 49 * hour);
  await addOld("new", 0);
  const history = { maxAgeDays: 2, maxGigabytes: null };
  expect(await bench.engine.history.overLimits(history)).toMatchObject({ runs: 1 });
  const saved = await bench.engine.settings.save({ history });
  expect(saved.preferences.history).toEqual(history);
  const left = await bench.engine.history.list({ filter: {}, limit: 10 });
  expect(left.runs.map(({ id }) => id)).toEqual(["new", "pinned"]);
  expect((await bench.engine.settings.save({ theme: "dark" })).preferences.history).toEqual(history);
});

it("limits are applied when a profile is opened, not only when they change", async () => {
  await addOld("old", 49 * hour);
  const { profile } = bench;
  await bench.engine.close();
  const path = join(profile, "settings.json");
  await writeFile(path, JSON.stringify({ ...defaultPreferences, history: { maxAgeDays: 2, maxGigabytes: null } }));
  const next = await createEngine({ profileDirectory: profile, environment: readEnvironment({}), ciphers: [] });
  expect((await next.history.list({ filter: {}, limit: 10 })).runs).toEqual([]);
  await next.close();
});
