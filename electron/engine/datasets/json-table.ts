import type { ColumnKind, Dataset, DatasetImage, DatasetWarning } from "@shared/domain/dataset/dataset.ts";
import { answerNames, expectedNames, inputNames, normalisedName } from "@shared/domain/dataset/known-names.ts";
import type { RowList } from "@shared/domain/dataset/row-list.ts";
import type { WrittenValue } from "./json-text.ts";
import { ValueTable } from "./value-table.ts";
import { quoted, type WarningList } from "./warning-list.ts";

/** A value that is to be a row. */
export interface JsonItem {
  line?: number;
  value: WrittenValue;
}

export type JsonTable = Pick<Dataset, "header" | "columns" | "rows" | "kinds" | "images" | "valueColumns">;

/** Rows that are looked at between two stops. */
const rowsOfStep = 500;

/**
 * Puts values under columns, in steps: keys in the order of first sight, an object at the top opened by one level. Each value is
 * asked for twice and not held.
 */
export function* fillJsonTable(items: RowList<JsonItem>, warnings: WarningList): Generator<void, JsonTable> {
  const { isLists, opened, cut } = yield* lookOver(items);
  if (isLists) warnings.add({ code: "header-guessed", message: "The rows are lists: the columns have no names." });
  const table = new ValueTable();
  const seen = new Map<string, Set<ValueKind>>();
  const texts = new Map<string, number>();
  const images: DatasetImage[] = [];
  for (const [index, { value, line }] of items.entries()) {
    if (index % rowsOfStep === 0) yield;
    const values = new Map(entriesOf(value, opened));
    for (const [column, inner] of values) {
      noteKind(seen, column, inner);
      if (typeof inner === "string" && inner !== "") texts.set(column, (texts.get(column) ?? 0) + 1);
      tellOddTexts(inner, { row: index + 1, column, ...(line === undefined ? {} : { line }) }, warnings);
    }
    images.push(...mediaOf(value, values, index + 1));
    table.add(line, values);
  }
  tellMixed(seen, texts, opened, items.length, warnings);
  for (const warning of cut) warnings.add(warning);
  if (images.length > 0) {
    const message = `${images.length} of the cells name media in Langfuse; an image is fetched when its row is run.`;
    warnings.add({ code: "media", message });
  }
  const { columns } = table;
  const valueColumns = columns.filter((column) => [...(seen.get(column) ?? [])].some((kind) => kind !== "text"));
  return { header: !isLists, columns, rows: table.rows(), kinds: kindsOf(seen), images, valueColumns };
}

/** What must be known of all values before one of them is a row. */
function* lookOver(items: RowList<JsonItem>) {
  let isLists = items.length > 0;
  const opened = new Set<string>();
  const cut: DatasetWarning[] = [];
  for (const [index, { value }] of items.entries()) {
    if (index % rowsOfStep === 0) yield;
    isLists &&= Array.isArray(value);
    if (!(value instanceof Map)) continue;
    for (const [key, inner] of value) if (inner instanceof Map && !isExpectation(key)) opened.add(key);
    cut.push(...cutCells(value, index));
  }
  return { isLists, opened, cut };
}

function isExpectation(key: string): boolean {
  const name = normalisedName(key);
  return expectedNames.has(name) || answerNames.has(name);
}

function* entriesOf(value: WrittenValue, opened: ReadonlySet<string>): Generator<[string, WrittenValue]> {
  if (Array.isArray(value)) {
    for (const [index, inner] of value.entries()) yield [`Column ${index + 1}`, inner];
  } else if (!(value instanceof Map)) yield ["value", value];
  else {
    for (const [key, inner] of value) {
      if (inner instanceof Map && opened.has(key)) {
        for (const [name, below] of inner) yield [`${part(key)}${behind(name)}`, below];
      } else if (inner !== null || !opened.has(key)) yield [part(key), inner];
    }
  }
}

/** A key that has a dot itself is told apart from a path. */
const part = (key: string) => (key.includes(".") ? `[${JSON.stringify(key)}]` : key);
const behind = (key: string) => (key.includes(".") ? part(key) : `.${key}`);

type ValueKind = "text" | "messages" | "content-parts" | "empty list" | "object" | "other" | "nothing";

