import { type History, openHistory } from "@engine/history/history.ts";
import { appError } from "@shared/domain/error/app-failure.ts";
import type { FigureGroup } from "@shared/domain/run/figure-groups.ts";
import { noNotes } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { afterEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { runningRun, sampleRun } from "./sample-run.ts";

let history: History | undefined;

afterEach(async () => {
  await history?.close();
  history = undefined;
});

async function keep(records: RunRecord[]): Promise<History> {
  history = await openHistory({ folder: await temporaryFolder() });
  await history.add(records.map((record) => ({ record, notes: noNotes })));
  return history;
}

/** A run of a model that took so long. */
function timed(sequence: number, model: string, totalMs: number, given: Partial<RunRecord> = {}): RunRecord {
  const run = sampleRun(sequence, given);
  const metrics = { ...run.metrics, totalMs, ttftMs: totalMs / 10, attempts: 1 } as RunRecord["metrics"];
  return { ...run, request: { ...run.request, modelOverride: model }, ...(metrics ? { metrics } : {}) };
}

const failed = { outcome: { kind: "provider_error", error: appError("provider_error") } } as const;

describe("figures by model", () => {
  it("gives the middle time of full answers, sums of tokens, and counts failures but no cancelled run", async () => {
    const { figures } = await keep([
      timed(1, "quick", 100),
      timed(2, "quick", 300),
      timed(3, "quick", 10_000),
      timed(4, "quick", 1, failed),
      timed(5, "quick", 1, { outcome: { kind: "cancelled", error: appError("cancelled") } }),
      timed(6, "even", 100),
      timed(7, "even", 200),
    ]);
    expect(await figures({})).toEqual([
      {
        model: "quick",
        provider: null,
        runs: 5,
        failed: 1,
        medianTtftMs: 30,
        medianTotalMs: 300,
        p95TtftMs: null,
        p95TotalMs: null,
        inputTokens: 60,
        outputTokens: 25,
      },
      expect.objectContaining({ model: "even", runs: 2, medianTotalMs: 150, medianTtftMs: 15 }),
    ]);
  });

  it("has a 95th percentile from 20 answers on: of fewer it would be the slowest by another name", async () => {
    const of = (model: string, count: number) =>
      Array.from({ length: count }, (_, index) =>
        timed(model === "few" ? index + 1 : index + 101, model, (index + 1) * 10),
      );
    const { figures } = await keep([...of("few", 19), ...of("enough", 21)]);
    const found = (await figures({})).map(({ model, p95TotalMs, p95TtftMs }) => [model, p95TotalMs, p95TtftMs]);
    expect(found).toEqual([
      ["enough", 200, 20],
      ["few", null, null],
    ]);
  });

  it("a week begins on its Monday, whichever of its days a run is of", async () => {
    const at = (day: number) => new Date(2026, 10, day, 12).getTime();
    const { groups } = await keep([22, 23, 29, 30].map((day, index) => sampleRun(index + 1, { startedAt: at(day) })));
    expect((await groups({ filter: {}, by: "week" })).map(({ name, runs }) => [name, runs])).toEqual([
      ["2026-11-30", 1],
      ["2026-11-23", 2],
      ["2026-11-16", 1],
    ]);
  });

  it("counts what the filter leaves, words of the search too, and no replay, deleted or unfinished run's time", async () => {
    const replay = { replay: { of: "run-1", speed: "recorded" } } as unknown as Partial<RunRecord>;
    const kept = await keep([
      timed(1, "one", 100),
      timed(2, "two", 200),
      timed(3, "two", 999, replay),
      timed(4, "two", 5),
    ]);
    await kept.store.begin(runningRun(9));
    await kept.delete(["run-4"]);
    expect((await kept.figures({ text: "number 2" })).map(({ model, runs }) => [model, runs])).toEqual([["two", 1]]);
    expect((await kept.figures({ model: "two" })).map(({ runs, medianTotalMs }) => [runs, medianTotalMs])).toEqual([
      [1, 200],
    ]);
    const running = (await kept.figures({})).find(({ model }) => model === "demo/sample-small");
    expect(running).toMatchObject({ runs: 1, failed: 0, medianTotalMs: null });
    expect(await kept.figures({ text: "?!" })).toEqual([]);
  });
});

describe("figures by model, provider, prompt, day, week or month", () => {
  it("have what the runs cost, of those whose price was known, and the days of the machine's zone", async () => {
    const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();
    const costing = (usd: number): Partial<RunRecord> => ({
      metrics: {
        ...sampleRun(1).metrics,
        cost: { usd, price: { source: "list", asOf: "2026-11-01" } },
      } as RunRecord["metrics"] & {},
    });
    const { groups } = await keep([
      sampleRun(1, { startedAt: at(28, 23), ...costing(0.25) }),
      sampleRun(2, { startedAt: at(29, 0), ...costing(0.5) }),
      sampleRun(3, { startedAt: at(29, 23) }),
    ]);
    const short = async (by: FigureGroup, filter = {}) =>
      (await groups({ filter, by })).map(({ name, within, runs, costUsd, priced }) => [
        name,
        within,
        runs,
        costUsd,
        priced,
      ]);
    expect(await short("day")).toEqual([
      ["2026-11-29", null, 2, 0.5, 1],
      ["2026-11-28", null, 1, 0.25, 1],
    ]);
    expect(await short("week")).toEqual([["2026-11-23", null, 3, 0.75, 2]]);
    expect(await short("month")).toEqual([["2026-11", null, 3, 0.75, 2]]);
    expect(await short("prompt")).toEqual([["support/answer", "demo", 3, 0.75, 2]]);
    expect(await short("provider")).toEqual([["", null, 3, 0.75, 2]]);
    expect(await short("model", { text: "number 3" })).toEqual([["demo/sample-small", null, 1, null, 0]]);
  });
});
