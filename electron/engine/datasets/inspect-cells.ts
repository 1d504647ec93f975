import type { ColumnKind, Dataset, DatasetImage, DatasetRow } from "@shared/domain/dataset/dataset.ts";
import { answerNames, expectedNames, normalisedName } from "@shared/domain/dataset/known-names.ts";
import type { RowList } from "@shared/domain/dataset/row-list.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { withoutTrailing } from "@shared/domain/text/without-trailing.ts";
import { quoted, type WarningList } from "./warning-list.ts";

type Inspected = Pick<Dataset, "kinds" | "expanded" | "images">;

/** Between two stops. */
const rowsAtOnce = 2_000;

/** What the texts of a CSV file hold: JSON, images, formulas, references to files, characters that break things. In steps. */
export function* inspectCells(
  columns: readonly string[],
  rows: RowList<DatasetRow>,
  ragged: ReadonlySet<number | undefined>,
  warnings: WarningList,
  hasOddCharacters = true,
): Generator<void, Inspected> {
  const kinds: Record<string, ColumnKind> = {};
  const expanded: string[] = [];
  const images: DatasetImage[] = [];
  let formulas = 0;
  // No generators themselves: V8 compiles those well only from their next call on.
  const inspectors = columns.map((column) => {
    const json = createJsonColumn(column);
    const told = new Set<string>();
    const inspect = (text: string, line: number | undefined, row: number) => {
      const isTelling = mayTell(text);
      if (!isTelling && !hasOddCharacters && json.isSettled()) return;
      const place: Place = { row, column };
      if (line !== undefined) place.line = line;
      json.see(text, place, ragged.has(line));
      if (!isTelling && !hasOddCharacters) return;
      if (isFormula(text)) formulas += 1;
      const image = imageIn(text);
      if (image) images.push({ row, column, ...image });
      const once = (code: string, message: string) => {
        if (!told.has(code)) warnings.add({ code, ...place, message });
        told.add(code);
      };
      const where = () => `Line ${line}: ${quoted(column)}`;
      if (text.startsWith("file://"))
        once("file-reference", `${where()} names a file (file://): it stays a text. First in line ${line}.`);
      if (isPythonLiteral(text))
        once("python-literal", `${where()} holds printed Python and no JSON; it stays a text.`);
      if (!hasOddCharacters) return;
      if (text.includes("\0"))
        warnings.add({ code: "nul-character", ...place, message: `${where()} has a NUL character.` });
      if (/[\u200b\u2060\ufeff]/.test(text))
        warnings.add({ code: "invisible-character", ...place, message: `${where()} has an invisible character.` });
    };
    return { column, json, inspect };
  });
  // Row by row, as they lie in the file: few of it are in memory.
  const inspectRows = (from: number, to: number) => {
    for (let index = from; index < to; index += 1) {
      const { cells, line } = rows.at(index) as DatasetRow;
      for (const { column, inspect } of inspectors) {
        const text = cells.get(column);
        if (typeof text === "string" && text !== "") inspect(text, line, index + 1);
      }
    }
  };
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    inspectRows(from, Math.min(rows.length, from + rowsAtOnce));
    yield;
  }
  for (const { json } of inspectors) json.end(kinds, expanded, rows.length, warnings);
  if (formulas > 0) {
    const message = `${formulas} cells begin as a formula does: a spreadsheet would run them. They are read as they stand.`;
    warnings.add({ code: "formula-like", message });
  }
  return { kinds, expanded, images };
}

/** How texts begin that are JSON, formulas, images (`data:`), names of files (`file:`) or printed Python; by code. */
const telling = new Set([...'[{"=+-@df'].map((character) => character.charCodeAt(0)));

/** Whether the beginning of a text says that it may be more than words; most do not, and are not looked at further. */
function mayTell(text: string): boolean {
  const first = text.charCodeAt(0);
  const isBlank = first <= 0x20 || first >= 0x80;
  return telling.has(isBlank ? text.trimStart().charCodeAt(0) : first);
}

