import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../../..");
const tests = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" });

/** The rows of the table under a heading of a page, without its head. */
function rowsBelow(page: string, heading: string): string[][] {
  const text = readFileSync(join(root, page), "utf8");
  const section = text.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

// A row named a source file as its test, and nothing would have noticed one that is gone.
it("each row of the desktop room's table names tests that are there, by words that are in them", () => {
  const rows = rowsBelow("electron/hosts/desktop/README.md", "A fresh machine, two commands, what happens");
  expect(rows.length).toBeGreaterThan(12);
  const wrong = rows.flatMap(([machine = "", , named = ""]) => {
    const parts = named.split(";").map((part) => /^`([\w-]+\.(?:test\.tsx?|spec\.ts))`\s*(.*)$/.exec(part.trim()));
    if (parts.length === 0 || parts.includes(null)) return [`${machine}: ${named}`];
    return parts.flatMap((part) => {
      const [, file = "", words = ""] = part ?? [];
      const paths = tests.filter((path) => basename(path) === file);
      const found = paths.some((path) => readFileSync(join(root, "test", path), "utf8").includes(words));
      return found ? [] : [`${machine}: ${file} ${words}`];
    });
  });
  expect(wrong).toEqual([]);
});
