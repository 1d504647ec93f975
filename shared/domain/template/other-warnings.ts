import type { Warning } from "../error/error.ts";

/** Warnings without those that only repeat, in words of the two SDKs, that a variable has no value. */
export function otherWarnings(warnings: readonly Warning[], missingVariables: readonly string[]): Warning[] {
  return warnings.filter(
    ({ code, subject }) => code !== "template_missing_variable" || !missingVariables.includes(subject ?? ""),
  );
}
