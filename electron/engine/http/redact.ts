import { type Found, findSecrets, secretMark } from "./find-secrets.ts";
import { createTextGuard, type TellSplit, type TextGuard } from "./text-guard.ts";

export type Redactor = (text: string) => string;

/** The secrets of one exchange, and what is done so that an answer that repeats them gives them to nobody. */
export interface KnownSecrets {
  redact: Redactor;
  /** Whether a text has one. */
  areIn(text: string): boolean;
  /** For a text that comes in pieces. */
  guardText(tellSplit?: TellSplit): TextGuard;
}

/** `values` is asked on every call, so that keys entered later are covered. */
export function knownSecrets(values: () => readonly string[]): KnownSecrets {
  return {
    redact: createRedactor(values),
    areIn: (text) => findSecrets(text, values()).length > 0,
    guardText: (tellSplit) => createTextGuard(values, tellSplit),
  };
}

/** Of a request that carries none. */
export const noSecrets: KnownSecrets = knownSecrets(() => []);

/**
 * Makes a function that replaces every secret value in a text: as it is, in base64 wherever it begins there (also
 * base64url and unpadded), in hex, and with any of its characters escaped as URLs, JSON and HTML do.
 */
export function createRedactor(values: () => readonly string[]): Redactor {
  return (text) => {
    const found = findSecrets(text, values());
    return found.length === 0 ? text : withoutFound(text, found);
  };
}

/** Each of some texts without secrets. Nearly always none has one, and to look once is enough. */
export function redactEach(texts: readonly string[], redact: Redactor): readonly string[] {
  const all = texts.join("\n");
  return redact(all) === all ? texts : texts.map(redact);
}

function withoutFound(text: string, found: readonly Found[]): string {
  let clean = "";
  let from = 0;
  for (const { start, end } of found) {
    clean += text.slice(from, start) + secretMark;
    from = end;
  }
  return clean + text.slice(from);
}
