import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { type HeadlessWords, headlessAdvice } from "@shared/domain/error/headless-advice.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { harmless, type Terminal } from "./terminal.ts";

const words: HeadlessWords = {
  advice: {
    secret_locked: "Unlock the system's key ring, or set the key's environment variable for the command line.",
    placeholder_unresolved:
      'Give its list of messages in --vars, e.g. {"history": []}; what --var gives is text, never a list.',
    model_missing: "Name one with --model; this prompt's config names none.",
    prompt_not_found: "promptscope prompts lists them; names are case-sensitive and include their folders.",
    langfuse_not_configured:
      "Set LANGFUSE_HOST, LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY, or take the samples: --source demo.",
  },
  keys: "in the app's Settings",
  addresses: "in the app's Settings",
};

/** Says what failed before or outside a run, as one JSON line too where a program reads; gives the exit code. */
export function tellFailure(thrown: unknown, json: boolean, terminal: Terminal): number {
  const error = appErrorOf(thrown);
  if (json) terminal.out(JSON.stringify({ type: "error", error: inOwnWords(error) }));
  tellError(error, terminal);
  return exitCodeOf(error);
}

/** The error as a program is given it. */
export function inOwnWords(error: AppError): AppError {
  const { advice: _, ...rest } = error;
  const advice = headlessAdvice(error, words);
  return { ...rest, ...(advice === undefined ? {} : { advice }) };
}

export function tellError(error: AppError, terminal: Terminal): void {
  if (error.code === "cancelled") {
    terminal.note("Stopped.");
    return;
  }
  const advice = headlessAdvice(error, words);
  const lines = [
    error.message,
    ...(error.detail ? [`  ${error.detail.replaceAll("\n", "\n  ")}`] : []),
    ...(advice ? [`  ${advice}`] : []),
    ...(error.retryAfterMs === undefined ? [] : [`  retry after: ${Math.ceil(error.retryAfterMs / 1000)} s`]),
    ...(error.requestId ? [`  request id: ${error.requestId}`] : []),
  ];
  terminal.note(`${terminal.paintNote("red", "error:")} ${harmless(lines.join("\n"))}`);
}
