import { DatabaseSync } from "node:sqlite";
import { listRuns } from "@engine/history/list-runs.ts";
import { migrate } from "@engine/history/migrate.ts";
import { saveRun } from "@engine/history/run-rows.ts";
import { searchTextOf, toMatchQuery } from "@engine/history/search-text.ts";
import { createStatements } from "@engine/history/statements.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../prove-scale.ts";
import { sampleRun } from "./sample-run.ts";

async function filledWith(texts: readonly string[]) {
  const database = new DatabaseSync(":memory:");
  await migrate(database, { backupFolder: null });
  const sql = createStatements(database);
  texts.forEach((text, index) => {
    const run = sampleRun(index + 1);
    saveRun(sql, { ...run, output: { ...run.output, text } });
  });
  return sql;
}

type Sql = Awaited<ReturnType<typeof filledWith>>;
const find = (sql: Sql, text: string) =>
  listRuns(sql, { filter: { text }, limit: 200 }).runs.map(({ sequence }) => sequence);

describe("search", () => {
  it("looks into prompt name, variables, messages, answer and error, and not into the form of messages", async () => {
    const sql = await filledWith(["Zebra crossing"]);
    saveRun(sql, {
      ...sampleRun(2),
      outcome: {
        kind: "provider_error",
        error: { code: "provider_error", stage: "provider", message: "Overloaded", detail: "quota: tier", actions: [] },
      },
    });
    for (const text of ["zebra", "Overl", "quota tier", "customer 2", "support/answer help"]) {
      expect(find(sql, text).length, text).toBeGreaterThan(0);
    }
    for (const text of ["role", "user", "zebra overloaded", "ebra"]) expect(find(sql, text), text).toEqual([]);
  });

  it("quotes hold words together; scripts without spaces are found anywhere", async () => {
    const sql = await filledWith(["red car, blue bus", "blue car", "我喜欢日本料理", "Überraschung naïve"]);
    expect(find(sql, "blue car")).toEqual([2, 1]);
    expect(find(sql, '"blue car"')).toEqual([2]);
    expect(find(sql, "日本")).toEqual([3]);
    expect(find(sql, "本日")).toEqual([]);
    expect(find(sql, "uberr naive")).toEqual([4]);
  });

  it("has matches in the order of time, a few, many or nearly all, and pages of them", async () => {
    const database = new DatabaseSync(":memory:");
    await migrate(database, { backupFolder: null });
    const sql = createStatements(database);
    const runs = 8_400;
    sql.transaction(() => {
      // In the history the other way round than in time.
      for (let at = 1; at <= runs; at++) {
        const text = ["common", ...(at % 4 === 0 ? ["often"] : []), ...(at % 100 === 0 ? ["rare"] : [])].join(" ");
        const run = sampleRun(at, { startedAt: 1_790_000_000_000 - at, exchanges: [] });
        saveRun(sql, { ...run, output: { ...run.output, text } });
      }
    });
    const pages = (text: string, most: number) => {
      const found: number[] = [];
      let page = listRuns(sql, { filter: { text }, limit: 200 });
      for (;;) {
        found.push(...page.runs.map(({ sequence }) => sequence));
        if (!page.next || found.length >= most) return found;
        page = listRuns(sql, { filter: { text }, limit: 200, before: page.next });
      }
    };
    const every = (step: number, length: number) => Array.from({ length }, (_, index) => (index + 1) * step);
    expect(pages("common", 600)).toEqual(every(1, 600));
    expect(pages("often", 600)).toEqual(every(4, 600));
    expect(pages("rare", 600)).toEqual(every(100, 84));
  });

  it("no list sorts or reads what it does not show, whatever it is filtered by", async () => {
    const sql = await filledWith(["one"]);
    const plan = (where: string) =>
      sql
        .all(
          `EXPLAIN QUERY PLAN SELECT * FROM runs WHERE deleted_at IS NULL ${where}
           ORDER BY runs.started_at DESC, runs.sequence DESC LIMIT 50`,
        )
        .map(({ detail }) => String(detail));
    for (const where of ["", "AND prompt_name = 'a'", "AND model = 'a'", "AND started_at >= 5", "AND gateway = 1"]) {
      expect(plan(where).join("\n"), where).not.toMatch(/TEMP B-TREE|SCAN runs$/m);
    }
    const below = plan("AND (runs.started_at, runs.sequence) < (5, 5)").join("\n");
    expect(below).toMatch(/SEARCH runs USING INDEX runs_by_start/);
    expect(below).not.toMatch(/TEMP B-TREE/);
  });

  it("no text is read as query syntax: everything can be typed", async () => {
    const sql = await filledWith(["a AND b", "NEAR thing"]);
    const hostile = [
      '"',
      "a OR",
      "NOT",
      "prompt:x",
      "a*b",
      "(",
      "{a b}: c",
      "^a",
      "NEAR(a b)",
      "-",
      "a\0b",
      "\ud800",
      "'; DROP",
    ];
    for (const text of hostile) expect(() => find(sql, text), text).not.toThrow();
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        find(sql, text);
      }),
      drawn(500),
    );
    expect(find(sql, "NEAR")).toEqual([2]);
    expect(toMatchQuery("?!")).toBeNull();
  });

  it("finds what a scan over all text finds", async () => {
    const words = ["alpha", "alpine", "beta", "bet", "gamma", "delta-force", "x1", "Ωmega", "e\u0301t\u00e9"];
    const texts = fc.array(
      fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((list) => list.join(", ")),
      {
        minLength: 1,
        maxLength: 20,
      },
    );
    const query = fc.array(fc.constantFrom("al", "alp", "bet", "beta", "gam", "x1", "delta"), {
      minLength: 1,
      maxLength: 3,
    });
    await fc.assert(
      fc.asyncProperty(texts, query, async (all, terms) => {
        const sql = await filledWith(all);
        const scanned = all
          .map((text, index) => ({ sequence: index + 1, words: text.toLowerCase().split(/[^\p{L}\p{N}]+/u) }))
          .filter((run) => terms.every((term) => run.words.some((word) => word.startsWith(term))))
          .map(({ sequence }) => sequence)
          .reverse();
        expect(find(sql, terms.join(" "))).toEqual(scanned);
      }),
      drawn(60),
    );
  });

  it("embedded images are not indexed", () => {
    const run = sampleRun(1);
    const image = `data:image/png;base64,${"QUJD".repeat(100)}`;
    const text = searchTextOf({ ...run, request: { ...run.request, variables: { photo: image, name: "cat" } } });
    expect(text.variables).toBe("cat");
  });
});
