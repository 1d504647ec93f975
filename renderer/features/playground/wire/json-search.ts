import type { JsonLine } from "../../../ui/json-lines.ts";

/** The indexes of the lines whose key or value has the words, without regard to case; none for an empty search. */
export function matchingLines(lines: readonly JsonLine[], search: string): number[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === "") return [];
  return lines.flatMap((line, index) => {
    if (line.kind === "close") return [];
    // Searching for `a "quoted" word` must not need the escapes of JSON.
    const value = line.kind === "string" ? String(JSON.parse(line.text)) : line.text;
    return `${line.key ?? ""} ${value}`.toLowerCase().includes(wanted) ? [index] : [];
  });
}

/** The match after `from`, or before it going backwards; round at the ends. Undefined when there is none. */
export function nextMatch(matches: readonly number[], from: number, forward: boolean): number | undefined {
  if (forward) return matches.find((index) => index > from) ?? matches[0];
  return matches.findLast((index) => index < from) ?? matches.at(-1);
}
