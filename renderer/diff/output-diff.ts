import { diffArrays } from "diff";

/** A stretch of text. Without the `added` ones a diff reads as the base, without the `removed` ones as the other text. */
export interface DiffPart {
  kind: "same" | "added" | "removed";
  text: string;
}

/** An identical stretch that is put away. `lines` is how many line breaks are in it. */
export interface FoldedPart {
  kind: "folded";
  text: string;
  lines: number;
}

export type DiffUnit = "words" | "lines";

/** Two texts that differ in more places than this many milliseconds can sort out are shown as replaced. */
const longestDiffMs = 300;
const words = new Intl.Segmenter(undefined, { granularity: "word" });

/** How each text differs from the base. The base itself may be among them and then has no differences. */
export function diffAgainst(base: string, texts: readonly string[], unit: DiffUnit): DiffPart[][] {
  const baseTokens = tokensOf(base, unit);
  return texts.map((text) => diffTokens(baseTokens, tokensOf(text, unit)));
}

/**
 * Puts identical stretches away, but for `context` lines beside each difference. A stretch that would hide fewer lines
 * than it leaves stays.
 */
export function foldSame(parts: readonly DiffPart[], context = 2): (DiffPart | FoldedPart)[] {
  return parts.flatMap((part, index) => {
    if (part.kind !== "same") return [part];
    const lines = tokensOf(part.text, "lines");
    const head = index === 0 ? 0 : context;
    const tail = index === parts.length - 1 ? 0 : context;
    const hidden = lines.slice(head, lines.length - tail);
    if (hidden.length <= context) return [part];
    const folded: FoldedPart = { kind: "folded", text: hidden.join(""), lines: hidden.length };
    const shown = (kept: string[]): DiffPart[] => (kept.length === 0 ? [] : [{ kind: "same", text: kept.join("") }]);
    return [...shown(lines.slice(0, head)), folded, ...shown(lines.slice(lines.length - tail))];
  });
}

/** How much of a diff is the same, from 0 to 1, by characters of both texts. */
export function similarity(parts: readonly DiffPart[]): number {
  const same = lengthOf(parts, "same") * 2;
  const all = same + lengthOf(parts, "added") + lengthOf(parts, "removed");
  return all === 0 ? 1 : same / all;
}

function lengthOf(parts: readonly DiffPart[], kind: DiffPart["kind"]): number {
  return parts.reduce((sum, part) => (part.kind === kind ? sum + part.text.length : sum), 0);
}

/** Joined, the tokens are the text. Words are found in every script, also where no spaces part them. */
function tokensOf(text: string, unit: DiffUnit): string[] {
  if (unit === "words") return [...words.segment(text)].map(({ segment }) => segment);
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function diffTokens(base: string[], other: string[]): DiffPart[] {
  const changes = diffArrays(base, other, { timeout: longestDiffMs });
  const parts: DiffPart[] = changes
    ? changes.map(({ added, removed, value }) => ({
        kind: added ? "added" : removed ? "removed" : "same",
        text: value.join(""),
      }))
    : [
        { kind: "removed", text: base.join("") },
        { kind: "added", text: other.join("") },
      ];
  return parts.filter(({ text }) => text !== "");
}
