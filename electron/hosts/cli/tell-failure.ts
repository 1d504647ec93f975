import { appErrorOf } from "@shared/domain/app-failure.ts";
import type { AppError } from "@shared/domain/error.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { harmless, type Terminal } from "./terminal.ts";

/** Says what failed before or outside a run, as one JSON line too where a program reads; gives the exit code. */
export function tellFailure(thrown: unknown, json: boolean, terminal: Terminal): number {
  const error = appErrorOf(thrown);
  if (json) terminal.out(JSON.stringify({ type: "error", error }));
  tellError(error, terminal);
  return exitCodeOf(error);
}

export function tellError(error: AppError, terminal: Terminal): void {
  if (error.code === "cancelled") {
    terminal.note("Stopped.");
    return;
  }
  const lines = [
    error.message,
    ...(error.detail ? [`  ${error.detail.replaceAll("\n", "\n  ")}`] : []),
    ...adviceOf(error).map((advice) => `  ${advice}`),
    ...(error.requestId ? [`  request id: ${error.requestId}`] : []),
  ];
  terminal.note(`${terminal.paintNote("red", "error:")} ${harmless(lines.join("\n"))}`);
}

function adviceOf({ code, advice }: AppError): string[] {
  if (code === "secret_locked") {
    return ["Only the desktop app can open its key ring; set the key's environment variable for the command line."];
  }
  return advice ? [advice] : [];
}
