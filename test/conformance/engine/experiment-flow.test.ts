import type { ExperimentSetup } from "@shared/domain/experiment/experiment-setup.ts";
import type { ExperimentChange } from "@shared/domain/experiment/experiment-summary.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CountingServer, startCountingServer } from "../../packaging/counting-server.ts";
import { type EngineBench, openEngineBench } from "./open-engine.ts";

/* An experiment on its way: what is sent, what waits, what a stop leaves. */

let bench: EngineBench;
let server: CountingServer;
/** Answers wait for it. */
let until: Promise<void> | undefined;

beforeEach(async () => {
  until = undefined;
  server = await startCountingServer(() => ({ text: "yes", delayMs: 25, ...(until ? { until } : {}) }));
  bench = await openEngineBench({ environment: { OPENAI_BASE_URL: server.url } });
});
afterEach(async () => {
  await bench.close();
  await server.close();
});

const endless = new AbortController().signal;

async function start(rows: number, models = ["openai/gpt-base", "openai/gpt-edit"]): Promise<string> {
  const setup: ExperimentSetup = {
    name: "ferry answers",
    dataset: { rows: Array.from({ length: rows }, (_, index) => ({ variables: { question: `q${index}` } })) },
    variants: models.map((model) => ({ name: model.slice(-4), prompt: { text: "{{question}}" }, model })),
    evaluators: [{ type: "contains", value: "yes" }],
    limits: { concurrency: 2 },
  };
  const outcome = await bench.engine.experiments.start(setup, false, endless);
  if (!("summary" in outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.summary.jobId;
}

/** Hears an experiment until `enough`. */
async function heardUntil(jobId: string, enough: (change: ExperimentChange) => boolean): Promise<ExperimentChange[]> {
  const heard: ExperimentChange[] = [];
  for await (const change of bench.engine.experiments.changes(jobId, endless)) {
    heard.push(change);
    if (enough(change)) break;
  }
  return heard;
}

const isIn =
  (state: ExperimentChange["summary"]["state"]) =>
  ({ summary }: ExperimentChange) =>
    summary.state === state;

describe("an experiment on its way", () => {
  // Twelve variants at eight calls at once said "96 in flight": what waited for its turn was counted.
  it("counts as in flight what was sent, and not what waits for its turn", async () => {
    const held = Promise.withResolvers<void>();
    until = held.promise;
    const jobId = await start(8);
    await server.asked(2);
    // That a call has left is told a moment later than its server has it.
    const heard = await heardUntil(jobId, ({ running }) => running >= 2);
    expect(heard.at(-1)?.running).toBe(2);
    // And not after a minute, when the provider's silence has made them be sent again.
    expect([...server.counts.values()]).toEqual([1, 1]);
    const view = { filter: { kind: "all" }, sort: { by: "row", descending: false } } as const;
    const { rows } = await bench.engine.experiments.rows(jobId, view, 0, 8);
    expect(rows.flatMap(({ cells }) => cells).filter((cell) => cell?.status === "running")).toHaveLength(2);
    held.resolve();
    expect((await heardUntil(jobId, isIn("done"))).at(-1)?.running).toBe(0);
  });

  it("says what is left to be paid: as forecast at first, then at what the calls of each variant have cost", async () => {
    const held = Promise.withResolvers<void>();
    until = held.promise;
    const jobId = await start(12, ["openai/gpt-4o-mini", "openai/gpt-4o"]);
    const first = (await heardUntil(jobId, ({ costLeftUsd }) => costLeftUsd !== null)).at(-1)?.costLeftUsd;
    expect(first?.hi).toBeGreaterThan(first?.lo ?? Number.POSITIVE_INFINITY);
    held.resolve();
    await server.asked(7);
    await bench.engine.experiments.pause(jobId);
    const isHalt = ({ summary, running }: ExperimentChange) => summary.state === "paused" && running === 0;
    const { summary, costLeftUsd } = (await heardUntil(jobId, isHalt)).at(-1) ?? {};
    const whole = await bench.engine.experiments.report(jobId);
    // Every call has the same tokens here: what is left costs as much a call as what was bought.
    const rest = whole.variants.map(({ costUsd, pass }) => (costUsd / pass.units) * (12 - pass.units));
    expect(summary?.counts.waiting).toBeGreaterThan(0);
    expect(costLeftUsd?.lo).toBeCloseTo(
      rest.reduce((sum, one) => sum + one),
      9,
    );
    expect(costLeftUsd?.hi).toBe(costLeftUsd?.lo);
    await bench.engine.experiments.resume(jobId);
    expect((await heardUntil(jobId, isIn("done"))).at(-1)?.costLeftUsd).toBeNull();
  });

  it("that was paused while its last calls were under way is done when they have come: verdict, list and all", async () => {
    const held = Promise.withResolvers<void>();
    until = held.promise;
    const jobId = await start(1);
    await server.asked(2);
    await bench.engine.experiments.pause(jobId);
    held.resolve();
    const { summary } = (await heardUntil(jobId, isIn("done"))).at(-1) ?? {};
    expect(summary).toMatchObject({ counts: { done: 2, waiting: 0 }, endedAt: expect.any(Number) });
    expect((await bench.engine.experiments.report(jobId)).comparisons[0]).toMatchObject({ when: "fixed" });
    await bench.reopen();
    expect(await bench.engine.experiments.list()).toMatchObject([{ jobId, state: "done", counts: { done: 2 } }]);
  });

  // A list that loads nothing showed how it stood at a pause, though it had gone on since.
  it("is listed as it stands after a pause, more answers and the app's end", async () => {
    const jobId = await start(12);
    await server.asked(4);
    await bench.engine.experiments.pause(jobId);
    await heardUntil(jobId, ({ summary, running }) => summary.state === "paused" && running === 0);
    const before = server.counts.size;
    await bench.engine.experiments.resume(jobId);
    await server.asked(before + 6);
    await bench.reopen();
    const [listed] = await bench.engine.experiments.list();
    expect(listed).toMatchObject({ jobId, state: "paused" });
    expect(listed?.counts.done).toBeGreaterThan(before);
  });

  it("that is stopped keeps what has ended, and sends the rest when it is asked for: all of it, and nothing twice", async () => {
    const jobId = await start(12);
    await server.asked(6);
    await bench.engine.experiments.stop(jobId);
    const stopped = (await heardUntil(jobId, isIn("cancelled"))).at(-1)?.summary;
    expect(stopped?.counts.waiting).toBeGreaterThan(0);
    const asked = new Set(server.counts.keys());
    await bench.reopen();
    await bench.engine.experiments.retry(jobId, ["stopped"]);
    const ended = (await heardUntil(jobId, isIn("done"))).at(-1)?.summary;
    expect(ended).toMatchObject({ counts: { done: 24, open: 0, waiting: 0 } });
    expect(server.counts.size).toBe(24);
    // What a stop broke off is sent again: at most as many as were under way.
    const again = [...server.counts].filter(([, times]) => times > 1).map(([call]) => call);
    expect(again.length).toBeLessThanOrEqual(2);
    expect(again.every((call) => asked.has(call))).toBe(true);
  });
});
