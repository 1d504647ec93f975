import { createJobs } from "@engine/jobs/jobs.ts";
import { systemClock } from "@engine/time/clock.ts";
import { expect, it } from "vitest";
import { specOf } from "../experiments/null-recipes.ts";
import { answeredRun, storeOfNothing } from "../experiments/virtual-experiment.ts";

/** What has been sent when everybody waits. */
async function settled(sent: readonly string[]): Promise<number> {
  await new Promise((resolve) => setImmediate(resolve));
  return sent.length;
}

it.each([
  { rows: 1_001, before: 0 },
  // A spec that is one message is written before any run, since the store writes in order.
  { rows: 1_000, before: 2_000 },
])(
  "of $rows rows $before are sent before their job is whole: after a crash no other could be taken up",
  async ({ rows, before }) => {
    const written = Promise.withResolvers<void>();
    const sent: string[] = [];
    const jobs = createJobs({
      clock: systemClock,
      owner: { pid: process.pid, started: null },
      store: { ...storeOfNothing, create: () => written.promise },
      unsaved: () => null,
      startCell({ cell }) {
        sent.push(cell);
        return { runId: cell, ended: Promise.resolve(answeredRun), cancel: () => undefined };
      },
    });
    jobs.start("experiment", specOf(rows, { seed: 1 }));
    expect(await settled(sent)).toBe(before);
    written.resolve();
    await expect.poll(() => settled(sent)).toBe(rows * 2);
    await jobs.close();
  },
);
