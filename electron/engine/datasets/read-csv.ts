import type { Dataset, ReadAs } from "@shared/domain/dataset/dataset.ts";
import { columnNames, findDialect, findHeader, sampledText } from "./csv-dialect.ts";
import { type CsvRecord, cellsOf, type LineEnds, parseSpans, textOfSpan } from "./csv-parser.ts";
import { DatasetRefusal } from "./dataset-refusal.ts";
import type { PagedText } from "./paged-text.ts";
import { type ColumnPlaces, RecordTable } from "./record-table.ts";
import { quoted, type WarningList } from "./warning-list.ts";

/** What of a file the reader of its format finds. */
export type ReadRows = Pick<Dataset, "format" | "newline" | "header" | "columns" | "rows" | "badLines"> &
  Partial<Pick<Dataset, "delimiter" | "headerLine" | "kinds" | "images" | "valueColumns">> & {
    /** Lines whose cells are not as many as the header's. */
    raggedLines?: readonly number[];
  };

/** Where the cells of a record stand: in a part of the text that begins at `base`. */
interface Located {
  spans: readonly number[];
  window: string;
  base: number;
}

/** Records that are looked at before the header is chosen. */
const lookedAt = 200;

/** Reads CSV and TSV in steps (`README.md#csv`). @throws DatasetRefusal */
export function* readCsv(
  text: PagedText,
  wanted: readonly string[],
  warnings: WarningList,
  { delimiter: told, header }: ReadAs = {},
): Generator<void, ReadRows> {
  const { delimiter, from, trimsStart } = findDialect(text.slice(0, sampledText + 1), warnings, told);
  const first: (CsvRecord & Located)[] = [];
  const table = createTable(text, warnings);
  const oddities = new Set<string>();
  const settle = () => {
    const index = header === undefined ? findHeader(first, wanted, warnings) : header ? 0 : null;
    const headerRecord = index === null ? undefined : first[index];
    table.begin(headerRecord, first[0]?.cells.length ?? 0, warnings);
    for (const { line, spans, window, base } of first.slice(index === null ? 0 : index + 1))
      table.add(line, spans, window, base);
  };
  let settled = false;
  const ends = yield* parseSpans(
    text.pieces(from.at),
    from,
    { delimiter, trimsStart },
    {
      record(line, spans, window, base) {
        if (settled) table.add(line, spans, window, base);
        else if (first.push({ line, cells: cellsOf(window, spans), spans: [...spans], window, base }) >= lookedAt) {
          settle();
          settled = true;
          first.length = 1;
        }
      },
      oddity(what, line) {
        if (oddities.has(what)) return;
        oddities.add(what);
        const message =
          what === "backslash-quotes"
            ? `Line ${line}: quotes are escaped by a backslash, read as quotes.`
            : `Line ${line}: a blank stands before a quote; the quoted text is read as one cell.`;
        warnings.add({ code: what, line, message });
      },
      unclosed(line, col) {
        const message = `Line ${line}, character ${col}: the quote opened here is not closed where a cell ends.`;
        throw new DatasetRefusal({ code: "unclosed-quote", line, col, message });
      },
    },
  );
  if (!settled) settle();
  const { columns, rows, headerRecord, raggedLines } = table.end();
  if (rows.length === 0) {
    const line = headerRecord?.line ?? 1;
    const message = `There are no rows below the header (${columns.map(quoted).join(", ")}).`;
    throw new DatasetRefusal({ code: "no-rows", line, message });
  }
  const moved = headerRecord !== undefined && first[0] !== headerRecord;
  return {
    format: delimiter === "\t" ? "tsv" : "csv",
    newline: newlineOf(ends, warnings),
    delimiter,
    header: headerRecord !== undefined,
    ...(moved ? { headerLine: headerRecord.line } : {}),
    columns,
    rows,
    raggedLines,
    valueColumns: [],
    badLines: 0,
  };
}

function newlineOf(ends: LineEnds, warnings: WarningList): Dataset["newline"] {
  const used = (["lf", "crlf", "cr"] as const).filter((kind) => ends[kind] > 0);
  if (used.length <= 1) return used[0] ?? "lf";
  warnings.add({ code: "mixed-newlines", message: "Lines end in different ways (CRLF, LF, CR)." });
  return "mixed";
}

/** Puts records under their columns; what is too short, too long or empty is told. */
function createTable(text: PagedText, warnings: WarningList) {
  let columns: string[] = [];
  let named = 0;
  let headerRecord: CsvRecord | undefined;
  const places: ColumnPlaces = new Map();
  const records = new RecordTable(text, places);
  const raggedLines: number[] = [];
  const addColumn = (name: string) => {
    places.set(name, columns.length);
    columns.push(name);
  };

  return {
    begin(header: CsvRecord | undefined, width: number, into: WarningList) {
      headerRecord = header;
      const names = header
        ? columnNames(header, into)
        : Array.from({ length: width }, (_, index) => `Column ${index + 1}`);
      names.forEach(addColumn);
      named = columns.length;
    },
    add(line: number, spans: readonly number[], window: string, base: number) {
      const count = spans.length / 2;
      if (count > 1 && isBlank(window, spans)) {
        warnings.add({ code: "empty-rows", line, message: `Line ${line} has delimiters only and is left out.` });
        return;
      }
      if (count !== named) {
        raggedLines.push(line);
        const isJson = cellsOf(window, spans).some((cell) => /^[[{]"/.test(cell));
        const why = isJson && count > named ? " (JSON that is not quoted for CSV?)" : "";
        const message = `Line ${line} has ${count} cells, the header has ${named}${why}.`;
        warnings.add({ code: "ragged-row", line, row: records.length + 1, message });
      }
      while (columns.length < count) addColumn(`Column ${columns.length + 1}`);
      records.add(line, spans, base, columns.length);
    },
    end() {
      const rows = records.rows();
      // A column without a name and without a value comes of a delimiter at the end of each line.
      const isEmpty = (name: string) => rows.every(({ cells }) => (cells.get(name) ?? "") === "");
      const empty = columns.findIndex(
        (name, index) => name === `Column ${index + 1}` && rows.length > 0 && isEmpty(name),
      );
      if (empty >= 0) {
        warnings.add({
          code: "empty-column",
          message: `The column ${empty + 1} has no name and no value: it is left out.`,
        });
        places.delete(columns[empty] as string);
        columns = columns.filter((_, index) => index !== empty);
      }
      return { columns, rows, headerRecord, raggedLines };
    },
  };
}

function isBlank(text: string, spans: readonly number[]): boolean {
  for (let at = 0; at < spans.length; at += 2) {
    const [start = 0, end = 0] = [spans[at], spans[at + 1]];
    if (start !== end && textOfSpan(text, start, end).trim() !== "") return false;
  }
  return true;
}
