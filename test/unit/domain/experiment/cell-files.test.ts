import { expect, it } from "vitest";
import { type CellOfFile, csvHeadOf, csvLineOf, jsonLineOf } from "../../../../shared/domain/experiment/cell-files.ts";

const columns = { variables: ["text"], scores: ["polite", "schema"], forSpreadsheets: false };
const cell: CellOfFile = {
  number: 3,
  variables: { text: '=HYPERLINK("http://x")' },
  expected: "yes",
  facet: "refund",
  model: "gpt-4o",
  result: {
    row: "r3",
    variant: "edit",
    repetition: 0,
    runId: "run1",
    standing: "done",
    passed: false,
    scores: [
      { name: "polite", value: 0.4, passed: false, reason: "It is curt." },
      { name: "schema", error: "No JSON, so no score" },
    ],
    latencyMs: 812,
    costUsd: 0.0001,
  },
  answer: "Dear, \nno.",
  rating: { passed: true, stars: 2, label: "too short" },
};
/** Fields of a line without quoted commas. */
const fieldsOf = (line: string) =>
  [...line.matchAll(/("(?:[^"]|"")*"|[^,\r\n]*)(?:,|\r\n)/g)].map(([, field]) => field);

it("a line has a field for each title, a score's missing value is empty and its reason stands", () => {
  const titles = fieldsOf(csvHeadOf(columns));
  const fields = fieldsOf(csvLineOf(cell, columns));
  expect(fields).toHaveLength(titles.length);
  const of = (title: string) => fields[titles.indexOf(title)];
  expect(of("row")).toBe("3");
  expect(of("repetition")).toBe("1");
  expect(of("passed")).toBe("false");
  expect(of("answer")).toBe('"Dear, \nno."');
  expect(of("polite")).toBe("0.4");
  expect(of("schema")).toBe("");
  expect(of("schema: reason")).toBe('"No JSON, so no score"');
  expect(of("person passed")).toBe("true");
  expect(of("tokens")).toBe("");
});

it("for programs texts are as they are, for spreadsheets none is run as a formula and the file says it is UTF-8", () => {
  expect(csvLineOf(cell, columns)).toContain('"=HYPERLINK(""http://x"")"');
  const forSpreadsheets = { ...columns, forSpreadsheets: true };
  expect(csvLineOf(cell, forSpreadsheets)).toContain("\"'=HYPERLINK(");
  expect(csvHeadOf(forSpreadsheets).startsWith("\ufeff")).toBe(true);
  expect(csvHeadOf(columns).startsWith("\ufeff")).toBe(false);
});

it("a line of JSON is one line with everything in it", () => {
  const line = jsonLineOf(cell);
  expect(line.trimEnd()).not.toContain("\n");
  expect(JSON.parse(line)).toMatchObject({
    number: 3,
    row: "r3",
    repetition: 1,
    answer: "Dear, \nno.",
    rating: cell.rating,
  });
});
