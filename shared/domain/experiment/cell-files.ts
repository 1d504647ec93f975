import { csvText } from "../export/csv-text.ts";
import type { CellResult } from "./cell-result.ts";
import type { HumanRating } from "./human-rating.ts";
import { isScore } from "./score.ts";

/*
 * Cells as files: CSV for spreadsheets (a mark that makes Excel read UTF-8, an apostrophe before what would be run as a
 * formula), CSV for programs (every text as it is), JSON lines.
 */

/** A cell with its row and its whole answer. */
export interface CellOfFile {
  /** Of the row, from 1, as it stands in the dataset. */
  number: number;
  variables: Readonly<Record<string, string>>;
  expected?: string;
  group?: string;
  facet?: string;
  model: string;
  result: CellResult;
  /** Null where there is none. */
  answer: string | null;
  rating: HumanRating | null;
}

export interface CsvColumns {
  variables: readonly string[];
  scores: readonly string[];
  forSpreadsheets: boolean;
}

const fixed = ["row", "id", "variant", "model", "repetition", "standing", "passed", "why", "answer", "expected"];
const figures = [
  "latency ms",
  "tokens",
  "cost USD",
  "group",
  "facet",
  "person passed",
  "stars",
  "label",
  "note",
  "run",
];

export function csvHeadOf({ variables, scores, forSpreadsheets }: CsvColumns): string {
  const titles = [
    ...fixed,
    ...variables.map((name) => `input.${name}`),
    ...scores.flatMap((name) => [name, `${name}: passed`, `${name}: reason`]),
    ...figures,
  ];
  return `${forSpreadsheets ? "\ufeff" : ""}${titles.map((title) => csvText(title, forSpreadsheets)).join(",")}\r\n`;
}

/** One line, with its end. */
export function csvLineOf(cell: CellOfFile, { variables, scores, forSpreadsheets }: CsvColumns): string {
  const { number, result, model, answer, expected, group, facet, rating } = cell;
  const values = [
    number,
    result.row,
    result.variant,
    model,
    result.repetition + 1,
    result.standing,
    result.passed,
    result.why,
    answer,
    expected,
    ...variables.map((name) => cell.variables[name]),
    ...scores.flatMap((name) => {
      const score = result.scores.find((one) => one.name === name);
      if (!score) return [undefined, undefined, undefined];
      return isScore(score) ? [score.value, score.passed, score.reason] : [undefined, undefined, score.error];
    }),
    result.latencyMs,
    result.tokens,
    result.costUsd,
    group,
    facet,
    rating?.passed,
    rating?.stars,
    rating?.label,
    rating?.note,
    result.runId,
  ];
  return `${values.map((value) => csvCell(value, forSpreadsheets)).join(",")}\r\n`;
}

/** One line, with its end. */
export function jsonLineOf({ number, result, ...rest }: CellOfFile): string {
  return `${JSON.stringify({ number, ...result, repetition: result.repetition + 1, ...rest })}\n`;
}

type CsvValue = string | number | boolean | null | undefined;

function csvCell(value: CsvValue, forSpreadsheets: boolean): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? csvText(value, forSpreadsheets) : String(value);
}