/** What a spreadsheet would run; plain numbers with a sign are none. */
function isFormula(text: string): boolean {
  const start = text.trimStart();
  if (!/^[=+\-@]/.test(start) || /^[+-]?[\d\s.,()/:%-]*$/.test(start)) return false;
  return start === text || start.startsWith("=");
}

function isPythonLiteral(text: string): boolean {
  return /^[[{]\s*(?:[[{]\s*)*(?:'|True\b|False\b|None\b)/.test(text);
}

const dataImage = /^data:(image\/[\w.+-]+);base64,([A-Za-z0-9+/]+=*)$/;

function imageIn(text: string): { mediaType: string; bytes: number } | undefined {
  const found = text.startsWith("data:image/") ? dataImage.exec(text) : null;
  if (!found) return undefined;
  const [, mediaType = "", data = ""] = found;
  return { mediaType, bytes: Math.floor((withoutTrailing(data, "=").length * 3) / 4) };
}

type Place = { row: number; column: string; line?: number };

/** Whether the cells of a column are JSON: at least one is an object, a list or a quoted text, and no other is plain text. */
function createJsonColumn(column: string) {
  let plain = 0;
  let structured = 0;
  let texts = 0;
  const broken: Place[] = [];
  const keys = new Set<string>();
  let isMessages = true;
  let isParts = true;
  let objects = 0;

  function parse(text: string): JsonValue | undefined {
    if (!/^\s*(?:[[{"]|-?\d|true|false|null)/.test(text)) return undefined;
    try {
      return JSON.parse(text) as JsonValue;
    } catch {
      return undefined;
    }
  }

  /** A column of texts stays one; looking at the rest of it would find nothing. */
  const isSettled = () => plain > 20 && structured === 0;

  return {
    isSettled,
    see(text: string, place: Place, isRagged: boolean) {
      if (isSettled()) return;
      const value = parse(text);
      if (value === undefined) {
        if (/^\s*[[{]"?/.test(text) && !isPythonLiteral(text) && !text.startsWith("{{")) {
          if (!isRagged) broken.push(place);
        } else plain += 1;
        return;
      }
      if (typeof value === "string") texts += 1;
      if (typeof value !== "object" || value === null) {
        if (typeof value !== "string") return;
        isMessages = false;
        isParts = false;
        return;
      }
      structured += 1;
      if (!Array.isArray(value)) {
        objects += 1;
        for (const key of Object.keys(value)) keys.add(key);
      }
      isMessages &&= isListWith(value, "role");
      isParts &&= isListWith(value, "type") && hasPartTypes(value);
    },
    end(kinds: Record<string, ColumnKind>, expanded: string[], all: number, warnings: WarningList) {
      if (structured === 0 || plain > 0) return;
      kinds[column] = isMessages ? "messages" : isParts ? "content-parts" : "json";
      for (const place of broken) {
        const message = `Line ${place.line}: ${quoted(column)} is JSON in other rows and broken in this one; it stays a text.`;
        warnings.add({ code: "broken-json-cell", ...place, message });
      }
      const name = normalisedName(column);
      if (expectedNames.has(name) || answerNames.has(name)) return;
      for (const key of keys) expanded.push(`${column}.${key}`);
      if (texts === 0 || objects === 0) return;
      const message = `${quoted(column)} is a text in ${texts} of ${all} rows and an object in others.`;
      warnings.add({ code: "mixed-input", column, message });
    },
  };
}

const partTypes = new Set([
  "text",
  "image_url",
  "input_audio",
  "image",
  "file",
  "input_text",
  "input_image",
  "document",
]);

function hasPartTypes(value: JsonValue): boolean {
  return (
    Array.isArray(value) && value.every((item) => partTypes.has(String((item as Record<string, JsonValue>)["type"])))
  );
}

/** An empty list is one of any kind. */
function isListWith(value: JsonValue, key: string): boolean {
  if (!Array.isArray(value)) return false;
  return value.every(
    (item) => typeof item === "object" && item !== null && !Array.isArray(item) && typeof item[key] === "string",
  );
}
