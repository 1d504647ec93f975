const [lineFeed, carriageReturn, blank, quote] = [10, 13, 32, 34];

/** One record of a CSV text; empty lines are none. */
export interface CsvRecord {
  /** Line and place where it begins, from 1. */
  line: number;
  cells: string[];
}

/** The cell between two places of a text; `~end` says that quotes inside of it are escaped. */
export function textOfSpan(text: Pick<string, "slice">, start: number, end: number): string {
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
  /**
   * @param spans of each cell its start and its end in `window`, for `textOfSpan`; they hold until it returns.
   * @param window the part of the text that is at hand.
   * @param base where it begins in the text.
   */
  record(line: number, spans: readonly number[], window: string, base: number): void;
}

/** How lines end, as far as records tell. */
export interface LineEnds {
  lf: number;
  crlf: number;
  cr: number;
}

/** Characters that are at hand at once, and that are read between two stops; a longer record has as many as it needs. */
const usualWindow = 1 << 16;

/**
 * Reads CSV from `from` on, in steps, so that a long text never holds its thread: a generator that stops after every
 * `windowLength` characters. Quotes are doubled inside a quoted cell, or escaped by a backslash. A quoted cell with text
 * behind it on the same line is no quoted cell and stands as it is written; on a later line the quote was never closed.
 */
export function* parseCsv(
  text: string,
  from: { at: number; line: number },
  dialect: CsvDialect,
  listener: CsvListener,
  windowLength = usualWindow,
): Generator<void, LineEnds> {
  const record: SpanListener["record"] = (line, spans, window) =>
    listener.record({ line, cells: cellsOf(window, spans) });
  return yield* parseSpans(piecesOf(text, from.at, windowLength), from, dialect, { ...listener, record }, windowLength);
}

function* piecesOf(text: string, from: number, length: number): Generator<string> {
  for (let at = from; at < text.length; at += length) yield text.slice(at, at + length);
}

export function cellsOf(text: string, spans: readonly number[]): string[] {
  const cells: string[] = [];
  for (let at = 0; at < spans.length; at += 2) cells.push(textOfSpan(text, spans[at] ?? 0, spans[at + 1] ?? 0));
  return cells;
}

/** The same without making a text of each cell, of a text that comes in pieces from `from` on. Oddities may be told twice. */
export function* parseSpans(
  pieces: Iterable<string>,
  from: { at: number; line: number },
  dialect: CsvDialect,
  listener: SpanListener,
  windowLength = usualWindow,
): Generator<void, LineEnds> {
  const reader = createReader(from, dialect, listener);
  const more = pieces[Symbol.iterator]();
  for (;;) {
    const window = [reader.left()];
    // What is longer than the window is looked at again with twice as much, so that no record is looked at often.
    const wanted = Math.max(windowLength, window[0]?.length ?? 0);
    let isLast = false;
    for (let length = 0; length < wanted && !isLast; ) {
      const next = more.next();
      if (next.done) isLast = true;
      else {
        window.push(next.value);
        length += next.value.length;
      }
    }
    // The loop over characters is no generator itself: V8 compiles those well only from their next call on.
    if (reader.read(window.join(""), isLast)) return reader.ends;
    yield;
  }
}

function createReader(
  from: { at: number; line: number },
  { delimiter, trimsStart = false }: CsvDialect,
  listener: SpanListener,
) {
  const ends: LineEnds = { lf: 0, crlf: 0, cr: 0 };
  const parting = delimiter.charCodeAt(0);
  /** The window, where it begins in the text, and whether the text ends with it. Places are those of the window. */
  let text = "";
  let base = from.at;
  let isLast = false;
  let at = 0;
  let { line } = from;
  let lineStart = 0;
  const spans: number[] = [];
  let begun = { at, line, lineStart };
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
    if (spans.length > 2 || quotedRecord || text.slice(spans[0], spans[1]).trim() !== "")
      listener.record(begun.line, spans, text, base);
    spans.length = 0;
    quotedRecord = false;
  }

  /** Behind a cell, where a delimiter, a line end or the end of the text stands. */
  function endCell(): void {
    if (at >= text.length) return;
    if (text.charCodeAt(at) === parting) {
      at += 1;
      if (isLast && at === text.length) spans.push(at, at);
    } else endLine();
  }

  /** Takes what begins with a quote, where it is a quoted cell. */
  function takeQuoted(open: number): Quoted["kind"] {
    const quoted = readQuoted(text, open, parting, line, isLast);
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

  /** Takes the cell that begins here; what the window cuts is no cell yet. */
  function takeCell(): Quoted["kind"] {
    let open = at;
    while (text.charCodeAt(open) === blank) open += 1;
    const kind = text.charCodeAt(open) === quote ? takeQuoted(open) : "literal";
    if (kind !== "literal") return kind;
    const end = endOfCell(text, at, parting);
    if (end >= text.length && !isLast) return "cut";
    spans.push(trimsStart ? end - text.slice(at, end).trimStart().length : at, end);
    at = end;
    return kind;
  }

  /** A line feed may belong to the carriage return that the window ends with. */
  const isCutLineEnd = () => !isLast && at + 1 >= text.length && text.charCodeAt(at) === carriageReturn;

  /** Back to where the record began that the window cuts. */
  function goBack(): false {
    ({ at, line, lineStart } = begun);
    spans.length = 0;
    quotedRecord = false;
    return false;
  }

  return {
    ends,
    /** What of the window was not read. */
    left: () => text.slice(at),
    /** Reads the records of a window that begins with what was left of the one before; true when all is read. */
    read(window: string, isEnd: boolean): boolean {
      base += at;
      lineStart -= at;
      [text, isLast, at] = [window, isEnd, 0];
      while (at < text.length) {
        if (spans.length === 0) begun = { at, line, lineStart };
        const kind = takeCell();
        if (kind === "unclosed") return true;
        if (kind === "cut" || isCutLineEnd()) return goBack();
        endCell();
      }
      if (spans.length > 0 && !isLast) return goBack();
      if (spans.length > 0) endRecord();
      return isLast;
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
  | { kind: "literal" | "unclosed" | "cut" };

/** A cell from its opening quote on, up to the delimiter, line end or end of text behind the closing one. */
function readQuoted(text: string, open: number, parting: number, line: number, isLast: boolean): Quoted {
  let at = open + 1;
  let isPlain = true;
  let lines = 0;
  let lineStart = 0;
  let escaped: number | undefined;
  for (;;) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code)) return { kind: isLast ? "unclosed" : "cut" };
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
    if (end >= text.length && !isLast) return { kind: "cut" };
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
