import { createGridIndex } from "@engine/experiments/live/grid-index.ts";
import { findJobKind, lookAtSpec } from "@engine/jobs/job-kinds.ts";
import { LazyRows } from "@shared/domain/dataset/row-list.ts";
import { reportOf } from "@shared/domain/experiment/experiment-report.ts";
import { type ExperimentSpec, experimentSpecSchema, type SpecRow } from "@shared/domain/experiment/experiment-spec.ts";
import { factsOf } from "@shared/domain/experiment/row-facts.ts";
import { describe, expect, it } from "vitest";
import { createHeldObjects, heapInUse } from "../../held-objects.ts";
import { specOf } from "./null-recipes.ts";

const count = 20_000;
const text = "the parcel has not come and nobody answers when I write about it ".repeat(5);

/** Rows that are made when they are asked for, and what becomes of them. */
function manyRows(more: (place: number) => Partial<SpecRow> = () => ({})) {
  const held = createHeldObjects();
  let made = 0;
  const rows = new LazyRows<SpecRow>(count, (place) => {
    made += 1;
    const row: SpecRow = {
      id: String(place + 1),
      variables: { ticket: `${place} ${text}`, kind: "parcel" },
      placeholders: {},
      expected: `yes ${place}`,
      ...more(place),
    };
    if (place % 100 === 0) held.track(row);
    return row;
  });
  const spec: ExperimentSpec = { ...specOf(2, { seed: 3 }), rows };
  return { spec, held, made: () => made };
}

describe("an experiment of many rows", () => {
  // Its rows were made some twenty times before the first call left, at a stretch: 100 000 of them kept the host from answering for seconds.
  it("looks at each row once, in steps, and makes none again before it is sent", async () => {
    const { spec, made } = manyRows();
    let turns = 0;
    let isOver = false;
    const turn = () => {
      turns += 1;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    await lookAtSpec("experiment", spec);
    isOver = true;
    expect(turns).toBeGreaterThan(count / 1_000);
    expect(made()).toBe(count);
    const plan = findJobKind("experiment").plan(spec, "job");
    const read = experimentSpecSchema().parse(spec);
    const index = createGridIndex(read);
    reportOf(read, index.results(), { costUsd: 0 });
    expect(made()).toBe(count);
    expect(plan.cells).toHaveLength(2 * count);
    expect(plan.cells[0]?.request.variables["ticket"]).toContain(text);
    expect(made()).toBe(count + 1);
  });

  it("holds none of its rows, and of a cell no more than where it stands", async () => {
    const { spec, held } = manyRows();
    await lookAtSpec("experiment", spec);
    const before = await heapInUse();
    const plan = findJobKind("experiment").plan(spec, "job");
    const index = createGridIndex(spec);
    const bytes = (await heapInUse()) - before;
    expect(await held.count()).toBe(0);
    // A closure for each took 700, a row's texts as much again.
    expect(bytes / plan.cells.length).toBeLessThan(350);
    expect(index.at(count - 1, 0, 0)?.result).toMatchObject({ row: String(count), standing: "waiting" });
  });

  it("says of a row that is not whole which it is", async () => {
    const { spec } = manyRows((place) => (place === 12_345 ? { id: "" } : {}));
    await lookAtSpec("experiment", spec);
    expect(() => findJobKind("experiment").plan(spec, "job")).toThrow(/not valid/);
    expect(experimentSpecSchema().safeParse(spec).error?.issues[0]?.path).toEqual(["rows", 12_345, "id"]);
  });
});

describe("what is known of rows", () => {
  it("is what they say themselves: groups, own checks, who runs on them, what all have alike", () => {
    const check = { evaluator: { type: "contains" as const, name: "own", value: "x" } };
    const row = (id: string, more: Partial<SpecRow> = {}): SpecRow => ({
      ...{ id, variables: { text: id, lang: "en" }, placeholders: {} },
      ...more,
    });
    const rows = [
      row("b", { group: "g", checks: [check] }),
      row("2", { only: ["base"] }),
      row("a", { facet: "f", answers: { given: "yes" }, values: { lang: "en", other: "z" } }),
    ];
    const facts = factsOf(rows);
    expect(facts).toMatchObject({ ids: ["b", "2", "a"], hasGroups: true, hasFacets: true, checks: [check] });
    expect([...facts.shared]).toEqual(["lang"]);
    expect([facts.groupAt(0), facts.groupAt(1)]).toEqual(["g", undefined]);
    expect(["b", "2", "a", "1", "c", "__proto__"].map((id) => facts.placeOf(id))).toEqual([
      ...[0, 1, 2],
      ...[undefined, undefined, undefined],
    ]);
    const given = { name: "given", isGiven: true as const };
    expect([0, 1, 2].map((place) => facts.isRun(place, given))).toEqual([false, false, true]);
    expect([0, 1, 2].map((place) => facts.isRun(place, { name: "edit" }))).toEqual([true, false, true]);
    expect(facts.isRun(1, { name: "base" })).toBe(true);
  });
});
