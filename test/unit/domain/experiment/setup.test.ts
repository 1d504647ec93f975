import { evaluatorSchema } from "@shared/domain/experiment/evaluator.ts";
import { experimentFileSchema } from "@shared/domain/experiment/experiment-file.ts";
import { type DatasetTable, tableOfRecords, withCell } from "@shared/domain/experiment/setup/dataset-table.ts";
import { draftOfExperiment } from "@shared/domain/experiment/setup/draft-of-experiment.ts";
import { keptDraft, keptTable } from "@shared/domain/experiment/setup/kept-setup.ts";
import { emptySetup, experimentOf, type SetupDraft } from "@shared/domain/experiment/setup/setup-draft.ts";
import {
  type ChosenMapping,
  mapTable,
  withEmpty,
  withFixed,
  withTarget,
} from "@shared/domain/experiment/setup/setup-mapping.ts";
import { activeRows, countFilled, rowsOf } from "@shared/domain/experiment/setup/setup-rows.ts";
import { unfinishedEvaluator } from "@shared/domain/experiment/setup/unfinished-evaluator.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { describe, expect, it } from "vitest";

const about = { source: "file", name: "tickets.csv", readAt: 1 } as const;
const none: ChosenMapping = { columns: {}, fixed: {} };

/** A CSV file: texts only. */
function tickets(): DatasetTable {
  return tableOfRecords(
    [
      { customer_message: "Twice!", answer: "refund", ticket_id: "7", thread_id: "a", language: "en" },
      { customer_message: "Where?", answer: "late", ticket_id: "8", thread_id: "a", language: "de" },
      { answer: "none", ticket_id: "9", thread_id: "b", language: "de" },
    ],
    about,
  );
}
const wanted = { variables: ["customer_message", "tone"], placeholders: [] };

describe("where columns go", () => {
  it("follows names, and counts the rows a variable without a source fails", () => {
    const table = tickets();
    const mapping = mapTable(table, wanted, none);
    expect(mapping.targets).toMatchObject({ customer_message: "variable:customer_message", answer: "expected" });
    expect(mapping.unfilled.variables).toEqual(["tone"]);
    expect(countFilled(table, mapping, none, wanted)).toEqual({
      rows: 3,
      whole: 0,
      missing: { customer_message: 1, tone: 3 },
    });
    const fixed = withFixed(none, "tone", "warm");
    const after = mapTable(table, wanted, fixed);
    expect(after.unfilled.variables).toEqual([]);
    expect(countFilled(table, after, fixed, wanted)).toMatchObject({
      whole: 2,
      missing: { customer_message: 1 },
    });
  });

  it("never takes a column for the group of the rows by itself: it decides what is counted", () => {
    const table = tickets();
    const mapping = mapTable(table, wanted, none);
    expect(Object.values(mapping.targets)).not.toContain("group");
    expect(mapping.groupOffer).toBe("thread_id");
    const chosen = withTarget(none, mapping, "thread_id", "group");
    const after = mapTable(table, wanted, chosen);
    expect(after.groupOffer).toBeNull();
    expect(rowsOf(table, after, none).map(({ group }) => group)).toEqual(["a", "a", "b"]);
    expect(rowsOf(table, after, none)[0]?.facet).toBeUndefined();
  });

  it("gives a place to the column a person chose, and takes it from the one before, also when the variables change", () => {
    const table = tickets();
    const first = mapTable(table, wanted, none);
    const chosen = withTarget(none, first, "language", "variable:customer_message");
    const mapping = mapTable(table, wanted, chosen);
    expect(mapping.targets["language"]).toBe("variable:customer_message");
    expect(mapping.targets["customer_message"]).toBeUndefined();
    expect(rowsOf(table, mapping, none)[2]?.variables).toMatchObject({ customer_message: "de" });
    const more = mapTable(table, { variables: ["customer_message", "ticket_id"], placeholders: [] }, chosen);
    expect(more.targets["language"]).toBe("variable:customer_message");
    expect(more.targets["ticket_id"]).toBe("variable:ticket_id");
  });

  it("keeps lists and numbers what they are, texts what they are, and archived items out", () => {
    const table = tableOfRecords(
      [
        { input: "x", ideal: ["a", "b"], n: 4, history: [{ role: "user", content: "hi" }], status: "ACTIVE" },
        { input: "007", ideal: ["c"], n: 5, history: [{ role: "user", content: "yo" }], status: "ARCHIVED" },
      ],
      about,
    );
    const mapping = mapTable(table, { variables: ["input", "n"], placeholders: ["history"] }, none);
    const [row] = rowsOf(table, mapping, none);
    expect(row).toMatchObject({
      expected: ["a", "b"],
      variables: { input: "x", n: "4" },
      placeholders: { history: [{ role: "user", content: "hi" }] },
    });
    const items = { ...table, shape: { ...table.shape, dialect: "langfuse" as const } };
    expect(activeRows(items)).toEqual([0]);
    expect(rowsOf(withCell(table, 1, 0, "008"), mapping, none)[1]?.variables).toMatchObject({ input: "008" });
  });

  it("gives each row the answers that a variant has already, and none where the cell is missing", () => {
    const table = tickets();
    const mapping = mapTable(table, wanted, none);
    const rows = rowsOf(table, mapping, none, ["customer_message"]);
    expect(rows[0]?.answers).toEqual({ customer_message: "Twice!" });
    expect(rows[2]).not.toHaveProperty("answers");
    const made = experimentOf(
      { ...draft, variants: [{ id: "x", prompt: { answers: "customer_message" }, parameters: {} }] },
      rows,
    );
    expect(experimentFileSchema().parse(made).variants[0]?.prompt).toEqual({ answers: "customer_message" });
  });

  it("sends no messages for a placeholder that is said to have none", () => {
    const table = tickets();
    const asks = { variables: [], placeholders: ["history"] };
    expect(mapTable(table, asks, none).unfilled.placeholders).toEqual(["history"]);
    const chosen = withEmpty(none, "history", true);
    const mapping = mapTable(table, asks, chosen);
    expect(mapping.unfilled.placeholders).toEqual([]);
    expect(countFilled(table, mapping, chosen, asks)).toMatchObject({ whole: 3, missing: {} });
    expect(rowsOf(table, mapping, chosen)[0]?.placeholders).toEqual({ history: [] });
    const column = withTarget(chosen, mapping, "answer", "placeholder:history");
    expect(mapTable(table, asks, column).targets["answer"]).toBe("placeholder:history");
    expect(rowsOf(table, mapTable(table, asks, column), column)[0]?.placeholders).toEqual({ history: "refund" });
  });

  it("takes the last message of the assistant for what is right where nothing else says so", () => {
    const table = tableOfRecords(
      [
        {
          messages: [
            { role: "user", content: "2+2" },
            { role: "assistant", content: "4" },
          ],
        },
      ],
      about,
    );
    const mapping = mapTable(table, { variables: [], placeholders: ["messages"] }, none);
    expect(mapping.expectedFrom).toBe("messages");
    expect(rowsOf(table, mapping, none)[0]?.expected).toBe("4");
  });
});

