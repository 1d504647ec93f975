import { isKnownName } from "@shared/domain/dataset/known-names.ts";
import { type CsvRecord, parseCsv } from "./csv-parser.ts";
import { quoted, type WarningList } from "./warning-list.ts";

const candidates = [",", ";", "\t", "|"];
/** Characters and records that are looked at. */
export const sampledText = 262_144;
const sampledRecords = 200;

/** What stands in front of the header, and how cells are parted. */
export interface FoundDialect {
  delimiter: string;
  trimsStart: boolean;
  /** Where the records begin: behind a `sep=` line. */
  from: { at: number; line: number };
}

/** Finds the delimiter: the one of a `sep=` line, else the one that parts most records into equally many cells. */
export function findDialect(text: string, warnings: WarningList, chosen?: string): FoundDialect {
  const told = /^sep=(.)(\r\n|\n|\r)/.exec(text.slice(0, 16));
  const from = told ? { at: told[0].length, line: 2 } : { at: 0, line: 1 };
  if (told)
    warnings.add({ code: "sep-line", line: 1, message: `The first line, sep=${told[1]}, names the delimiter.` });
  const delimiter = chosen ?? told?.[1] ?? bestDelimiter(text, warnings);
  return { delimiter, from, trimsStart: hasBlanksBehind(text, from, delimiter) };
}

function sampleOf(text: string, from: { at: number; line: number }, delimiter: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  // Cut at a line, so that the last record is whole or leads to no delimiter.
  const sample =
    text.length > sampledText ? text.slice(0, text.lastIndexOf("\n", sampledText) + 1 || sampledText) : text;
  const reading = parseCsv(sample, from, { delimiter }, { record: (record) => void records.push(record) }, 4096);
  while (records.length < sampledRecords && !reading.next().done);
  return records.slice(0, sampledRecords);
}

interface Regularity {
  delimiter: string;
  /** The share of records with the usual number of cells. */
  share: number;
  cells: number;
  /** Every one of it is followed by a blank, as a comma in prose is. */
  isProse: boolean;
}

function bestDelimiter(text: string, warnings: WarningList): string {
  const found = candidates
    .map((delimiter) => regularityOf(delimiter, sampleOf(text, { at: 0, line: 1 }, delimiter)))
    .filter(({ cells }) => cells > 1);
  const best = Math.max(0, ...found.map(({ share }) => share));
  const regular = found.filter(({ share }) => share === best);
  const [first] = regular.filter(({ isProse }) => !isProse);
  const chosen = first ?? regular[0];
  if (chosen && regular.some(({ isProse }) => isProse) && regular.length > 1) {
    const message = `“${chosen.delimiter}” parts the cells; another character is as regular, but stands as in prose.`;
    warnings.add({ code: "delimiter-guessed", message });
  }
  return chosen?.delimiter ?? ",";
}

function regularityOf(delimiter: string, records: readonly CsvRecord[]): Regularity {
  const counts = new Map<number, number>();
  let isProse = true;
  for (const { cells } of records) {
    counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
    if (cells.slice(1).some((cell) => !cell.startsWith(" "))) isProse = false;
  }
  const [cells, times] = [...counts].filter(([count]) => count > 1).sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [
    1, 0,
  ];
  return { delimiter, share: times / Math.max(1, records.length), cells, isProse };
}

function hasBlanksBehind(text: string, from: { at: number; line: number }, delimiter: string): boolean {
  const [header] = sampleOf(text, from, delimiter);
  const others = header?.cells.slice(1) ?? [];
  return others.length > 0 && others.every((cell) => /^ \S/.test(cell));
}

/** Which of the first records is the header: the index, or null where the first line looks like those below it. */
export function findHeader(
  records: readonly CsvRecord[],
  wanted: readonly string[],
  warnings: WarningList,
): number | null {
  const index = headerIndex(records);
  const header = records[index];
  if (index > 0) {
    const message = `The header is taken to be line ${header?.line}; what stands above it is left out.`;
    warnings.add({ code: "lines-before-header", ...(header ? { line: header.line } : {}), message });
  }
  if (!header || !looksLikeData(header, records.slice(index + 1), wanted)) return index;
  const message = "The file seems to have no header: its first line looks like those below it.";
  warnings.add({ code: "header-guessed", message });
  return null;
}

/** A title stands alone in its record, above records of three cells or more, or above an empty one. */
function headerIndex(records: readonly CsvRecord[]): number {
  const filled = ({ cells }: CsvRecord) => cells.filter((cell) => cell.trim() !== "").length;
  const usual = Math.max(0, ...records.slice(0, 50).map(filled));
  const [first] = records;
  if (!first || usual < 2 || filled(first) > 1) return 0;
  const next = records.slice(0, 20).findIndex((record) => filled(record) > 1);
  const isTitle = usual >= 3 || (records[1] !== undefined && filled(records[1]) === 0);
  return isTitle && next > 0 ? next : 0;
}

/** A known name or a wanted variable, or one with a remark behind it. */
function isNamed(cell: string, wanted: readonly string[]): boolean {
  const first = /^\s*([\p{L}_]{4,})/u.exec(cell)?.[1] ?? "";
  return isKnownName(cell) || wanted.includes(cell.trim()) || isKnownName(first) || wanted.includes(first);
}

function looksLikeData(header: CsvRecord, below: readonly CsvRecord[], wanted: readonly string[]): boolean {
  const filled = below.filter(({ cells }) => cells.some((cell) => cell !== ""));
  if (filled.length === 0) return false;
  if (header.cells.some((cell) => isNamed(cell, wanted))) return false;
  if (new Set(header.cells).size < header.cells.length) return false;
  const kinds = header.cells.map(kindOf);
  // All single words says nothing: names are that, too.
  if (kinds.every((kind) => kind === "word")) return false;
  return kinds.every((kind, column) => filled.slice(0, 50).every(({ cells }) => kindOf(cells[column] ?? "") === kind));
}

function kindOf(cell: string): "empty" | "digits" | "sentence" | "word" {
  const text = cell.trim();
  if (text === "") return "empty";
  if (/^[\d.,:+-]+$/.test(text)) return "digits";
  return /\s/.test(text) ? "sentence" : "word";
}

/** Names of columns: blanks around are removed; an empty one and one that is there already get a name of their own. */
export function columnNames(header: CsvRecord, warnings: WarningList): string[] {
  const taken = new Set<string>();
  return header.cells.map((cell, index) => {
    const name = cell.trim();
    const place = { line: header.line };
    if (/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u.test(name)) {
      const message = `The name of column ${index + 1} has an invisible character.`;
      warnings.add({ code: "invisible-in-header", ...place, message });
    }
    if (name === "") {
      warnings.add({ code: "empty-header", ...place, message: `The header of column ${index + 1} is empty.` });
    }
    let own = name === "" ? `Column ${index + 1}` : name;
    for (let again = 2; taken.has(own); again += 1) own = `${name} (${again})`;
    if (name !== "" && own !== name) {
      warnings.add({
        code: "duplicate-header",
        ...place,
        message: `${quoted(name)} is there twice; one is now ${quoted(own)}.`,
      });
    }
    taken.add(own);
    return own;
  });
}
