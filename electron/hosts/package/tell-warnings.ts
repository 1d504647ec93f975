import type { Warning } from "@shared/domain/error/error.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { otherWarnings } from "@shared/domain/template/other-warnings.ts";
import { neutralText } from "@shared/domain/text/terminal-text.ts";
import type { CompletionOptions } from "./types.ts";

/** As many texts as are remembered; a program that makes up names must not fill the memory. */
const rememberedTexts = 1_000;
const told = new Set<string>();

/** What is worth knowing of a run that did not stop it. */
export function warningsOf({ warnings, compiled }: RunRecord): Warning[] {
  const missing = compiled?.missingVariables ?? [];
  return [...otherWarnings(warnings, missing), ...missing.map(variableMissing)];
}

/** To the caller's own listener, or once each to stderr, as node's own warnings. */
export function tellWarnings(warnings: readonly Warning[], { onWarning }: Pick<CompletionOptions, "onWarning">): void {
  for (const { code, message, subject } of warnings) {
    if (onWarning) onWarning({ code, message, ...(subject === undefined ? {} : { subject }) });
    // That the messages of the call are ignored is what the documentation promises.
    else if (code !== "client_messages_ignored") warnOnce(code, message);
  }
}

function warnOnce(code: string, message: string): void {
  if (told.has(message)) return;
  if (told.size >= rememberedTexts) told.clear();
  told.add(message);
  process.emitWarning(neutralText(message), { type: "PromptscopeWarning", code });
}

function variableMissing(name: string): Warning {
  return {
    code: "variable_missing",
    stage: "template",
    subject: name,
    message: `The variable “${name}” has no value: {{${name}}} is sent as it stands in the prompt.`,
  };
}
