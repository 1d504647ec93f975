import type { CodeToken } from "./code-tokens.ts";

const longestCode = 120;
const endings = new Set([",", ")", "]", "}", ";", ":"]);

/** A place among the tokens of a program, and what lies around it. */
export interface CodeCursor {
  readonly tokens: readonly CodeToken[];
  at: number;
  /** Brackets and values that are open in this expression; at 1 the end of a line ends it. */
  depth: number;
  token(): CodeToken | undefined;
  /** The sign at a place, by default here; undefined for what is none. */
  sign(place?: number): string | undefined;
  /** Steps over a sign if it stands here. */
  take(sign: string): boolean;
  /** Whether an expression is over here. */
  isAtEnd(): boolean;
  /** Goes on to the end of an expression: a comma or closing bracket outside of its own, or the end of its line. */
  skip(): void;
  /** Goes on to behind the bracket that closes the one just opened. */
  skipBracket(): void;
  /** The program text from a token to here, cut where it is long. */
  codeFrom(start: number): string;
}

export function createCursor(source: string, tokens: readonly CodeToken[]): CodeCursor {
  const sign = (place: number) => {
    const token = tokens[place];
    return token?.kind === "sign" ? token.sign : undefined;
  };
  /** Whether a line goes on with the expression of the one before. */
  const continues = (place: number) => {
    const mark = sign(place);
    const before = sign(place - 1);
    return mark === "." || mark === "?." || mark === "+" || before === "=" || before === "+" || before === "(";
  };
  const openedBy = (mark: string | undefined): number => {
    if (mark === "(" || mark === "[" || mark === "{") return 1;
    return mark === ")" || mark === "]" || mark === "}" ? -1 : 0;
  };

  const cursor: CodeCursor = {
    tokens,
    at: 0,
    depth: 0,
    token: () => tokens[cursor.at],
    sign: (place = cursor.at) => sign(place),
    take(wanted) {
      if (sign(cursor.at) !== wanted) return false;
      cursor.at += 1;
      return true;
    },
    isAtEnd() {
      const token = tokens[cursor.at];
      if (token === undefined || (cursor.depth === 1 && token.startsLine)) return true;
      return token.kind === "sign" ? endings.has(token.sign) : token.kind === "name" && token.name === "for";
    },
    skip() {
      for (let open = 0; cursor.at < tokens.length; cursor.at += 1) {
        const isNewLine = cursor.depth === 1 && tokens[cursor.at]?.startsLine === true;
        if (open === 0 && isNewLine && !continues(cursor.at)) return;
        const mark = sign(cursor.at);
        if (open === 0 && mark !== undefined && endings.has(mark) && mark !== ":") return;
        open += openedBy(mark);
      }
    },
    skipBracket() {
      for (let open = 1; cursor.at < tokens.length && open > 0; cursor.at += 1) open += openedBy(sign(cursor.at));
    },
    codeFrom(start) {
      const from = tokens[start]?.from ?? source.length;
      const to = tokens[Math.max(start, cursor.at - 1)]?.to ?? source.length;
      return source.slice(from, Math.min(to, from + longestCode));
    },
  };
  return cursor;
}
