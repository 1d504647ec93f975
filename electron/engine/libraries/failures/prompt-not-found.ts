import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";

/** What does exist under the name, so that the error can say what to choose. */
export interface ExistingVersions {
  versions: readonly string[];
  labels: readonly string[];
}

/**
 * The error for a prompt, label or version that is not there. It names the labels or versions that are; with nothing
 * under the name it says so.
 * @param detail the server's own words.
 */
export function promptNotFound(ref: PromptRef, existing: ExistingVersions | null, detail?: string): AppFailure {
  const given = { status: 404, ...(detail === undefined ? {} : { detail }) };
  if (!existing || existing.versions.length === 0) {
    return new AppFailure("prompt_not_found", {
      ...given,
      message: `There is no prompt called “${ref.name}”.`,
      advice: "Names are case-sensitive and include their folders.",
    });
  }
  if (ref.version !== undefined) {
    return new AppFailure("prompt_not_found", {
      ...given,
      message: `The prompt “${ref.name}” has no version ${ref.version}.`,
      advice: `It has ${listing("version", "versions", existing.versions)}.`,
    });
  }
  return new AppFailure("prompt_not_found", {
    ...given,
    message: `The prompt “${ref.name}” has no version with the label “${ref.label ?? "production"}”.`,
    advice:
      existing.labels.length > 0
        ? `It has ${listing("the label", "the labels", existing.labels)}. Choose one, or a version.`
        : `It has no labels. Choose ${listing("version", "a version of", existing.versions)}.`,
  });
}

const mostShown = 20;

function listing(one: string, many: string, items: readonly string[]): string {
  const shown = items.slice(-mostShown).join(", ");
  if (items.length === 1) return `${one} ${shown}`;
  return items.length > mostShown ? `${many} … ${shown}` : `${many} ${shown}`;
}
