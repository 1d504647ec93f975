import { findJobKind } from "@engine/jobs/job-kinds.ts";
import { createJobs } from "@engine/jobs/jobs.ts";
import { systemClock } from "@engine/time/clock.ts";
import { LazyRows } from "@shared/domain/dataset/row-list.ts";
import type { SpecRow } from "@shared/domain/experiment/experiment-spec.ts";
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

const rowAt = (index: number): SpecRow => ({
  id: String(index + 1),
  variables: { text: `row ${index}` },
  placeholders: {},
  // Not every variant runs on every row.
  ...(index % 3 === 0 ? { only: ["edit"] } : {}),
});

it("rows that are made when they are asked for give the same cells, and a request is made when it is sent", () => {
  const { plan } = findJobKind("experiment");
  const asked: number[] = [];
  const lazy = new LazyRows(300, (index) => {
    asked.push(index);
    return rowAt(index);
  });
  const spec = specOf(0, { seed: 1 });
  const { cells } = plan({ ...spec, rows: lazy }, "job");
  const before = asked.length;
  const [first] = cells;
  expect(first?.request.variables).toEqual({ text: `row ${Number(first?.group) - 1}` });
  // Texts of 100 000 rows would be in memory from the start.
  expect(asked.length).toBe(before + 1);
  const plain = plan({ ...spec, rows: lazy.slice() }, "job").cells;
  expect(cells).toHaveLength(500);
  expect(cells.map(({ cell, request }) => [cell, request])).toEqual(plain.map(({ cell, request }) => [cell, request]));
});

it.each([
  ["at hand", (rows: LazyRows<SpecRow>) => rows.slice()],
  ["made when they are asked for", (rows: LazyRows<SpecRow>) => rows],
])("of rows %s one that is none is named by its place", (_, given) => {
  const bad = (index: number) => (index === 7 ? { ...rowAt(index), variables: "no" } : rowAt(index)) as SpecRow;
  const start = () =>
    findJobKind("experiment").plan({ ...specOf(0, { seed: 1 }), rows: given(new LazyRows(9, bad)) }, "job");
  expect(start).toThrow(
    expect.objectContaining({
      error: expect.objectContaining({ detail: expect.stringContaining("rows.7.variables") }),
    }),
  );
});