const draft: SetupDraft = {
  ...emptySetup,
  name: "v1 against v2",
  variants: [
    { id: "x", prompt: { demo: "support/reply-draft", version: "2" }, parameters: {} },
    {
      id: "y",
      name: "short",
      prompt: { text: "Answer {{q}}" },
      model: "openai/gpt-4o",
      parameters: { temperature: 0 },
    },
  ],
  base: "y",
  evaluators: [
    { id: "1", evaluator: { type: "contains", value: "{{expected}}" } },
    { id: "2", evaluator: { type: "regex", value: "" } },
  ],
  limits: { cost: 3, calls: null, concurrency: 8 },
};

describe("an experiment out of a draft", () => {
  it("is one a file could say, with letters for names, and without what is not whole", () => {
    const made = experimentOf(draft, [{ variables: { q: "1" } }]);
    expect(experimentFileSchema().parse(made)).toEqual(made);
    expect(made).toMatchObject({ base: "short", limits: { cost: 3, concurrency: 8 } });
    expect(made.variants.map(({ name }) => name)).toEqual(["A", "short"]);
    expect(made.evaluators).toHaveLength(1);
    expect(made.limits).not.toHaveProperty("calls");
  });

  it("comes back from a loaded file with its rows, roles and names, and gives the same experiment again", () => {
    const rows = [
      {
        variables: { q: "1", expected: "a text of its own" },
        expected: "one",
        group: "g",
        metadata: { kind: "x" },
        name: "r1",
      },
      {
        variables: { q: "2" },
        expected: ["two", "2"],
        group: "g",
        placeholders: { history: [{ role: "user", content: "h" }] },
      },
    ];
    const made = experimentOf(draft, rows);
    const { draft: back, table } = draftOfExperiment(made, about);
    if (!table) throw new Error("no rows");
    const mapping = mapTable(table, { variables: ["q"], placeholders: ["history"] }, back.chosen);
    const again = experimentOf(back, rowsOf(table, mapping, back.chosen));
    expect(again.variants).toEqual(made.variants);
    expect(again.base).toBe("short");
    expect(again.dataset.rows?.[0]).toMatchObject({ expected: "one", group: "g", metadata: { kind: "x" }, name: "r1" });
    expect(again.dataset.rows?.[0]?.variables).toMatchObject({ q: "1", expected: "a text of its own" });
    expect(again.dataset.rows?.[1]).toMatchObject({
      expected: ["two", "2"],
      placeholders: { history: [{ role: "user", content: "h" }] },
    });
  });
});

