import type { AppError } from "@shared/domain/error/error.ts";

/** What the command line ends with. */
export const exitCodes = { done: 0, failed: 1, usage: 2, configuration: 3, interrupted: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Configuration is what has to be set up differently; everything else is a run that failed. */
export function exitCodeOf({ code, stage }: Pick<AppError, "code" | "stage">): ExitCode {
  if (code === "cancelled") return exitCodes.interrupted;
  return stage === "config" || stage === "storage" ? exitCodes.configuration : exitCodes.failed;
}
