import * as statistics from "@shared/domain/statistics/statistics.ts";
import { expect, it } from "vitest";
import type * as declared from "../../../../electron/hosts/package/statistics-types.d.ts";

type Declared = typeof declared;

it("what promptscope/statistics declares is what it gives, all of it", () => {
  // The compiler compares both ways: a changed result or a forgotten function does not compile.
  const given: Declared = statistics;
  const all: Record<keyof Declared, true> = Object.fromEntries(
    Object.keys(statistics).map((name) => [name, true]),
  ) as Record<keyof typeof statistics, true>;
  expect(Object.keys(given).toSorted()).toEqual(Object.keys(all).toSorted());
});
