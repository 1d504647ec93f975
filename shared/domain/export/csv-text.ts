/*
 * Texts in CSV (RFC 4180). What somebody has written can begin like a formula; for spreadsheets it gets an apostrophe in front,
 * so that none runs it, and whoever reads such a file takes it away again.
 */

/** Also after white space, and in the full-width forms that spreadsheets of East Asia accept. */
const formulaStart = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
const plainNumber = /^-?\d+(?:\.\d+)?$/;
/** A text that begins so itself would lose its apostrophe when it is read back. */
const guardedStart = /^'+\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

export function looksLikeFormula(text: string): boolean {
  return formulaStart.test(text) && !plainNumber.test(text);
}

function guardFormula(text: string): string {
  return looksLikeFormula(text) || guardedStart.test(text) ? `'${text}` : text;
}

export function isGuarded(text: string): boolean {
  return guardedStart.test(text);
}

/** What `guardFormula` was given. */
export function unguardFormula(text: string): string {
  return isGuarded(text) ? text.slice(1) : text;
}

/** A field, quoted where it must be. */
export function csvText(text: string, forSpreadsheets: boolean): string {
  const safe = forSpreadsheets ? guardFormula(text) : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
