import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./source-files.ts";

/** A row of the table of checks: its number, what must hold, what holds it, and the files that test it. */
function rowsOf(page: string): { number: number; cells: string[]; files: string[] }[] {
  return [...page.matchAll(/^\| (\d+) \|(.*)\|$/gm)].map(([, number = "", rest = ""]) => {
    const cells = rest.split(" | ").map((cell) => cell.trim());
    const files = [...(cells.at(-1) ?? "").matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path);
    return { number: Number(number), cells, files };
  });
}

/** Whether a file is one of tests: it has at least one of them. */
function isTest(path: string): boolean {
  const file = join(root, path);
  return (
    /\.(test|spec)\.tsx?$/.test(path) && existsSync(file) && /\b(it|test)(\.\w+)*\(/.test(readFileSync(file, "utf8"))
  );
}

const rows = rowsOf(readFileSync(join(root, "SECURITY.md"), "utf8"));

it("the page on security has every one of its fifty checks, once and whole", () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect(
    rows.filter(({ cells }) => cells.length !== 3 || cells.some((cell) => cell === "")).map(({ number }) => number),
  ).toEqual([]);
});

it("each names tests that are there (a test that was moved takes its check along)", () => {
  expect(rows.filter(({ files }) => files.length === 0).map(({ number }) => number)).toEqual([]);
  expect(rows.flatMap(({ files }) => files).filter((path) => !isTest(path))).toEqual([]);
});

it("a row with a test that has gone is seen", () => {
  const [row] = rowsOf("| 7 | a | b | `test/unit/gone.test.ts` |");
  expect(row).toMatchObject({ number: 7, cells: ["a", "b", "`test/unit/gone.test.ts`"] });
  expect(row?.files.filter((path) => !isTest(path))).toEqual(["test/unit/gone.test.ts"]);
});