function kindOfValue(value: WrittenValue): ValueKind {
  if (value === null) return "nothing";
  if (typeof value === "string") return "text";
  if (value instanceof Map) return "object";
  if (!Array.isArray(value)) return "other";
  if (value.length === 0) return "empty list";
  if (value.every((item) => item instanceof Map && typeof item.get("role") === "string")) return "messages";
  const isParts = value.every((item) => item instanceof Map && typeof item.get("type") === "string");
  return isParts ? "content-parts" : "other";
}

function noteKind(seen: Map<string, Set<ValueKind>>, column: string, value: WrittenValue): void {
  const kinds = seen.get(column) ?? new Set();
  seen.set(column, kinds.add(kindOfValue(value)));
}

function kindsOf(seen: ReadonlyMap<string, ReadonlySet<ValueKind>>): Record<string, ColumnKind> {
  const found: [string, ColumnKind][] = [];
  for (const [column, kinds] of seen) {
    const real = [...kinds].filter((kind) => kind !== "nothing" && kind !== "empty list");
    const [only] = real;
    if (real.length === 1 && (only === "messages" || only === "content-parts")) found.push([column, only]);
  }
  return Object.fromEntries(found);
}

/** Columns that go into a prompt as they are. */
const talked = new Set([...inputNames, "messages"]);

/** Inputs that are a text in one row and something else in another fit no one variable. */
function tellMixed(
  seen: ReadonlyMap<string, ReadonlySet<ValueKind>>,
  texts: ReadonlyMap<string, number>,
  opened: ReadonlySet<string>,
  all: number,
  warnings: WarningList,
): void {
  for (const [column, kinds] of seen) {
    const count = texts.get(column) ?? 0;
    if (
      !talked.has(normalisedName(column)) ||
      count === 0 ||
      !(kinds.has("messages") || kinds.has("object") || opened.has(column))
    )
      continue;
    const message = `${quoted(column)} is a text in ${count} of ${all} rows and something else in others.`;
    warnings.add({ code: "mixed-input", column, message });
  }
}

function cutCells(value: ReadonlyMap<string, WrittenValue>, index: number): DatasetWarning[] {
  const cut = value.get("truncated_cells");
  if (!Array.isArray(cut)) return [];
  return cut.map((name) => {
    const message = `Row ${index + 1}: the viewer that wrote the file cut ${quoted(String(name))}.`;
    return { code: "truncated-cell", row: index + 1, column: String(name), message };
  });
}

type Place = { row: number; column: string; line?: number };

/** Characters that reach no provider and no Langfuse unharmed. */
function tellOddTexts(value: WrittenValue, place: Place, warnings: WarningList): void {
  if (typeof value === "string") {
    const where = place.line === undefined ? `Row ${place.row}` : `Line ${place.line}`;
    if (value.includes("\0")) {
      warnings.add({
        code: "nul-character",
        ...place,
        message: `${where}: ${quoted(place.column)} has a NUL character.`,
      });
    }
    if (!value.isWellFormed()) {
      const message = `${where}: ${quoted(place.column)} has half of a character (a lone surrogate).`;
      warnings.add({ code: "lone-surrogate", ...place, message });
    }
  } else if (Array.isArray(value)) for (const inner of value) tellOddTexts(inner, place, warnings);
  else if (value instanceof Map) for (const inner of value.values()) tellOddTexts(inner, place, warnings);
}

const mediaToken = /@@@langfuseMedia:type=([^|@]+)\|id=([^|@]+)\|[^@]*@@@/;

/** Cells that hold a token of Langfuse's media, with the size that the item tells beside it. */
function mediaOf(value: WrittenValue, cells: ReadonlyMap<string, WrittenValue>, row: number): DatasetImage[] {
  const found: DatasetImage[] = [];
  for (const [column, cell] of cells) {
    const token = typeof cell === "string" ? mediaToken.exec(cell) : null;
    if (!token) continue;
    const [reference, mediaType = ""] = token;
    found.push({ row, column, mediaType, bytes: sizeOf(value, reference) });
  }
  return found;
}

function sizeOf(value: WrittenValue, reference: string): number {
  const references = value instanceof Map ? value.get("mediaReferences") : undefined;
  for (const one of Array.isArray(references) ? references : []) {
    const media = one instanceof Map && one.get("referenceString") === reference ? one.get("media") : undefined;
    const size = media instanceof Map ? media.get("contentLength") : undefined;
    if (typeof size === "number") return size;
  }
  return 0;
}
