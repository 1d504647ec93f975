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
