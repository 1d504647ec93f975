import type { RunRecord } from "@shared/domain/run/run.ts";
import { afterEach, expect, it, vi } from "vitest";
import { openEngineBench, runRequest } from "./open-engine.ts";

afterEach(() => vi.restoreAllMocks());

/** Every number of a value that says how long something took, with its name. */
function durations(value: unknown, name = ""): [string, number][] {
  if (typeof value === "number")
    return /Ms$|^at$|^(start|end|\w*[sS]ent|\w*[bB]yte)$/.test(name) ? [[name, value]] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => durations(part, Array.isArray(value) ? name : key));
}

it.each([
  ["a day back", -86_400_000],
  ["a year on", 365 * 86_400_000],
])(
  "a clock that jumps %s at every look leaves no time below nothing, no wait longer and every run in the list",
  {
    timeout: 60_000,
  },
  async (_name, jump) => {
    const bench = await openEngineBench();
    let now = 4_000_000_000_000;
    vi.spyOn(Date, "now").mockImplementation(() => {
      now += jump;
      return now;
    });
    const seen: RunRecord[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      // Tried again after a wait, so that waits are measured, too.
      if (turn === 1) bench.provider.next({ kind: "status", status: 500 });
      const { record, events } = await bench.run(
        runRequest({ clientMessages: [{ role: "user", content: "Hi" }], modelOverride: "openai/gpt-4o" }),
      );
      seen.push(record);
      expect(record.outcome).toMatchObject({ kind: "completed" });
      const times = durations([events, record.metrics, record.exchanges.map(({ timings }) => timings)]);
      expect(times.length).toBeGreaterThan(5);
      // The two waits between attempts are of seconds; a year or a day would show.
      expect(times.filter(([, ms]) => ms < 0 || ms > 60_000)).toEqual([]);
    }
    const { runs } = await bench.engine.history.list({ filter: {}, limit: 10 });
    // The list is in the order of the times that were said; numbers go on.
    const inTime = seen.toSorted((a, b) => b.startedAt - a.startedAt);
    expect(runs.map(({ id }) => id)).toEqual(inTime.map(({ id }) => id));
    expect(seen.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    await bench.close();
  },
);
