/** Where something stands in a config file; line and column count from 1. */
export interface Position {
  /** Name of the file as it is to be shown. */
  file: string;
  line: number;
  column: number;
}

/** `error`: the file cannot be used as it is. `warning`: it can, but something in it does not do what it seems to. */
export type ProblemSeverity = "error" | "warning";

/** One finding in a `config.yaml`. Holds no secret. */
export interface ConfigProblem extends Position {
  severity: ProblemSeverity;
  code: string;
  /** E.g. `model_list[2].litellm_params.rpm`; empty for the file as a whole. */
  path: string;
  message: string;
  /** What would be right. */
  fix: string;
}

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
  const add = (severity: ProblemSeverity, at: Position, path: string, text: ProblemText) => {
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

/** A finding on one line, as compilers write them: `config.yaml:3:5: error: … Fix: …`. */
export function formatProblem({ file, line, column, severity, path, message, fix }: ConfigProblem): string {
  const where = path === "" ? "" : `${path}: `;
  return `${file}:${line}:${column}: ${severity}: ${where}${message}${fix === "" ? "" : ` ${fix}`}`;
}
