import type { AppError } from "@shared/domain/error/error.ts";

/**
 * What the command line ends with. An experiment also ends undecided, unfinished, or skipped where a key is missing, so
 * that a copy of a repository without keys does not look like a failure.
 */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  configuration: 3,
  undecided: 4,
  unfinished: 5,
  skipped: 6,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Configuration is what has to be set up differently; everything else is a run that failed. */
export function exitCodeOf({ code, stage }: Pick<AppError, "code" | "stage">): ExitCode {
  if (code === "cancelled") return exitCodes.interrupted;
  return stage === "config" || stage === "storage" ? exitCodes.configuration : exitCodes.failed;
}
