/** Names separated by spaces and lines, as long tables of them are kept. */
export function namesIn(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).filter((name) => name !== ""));
}