// "expected (2)" beside "expected", "facet" beside "kind": whoever added a row had to fill all of them.
describe("rows of an experiment that is taken up again", () => {
  const wanted = { variables: ["q"], placeholders: [] };
  const taken = (rows: Record<string, string>[], columns: ChosenMapping["columns"]) => {
    const table = tableOfRecords(rows, about);
    const chosen = { columns, fixed: {} };
    const made = experimentOf(draft, rowsOf(table, mapTable(table, wanted, chosen), chosen));
    const { draft: back, table: again } = draftOfExperiment(made, about);
    if (!again) throw new Error("no rows");
    return { made, again, targets: mapTable(again, wanted, back.chosen).targets, back };
  };
  const columns = { answer: "expected", kind: "facet", thread: "group", language: "metadata" } as const;
  const row = (q: string, answer: string, kind: string, thread: string) => ({
    q,
    answer,
    kind,
    thread,
    language: "en",
  });

  it("have their names in the column that is called so (“name (2)” stood beside “name”), and in no other that has the same texts", () => {
    const rows = ["1", "2"].map((name) => ({ q: name, name }));
    const { again, targets } = taken(rows, { name: "name" });
    expect(again.columns).toEqual(["q", "name"]);
    expect(targets).toMatchObject({ q: "variable:q", name: "name" });
  });

  it("lie in the columns they had, each with its role", () => {
    const rows = [row("1", "one", "a", "t1"), row("2", "two", "b", "t1"), row("3", "three", "", "t2")];
    const { made, again, targets, back } = taken(rows, columns);
    expect(again.columns).toEqual(["q", "answer", "kind", "thread", "language"]);
    expect(targets).toMatchObject({ q: "variable:q", ...columns });
    expect(rowsOf(again, mapTable(again, wanted, back.chosen), back.chosen)).toEqual(made.dataset.rows);
  });

  it("have columns of their own where two columns say the same, or none does", () => {
    const { again } = taken([{ q: "1", answer: "x", other: "x" }], { answer: "expected" });
    expect(again.columns).toEqual(["q", "answer", "other", "expected"]);
  });
});

describe("an evaluator that is typed", () => {
  it("is whole here exactly where the schema takes it, so that nothing is refused at the door that looked whole", () => {
    const cases: JsonObject[] = [
      { type: "equals" },
      { type: "contains", value: "{{expected}}", ignore_case: true },
      { type: "not-contains", value: "x" },
      { type: "contains-any", value: ["a"] },
      { type: "starts-with" },
      { type: "regex", value: "" },
      { type: "regex", value: "a", flags: "x" },
      { type: "regex", value: "a", flags: "im" },
      { type: "json-valid", within: true },
      { type: "json-schema" },
      { type: "json-schema", schema: { type: "object" } },
      { type: "json-path", path: "" },
      { type: "json-path", path: "$.a" },
      { type: "number", tolerance: 0.1 },
      { type: "length" },
      { type: "length", unit: "words", pass: "<= 120" },
      { type: "tool-called", tool: "" },
      { type: "tool-called", tool: "lookup" },
      { type: "refusal", not: true },
      { type: "language", value: "english" },
      { type: "language", value: "de" },
      { type: "latency", pass: "<= 5 s", gate: true },
      { type: "latency", pass: "quick" },
      { type: "levenshtein", pass: ">= 0.8" },
      { type: "code", code: "" },
      { type: "code", code: "output.length < 9" },
      { type: "judge", model: "", rubric: "kind" },
      { type: "judge", model: "openai/gpt-4o", rubric: "kind", pass: ">= 0.8" },
      { type: "judge", model: "openai/gpt-4o" },
      { type: "judge-pairwise", model: "openai/gpt-4o", rubric: "" },
      { type: "judge-pairwise", model: "openai/gpt-4o", rubric: "kinder" },
      { type: "human", form: "pass" },
    ];
    for (const evaluator of cases) {
      const isWhole = unfinishedEvaluator(evaluator) === undefined;
      expect({ evaluator, isWhole }).toEqual({ evaluator, isWhole: evaluatorSchema().safeParse(evaluator).success });
    }
    // What the schema leaves to the evaluator is said before the start too.
    expect(unfinishedEvaluator({ type: "regex", value: "(" })).toContain("Invalid regular expression");
    expect(unfinishedEvaluator({ type: "contains-all", value: [] })).toBe("it has no texts yet");
  });
});

describe("a set-up that was kept", () => {
  it("comes back as it was, and one that does not fit is not taken", () => {
    expect(keptDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
    expect(keptTable(JSON.parse(JSON.stringify(tickets())))).toEqual(tickets());
    expect(keptDraft({ ...draft, version: 2 })).toBeUndefined();
    expect(keptDraft({ ...draft, variants: [{ id: "x" }] })).toBeUndefined();
    expect(keptTable({ ...tickets(), rows: [[1]] })).toBeUndefined();
    expect(keptTable(undefined)).toBeUndefined();
  });
});
