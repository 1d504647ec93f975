import type { ConfigProblem, Position } from "@shared/domain/gateway/config-problem.ts";

export type { ConfigProblem, Position } from "@shared/domain/gateway/config-problem.ts";

export interface ProblemText {
  code: string;
  message: string;
  fix: string;
}

/** Collects findings, so that all of them are told at once. */
export interface ProblemList {
  error(at: Position, path: string, text: ProblemText): void;
  warn(at: Position, path: string, text: ProblemText): void;
  /** By file, then by place. */
  all(): ConfigProblem[];
}

export function createProblemList(): ProblemList {
  const problems: ConfigProblem[] = [];
  const add = (severity: ConfigProblem["severity"], at: Position, path: string, text: ProblemText) => {
    problems.push({ severity, file: at.file, line: at.line, column: at.column, path, ...text });
  };
  return {
    error: (at, path, text) => add("error", at, path, text),
    warn: (at, path, text) => add("warning", at, path, text),
    all() {
      const files = [...new Set(problems.map(({ file }) => file))];
      return problems.toSorted(
        (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
      );
    },
  };
}

/** A finding on one line, as compilers write them: `config.yaml:3:5: error: …`. An option has no lines. */
export function formatProblem({ file, line, column, severity, path, message, fix }: ConfigProblem): string {
  const place = file.startsWith("--") ? file : `${file}:${line}:${column}`;
  const where = path === "" ? "" : `${path}: `;
  return `${place}: ${severity}: ${where}${message}${fix === "" ? "" : ` ${fix}`}`;
}
