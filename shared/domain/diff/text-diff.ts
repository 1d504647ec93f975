import { diffArrays } from "diff";
import { remember } from "../remember.ts";

/** A stretch of text. Without the `added` ones a diff reads as the base, without the `removed` ones as the other text. */
export interface DiffPart {
  kind: "same" | "added" | "removed";
  text: string;
}

export type DiffUnit = "words" | "lines";

/** Two texts that differ in more places than this many milliseconds can sort out are shown as replaced. */
const longestDiffMs = 300;
const words = new Intl.Segmenter(undefined, { granularity: "word" });

/** Every column folds by the diffs of all columns, so that a diff is asked for as often as there are columns. */
const remembered = remember(32, (key) => {
  const [base, text, unit] = JSON.parse(key) as [string, string, DiffUnit];
  const parts = diffTokens(tokensOf(base, unit), tokensOf(text, unit));
  return unit === "words" ? mergeAcrossSpace(parts) : parts;
});

/** How a text differs from the base. Words that changed in a row are one change. */
export function diffTexts(base: string, text: string, unit: DiffUnit): readonly DiffPart[] {
  return remembered(JSON.stringify([base, text, unit]));
}

/** How much of a diff is the same, from 0 to 1, by the characters of both texts that are not white space. */
export function similarity(parts: readonly DiffPart[]): number {
  const same = inkOf(parts, "same") * 2;
  const all = same + inkOf(parts, "added") + inkOf(parts, "removed");
  return all === 0 ? 1 : same / all;
}

/** The lines of a text with their ends; joined, they are the text. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function inkOf(parts: readonly DiffPart[], kind: DiffPart["kind"]): number {
  return parts.reduce((sum, part) => (part.kind === kind ? sum + part.text.replace(/\s+/g, "").length : sum), 0);
}

/** Joined, the tokens are the text. Words are found in every script, also where no spaces part them. */
function tokensOf(text: string, unit: DiffUnit): string[] {
  return unit === "words" ? [...words.segment(text)].map(({ segment }) => segment) : linesOf(text);
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

/** Changes with nothing but space between them read as one: "opened a refund" became "asked our billing". */
function mergeAcrossSpace(parts: readonly DiffPart[]): DiffPart[] {
  const merged: DiffPart[] = [];
  let index = 0;
  while (index < parts.length) {
    const end = endOfChange(parts, index);
    const group = parts.slice(index, end);
    const without = (kind: DiffPart["kind"]) =>
      group.flatMap((part) => (part.kind === kind ? [] : [part.text])).join("");
    const [removed, added] = [without("added"), without("removed")];
    // Words that only came or only went stay apart: merged, the space between them would be told as a change.
    if (end > index + 1 && /\S/.test(removed) && /\S/.test(added)) merged.push(...replaced(removed, added));
    else merged.push(...group);
    index = end;
  }
  return merged;
}

/** One change; the white space both texts begin or end with is none. */
function replaced(removed: string, added: string): DiffPart[] {
  let [head, tail] = [0, 0];
  const isSharedSpace = (at: number) => /^\s$/.test(removed.at(at) ?? "") && removed.at(at) === added.at(at);
  while (isSharedSpace(head)) head += 1;
  while (isSharedSpace(-tail - 1)) tail += 1;
  const parts: DiffPart[] = [
    { kind: "same", text: removed.slice(0, head) },
    { kind: "removed", text: removed.slice(head, removed.length - tail) },
    { kind: "added", text: added.slice(head, added.length - tail) },
    { kind: "same", text: removed.slice(removed.length - tail) },
  ];
  return parts.filter(({ text }) => text !== "");
}

/** The index after the change that begins at `index`; after that part alone when it is none. */
function endOfChange(parts: readonly DiffPart[], index: number): number {
  const isChange = (at: number) => parts[at] !== undefined && parts[at].kind !== "same";
  // A line break parts what is said; a change does not go on in the next line.
  const isSpace = (at: number) => /^[^\S\n]+$/.test(parts[at]?.text ?? "");
  if (!isChange(index)) return index + 1;
  let end = index + 1;
  while (isChange(end) || (isSpace(end) && isChange(end + 1))) end += 1;
  return end;
}
