import type { ConfigProblem } from "@shared/domain/gateway/config-problem.ts";

export interface GutterLine {
  number: number;
  /** The worst of what is wrong with the line. */
  severity: ConfigProblem["severity"] | undefined;
}

/** The numbers beside a text, with the sign of what is wrong with each line. */
export function gutterLines(text: string, problems: readonly ConfigProblem[]): GutterLine[] {
  const worst = new Map<number, ConfigProblem["severity"]>();
  for (const { line, severity } of problems) {
    if (worst.get(line) !== "error") worst.set(line, severity);
  }
  const count = text.split("\n").length;
  return Array.from({ length: count }, (_, index) => ({ number: index + 1, severity: worst.get(index + 1) }));
}

/** From a line and a column, both from 1, to the end of that line; beyond the text its end. */
export function offsetOf(text: string, line: number, column: number): { start: number; end: number } {
  let from = 0;
  for (let number = 1; number < line; number++) {
    const next = text.indexOf("\n", from);
    if (next === -1) return { start: text.length, end: text.length };
    from = next + 1;
  }
  const lineEnd = text.indexOf("\n", from);
  const end = lineEnd === -1 ? text.length : lineEnd;
  return { start: Math.min(from + column - 1, end), end };
}
