import type { StartedCell } from "@engine/jobs/drive-job.ts";
import { createPendingCells } from "@engine/jobs/pending-cells.ts";
import type { Cell } from "@shared/domain/job/expand-cells.ts";
import { describe, expect, it } from "vitest";
import { specOf } from "../experiments/null-recipes.ts";
import { answeredRun, jobsInMemory } from "../experiments/virtual-experiment.ts";

const cell = (name: string, lane?: string): Cell => {
  const [variant] = specOf(1, { seed: 1 }).variants;
  if (!variant) throw new Error("no variant");
  return { cell: name, group: "", request: variant.request, ...(lane === undefined ? {} : { lane }) };
};

describe("cells that have not begun", () => {
  it("begin in their order, but for lanes that are full, which hold up no other", () => {
    const pending = createPendingCells([cell("1", "a"), cell("2", "b"), cell("3", "a"), cell("4", "b")]);
    expect(pending.take(() => true)?.cell).toBe("1");
    expect(pending.take(({ lane }) => lane !== "b")?.cell).toBe("3");
    expect(pending.take(({ lane }) => lane !== "b")).toBeUndefined();
    pending.add([cell("5")]);
    expect(pending.size).toBe(3);
    expect(
      [pending.take(() => true), pending.take(() => true), pending.take(() => true)].map((one) => one?.cell),
    ).toEqual(["2", "4", "5"]);
    expect(pending.take(() => true)).toBeUndefined();
  });
});

describe("lanes of an experiment", () => {
  it("run ahead of one that does not answer: every cell of the other variant ends", async () => {
    const begun: string[] = [];
    const jobs = jobsInMemory(({ cell: name }): StartedCell => {
      begun.push(name);
      const isSlow = name.includes("/base/");
      const ended = isSlow ? new Promise<never>(() => undefined) : Promise.resolve(answeredRun);
      return { runId: name, ended, cancel: () => undefined };
    });
    const { job } = jobs.start("experiment", { ...specOf(50, { seed: 1 }), limits: { concurrency: 2 } });
    await expect.poll(async () => (await jobs.get(job.id)).job.counts.answered).toBe(50);
    expect(begun.filter((name) => name.includes("/base/"))).toHaveLength(2);
  });
});
