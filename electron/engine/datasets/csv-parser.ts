/** One record of a CSV text; empty lines are none. */
export interface CsvRecord {
  /** Line and place where it begins, from 1. */
  line: number;
  cells: string[];
}

/** What is odd about how a text is written; told by the line. */
export type CsvOddity = "backslash-quotes" | "space-before-quote";

export interface CsvDialect {
  delimiter: string;
  /** Blanks behind a delimiter belong to the way of writing and not to the value. */
  trimsStart?: boolean;
}

export interface CsvListener {
  record(record: CsvRecord): void;
  oddity?(what: CsvOddity, line: number): void;
  /** A quote that was opened and never closed where it should be. */
  unclosed?(line: number, col: number): void;
}

/** How lines end, as far as records tell. */
export interface LineEnds {
  lf: number;
  crlf: number;
  cr: number;
}

/**
 * Reads CSV from `from` on, in steps, so that a long text never holds its thread: a generator that stops after every
 * `stepLength` characters. Quotes are doubled inside a quoted cell, or escaped by a backslash. A quoted cell with text
 * behind it on the same line is no quoted cell and stands as it is written; on a later line the quote was never closed.
 */
export function* parseCsv(
  text: string,
  from: { at: number; line: number },
  { delimiter, trimsStart = false }: CsvDialect,
  listener: CsvListener,
  stepLength = 1 << 18,
): Generator<void, LineEnds> {
  const ends: LineEnds = { lf: 0, crlf: 0, cr: 0 };
  let { at, line } = from;
  let lineStart = at;
  let nextStop = at + stepLength;
  let cells: string[] = [];
  let begun = line;

  const endLine = (): void => {
    const isCr = text[at] === "\r";
    const isCrLf = isCr && text[at + 1] === "\n";
    ends[isCrLf ? "crlf" : isCr ? "cr" : "lf"] += 1;
    at += isCrLf ? 2 : 1;
    line += 1;
    lineStart = at;
  };
  const finish = (): void => {
    if (cells.length > 1 || (cells[0] ?? "").trim() !== "" || quotedRecord) listener.record({ line: begun, cells });
    cells = [];
    quotedRecord = false;
  };
  let quotedRecord = false;

  while (at < text.length) {
    if (at >= nextStop) {
      nextStop = at + stepLength;
      yield;
    }
    if (cells.length === 0) begun = line;
    let open = at;
    while (text[open] === " ") open += 1;
    if (text[open] === '"') {
      const quoted = readQuoted(text, open, delimiter, line);
      if (quoted.kind === "unclosed") {
        listener.unclosed?.(line, open - lineStart + 1);
        return ends;
      }
      if (quoted.kind === "cell") {
        if (open > at) listener.oddity?.("space-before-quote", line);
        if (quoted.escaped !== undefined) listener.oddity?.("backslash-quotes", quoted.escaped);
        cells.push(quoted.text);
        quotedRecord = true;
        if (quoted.lines > 0) {
          line += quoted.lines;
          lineStart = quoted.lineStart;
        }
        at = quoted.end;
        if (at < text.length && text[at] !== delimiter) {
          endLine();
          finish();
        } else if (at < text.length) {
          at += 1;
          if (at === text.length) cells.push("");
        }
        continue;
      }
    }
    let end = at;
    while (end < text.length && text[end] !== delimiter && text[end] !== "\n" && text[end] !== "\r") end += 1;
    const cell = text.slice(at, end);
    cells.push(trimsStart ? cell.trimStart() : cell);
    at = end;
    if (at >= text.length) break;
    if (text[at] === delimiter) {
      at += 1;
      if (at === text.length) cells.push("");
    } else {
      endLine();
      finish();
    }
  }
  if (cells.length > 0) finish();
  return ends;
}

type Quoted =
  | { kind: "cell"; text: string; end: number; lines: number; lineStart: number; escaped: number | undefined }
  | { kind: "literal" | "unclosed" };

/** A cell from its opening quote on, up to the delimiter, line end or end of text behind the closing one. */
function readQuoted(text: string, open: number, delimiter: string, line: number): Quoted {
  let at = open + 1;
  let piece = at;
  let value = "";
  let lines = 0;
  let lineStart = 0;
  let escaped: number | undefined;
  for (;;) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code)) return { kind: "unclosed" };
    if (code === 10 || (code === 13 && text[at + 1] !== "\n")) {
      lines += 1;
      lineStart = at + 1;
    }
    if (code !== 34) {
      at += 1;
      continue;
    }
    const next = text[at + 1];
    if (next === '"') {
      value += text.slice(piece, at + 1);
      at += 2;
      piece = at;
      continue;
    }
    let end = at + 1;
    while (text[end] === " ") end += 1;
    if (end >= text.length || text[end] === delimiter || text[end] === "\n" || text[end] === "\r") {
      return { kind: "cell", text: value + text.slice(piece, at), end, lines, lineStart, escaped };
    }
    if (text[at - 1] === "\\") {
      escaped ??= line + lines;
      value += `${text.slice(piece, at - 1)}"`;
      at += 1;
      piece = at;
      continue;
    }
    return { kind: lines === 0 ? "literal" : "unclosed" };
  }
}
