const [lineFeed, carriageReturn, blank, quote] = [10, 13, 32, 34];

/** One record of a CSV text; empty lines are none. */
export interface CsvRecord {
  /** Line and place where it begins, from 1. */
  line: number;
  cells: string[];
}

/** The cell between two places of a text; `~end` says that quotes inside of it are escaped. */
export function textOfSpan(text: string, start: number, end: number): string {
  return end >= 0 ? text.slice(start, end) : withoutEscapes(text.slice(start, ~end));
}

/** Of two quotes stays one, and of a backslash with a quote the quote. */
function withoutEscapes(text: string): string {
  if (!text.includes("\\")) return text.replaceAll('""', '"');
  return text.replace(/""|\\"(?!")/g, '"');
}

/** What is odd about how a text is written; told by the line. */
export type CsvOddity = "backslash-quotes" | "space-before-quote";

export interface CsvDialect {
  delimiter: string;
  /** Blanks behind a delimiter belong to the way of writing and not to the value. */
  trimsStart?: boolean;
}

interface OddListener {
  oddity?(what: CsvOddity, line: number): void;
  /** A quote that was opened and never closed where it should be. */
  unclosed?(line: number, col: number): void;
}

export interface CsvListener extends OddListener {
  record(record: CsvRecord): void;
}

export interface SpanListener extends OddListener {
  /** @param spans of each cell its start and its end in the text, for `textOfSpan`; they hold until it returns. */
  record(line: number, spans: readonly number[]): void;
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
  dialect: CsvDialect,
  listener: CsvListener,
  stepLength = 1 << 18,
): Generator<void, LineEnds> {
  const record = (line: number, spans: readonly number[]) => listener.record({ line, cells: cellsOf(text, spans) });
  return yield* parseSpans(text, from, dialect, { ...listener, record }, stepLength);
}

export function cellsOf(text: string, spans: readonly number[]): string[] {
  const cells: string[] = [];
  for (let at = 0; at < spans.length; at += 2) cells.push(textOfSpan(text, spans[at] ?? 0, spans[at + 1] ?? 0));
  return cells;
}

/** The same without making a text of each cell. */
export function* parseSpans(
  text: string,
  from: { at: number; line: number },
  dialect: CsvDialect,
  listener: SpanListener,
  stepLength = 1 << 18,
): Generator<void, LineEnds> {
  const reader = createReader(text, from, dialect, listener);
  // The loop over characters is no generator itself: V8 compiles those well only from their next call on.
  for (let until = from.at + stepLength; !reader.read(until); until += stepLength) yield;
  return reader.ends;
}

function createReader(
  text: string,
  from: { at: number; line: number },
  { delimiter, trimsStart = false }: CsvDialect,
  listener: SpanListener,
) {
  const ends: LineEnds = { lf: 0, crlf: 0, cr: 0 };
  const parting = delimiter.charCodeAt(0);
  const { length } = text;
  let { at, line } = from;
  let lineStart = at;
  const spans: number[] = [];
  let begun = line;
  let quotedRecord = false;

  function endLine(): void {
    const isCr = text.charCodeAt(at) === carriageReturn;
    const isCrLf = isCr && text.charCodeAt(at + 1) === lineFeed;
    ends[isCrLf ? "crlf" : isCr ? "cr" : "lf"] += 1;
    at += isCrLf ? 2 : 1;
    line += 1;
    lineStart = at;
    endRecord();
  }

  function endRecord(): void {
    if (spans.length > 2 || quotedRecord || text.slice(spans[0], spans[1]).trim() !== "") listener.record(begun, spans);
    spans.length = 0;
    quotedRecord = false;
  }

  /** Behind a cell, where a delimiter, a line end or the end of the text stands. */
  function endCell(): void {
    if (at >= length) return;
    if (text.charCodeAt(at) === parting) {
      at += 1;
      if (at === length) spans.push(at, at);
    } else endLine();
  }

  /** Takes what begins with a quote, where it is a quoted cell. */
  function takeQuoted(open: number): "cell" | "literal" | "unclosed" {
    const quoted = readQuoted(text, open, parting, line);
    if (quoted.kind === "unclosed") listener.unclosed?.(line, open - lineStart + 1);
    if (quoted.kind !== "cell") return quoted.kind;
    if (open > at) listener.oddity?.("space-before-quote", line);
    if (quoted.escaped !== undefined) listener.oddity?.("backslash-quotes", quoted.escaped);
    spans.push(open + 1, quoted.isPlain ? quoted.close : ~quoted.close);
    quotedRecord = true;
    if (quoted.lines > 0) {
      line += quoted.lines;
      lineStart = quoted.lineStart;
    }
    at = quoted.end;
    return "cell";
  }

  return {
    ends,
    /** Reads until a place is passed; true at the end of the text. */
    read(until: number): boolean {
      while (at < length) {
        if (at >= until) return false;
        if (spans.length === 0) begun = line;
        let open = at;
        while (text.charCodeAt(open) === blank) open += 1;
        const kind = text.charCodeAt(open) === quote ? takeQuoted(open) : "literal";
        if (kind === "unclosed") return true;
        if (kind === "literal") {
          const end = endOfCell(text, at, parting);
          spans.push(trimsStart ? end - text.slice(at, end).trimStart().length : at, end);
          at = end;
        }
        endCell();
      }
      if (spans.length > 0) endRecord();
      return true;
    },
  };
}

/** Where a cell without quotes ends: at a delimiter, a line end, or the end of the text. */
function endOfCell(text: string, from: number, parting: number): number {
  let end = from;
  for (; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === parting || code === lineFeed || code === carriageReturn) break;
  }
  return end;
}

type Quoted =
  | {
      kind: "cell";
      /** Where its closing quote stands, and where it ends with the blanks behind. */
      close: number;
      end: number;
      /** Without a quote inside. */
      isPlain: boolean;
      lines: number;
      lineStart: number;
      escaped: number | undefined;
    }
  | { kind: "literal" | "unclosed" };

/** A cell from its opening quote on, up to the delimiter, line end or end of text behind the closing one. */
function readQuoted(text: string, open: number, parting: number, line: number): Quoted {
  let at = open + 1;
  let isPlain = true;
  let lines = 0;
  let lineStart = 0;
  let escaped: number | undefined;
  for (;;) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code)) return { kind: "unclosed" };
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) {
      lines += 1;
      lineStart = at + 1;
    }
    if (code !== quote) {
      at += 1;
      continue;
    }
    if (text.charCodeAt(at + 1) === quote) {
      isPlain = false;
      at += 2;
      continue;
    }
    let end = at + 1;
    while (text.charCodeAt(end) === blank) end += 1;
    const behind = text.charCodeAt(end);
    if (end >= text.length || behind === parting || behind === lineFeed || behind === carriageReturn) {
      return { kind: "cell", close: at, end, isPlain, lines, lineStart, escaped };
    }
    if (text[at - 1] === "\\") {
      escaped ??= line + lines;
      isPlain = false;
      at += 1;
      continue;
    }
    return { kind: lines === 0 ? "literal" : "unclosed" };
  }
}
