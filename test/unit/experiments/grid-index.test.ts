import { createGridIndex, hasWords } from "@engine/experiments/live/grid-index.ts";
import type { ExperimentSpec, SpecRow } from "@shared/domain/experiment/experiment-spec.ts";
import { expect, it } from "vitest";

const row = (id: string, variables: SpecRow["variables"]): SpecRow => ({ id, variables, placeholders: {} });
const indexOf = (rows: SpecRow[]) =>
  createGridIndex({ rows, variants: [], repetitions: 1 } as Partial<ExperimentSpec> as ExperimentSpec).rows;

// A list of categories that is fixed for all stood in place of every short ticket.
it("a row is shown by what tells it from the others; what all have alike is still found", () => {
  const categories = "billing, delivery, returns, account, technical";
  const [late, lost] = indexOf([
    row("1", { categories, ticket: "late", tone: "dry" }),
    row("2", { categories, ticket: "lost", tone: "warm" }),
  ]);
  expect([late?.input, lost?.input]).toEqual(["late · dry", "lost · warm"]);
  expect(hasWords(row("1", { categories, ticket: "Late" }), "technical")).toBe(true);
  expect(hasWords(row("1", { categories, ticket: "Late" }), "late")).toBe(true);
  expect(hasWords(row("1", { categories, ticket: "Late" }), "lost")).toBe(false);
  const twice = [row("1", { categories }), row("2", { categories })];
  expect(indexOf(twice).at(0)?.input).toBe(categories);
  expect(indexOf([row("1", { categories, ticket: "late" })]).at(0)?.input).toBe(`${categories} · late`);
});
