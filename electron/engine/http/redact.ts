import { remember } from "@shared/domain/remember.ts";
import { withoutTrailing } from "@shared/domain/text/without-trailing.ts";

/** Shorter values would match ordinary words; no provider issues keys this short. */
const shortestSecret = 8;
const mostKnownSecrets = 64;

export type Redactor = (text: string) => string;

/**
 * Makes a function that replaces every secret value in a text: as it is, base64 (also base64url and unpadded), URL
 * encoded and JSON escaped. `values` is asked on every call, so that keys entered later are covered.
 */
export function createRedactor(values: () => readonly string[]): Redactor {
  return (text) => {
    let clean = text;
    for (const value of values()) {
      for (const form of formsOf(value)) {
        if (clean.includes(form)) clean = clean.replaceAll(form, "[secret]");
      }
    }
    return clean;
  };
}

/** Every exchange has a redactor of its own; the forms of a key are the same in all of them. */
const formsOf = remember(mostKnownSecrets, secretForms);

/** Longest first, so that no form leaves a piece of a longer one behind. */
function secretForms(value: string): readonly string[] {
  if (value.length < shortestSecret) return [];
  const bytes = Buffer.from(value, "utf8");
  const forms = new Set([
    value,
    bytes.toString("base64"),
    withoutTrailing(bytes.toString("base64"), "="),
    bytes.toString("base64url"),
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
  ]);
  return [...forms].sort((a, b) => b.length - a.length);
}
