import type { JsonValue } from "@shared/domain/json/json.ts";
import type { PromptVersion } from "@shared/domain/prompt/prompt.ts";
import { diffLines, diffWordsWithSpace } from "diff";

export interface DiffWord {
  text: string;
  changed: boolean;
}

/** A line of a diff. A changed line pairs with its counterpart, so that the words that differ can be marked. */
export interface DiffLine {
  sign: " " | "+" | "-";
  words: DiffWord[];
}

/** The text of a prompt for reading and comparing: messages under their roles, placeholders by name. */
export function promptText(prompt: PromptVersion["prompt"]): string {
  if (typeof prompt === "string") return prompt;
  return prompt
    .map((item) => (item.type === "placeholder" ? `— placeholder: ${item.name}` : `— ${item.role}\n${item.content}`))
    .join("\n\n");
}

export function configText(config: JsonValue): string {
  return JSON.stringify(config, null, 2);
}

function linesOf(text: string): string[] {
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

/**
 * Changes up to which lines, and the words of a pair of lines, are compared: beyond, one stands for the other as a whole.
 * The work grows with the length times the changes, and two long texts that have nothing in common stopped the window.
 */
const mostChanges = { lines: 3_000, words: 300 };
/** Characters of changed lines whose words are compared, in one diff. */
const mostCompared = 200_000;

const plain = (sign: DiffLine["sign"], text: string): DiffLine => ({ sign, words: [{ text, changed: false }] });

function pairWords(before: string, after: string): { removed: DiffWord[]; added: DiffWord[] } {
  const parts = diffWordsWithSpace(before, after, { maxEditLength: mostChanges.words });
  if (!parts) return { removed: [{ text: before, changed: true }], added: [{ text: after, changed: true }] };
  const removed: DiffWord[] = [];
  const added: DiffWord[] = [];
  for (const part of parts) {
    if (!part.added) removed.push({ text: part.value, changed: part.removed });
    if (!part.removed) added.push({ text: part.value, changed: part.added });
  }
  return { removed, added };
}

/** Lines removed and put in their place: paired in order, with the differing words marked; the rest stand alone. */
function replacement(before: string[], after: string[], room: number): DiffLine[] {
  let pairs = 0;
  for (let left = room; pairs < Math.min(before.length, after.length) && left > 0; pairs++)
    left -= (before[pairs]?.length ?? 0) + (after[pairs]?.length ?? 0);
  const removed: DiffLine[] = [];
  const added: DiffLine[] = [];
  for (let index = 0; index < pairs; index++) {
    const words = pairWords(before[index] ?? "", after[index] ?? "");
    removed.push({ sign: "-", words: words.removed });
    added.push({ sign: "+", words: words.added });
  }
  return [
    ...removed,
    ...before.slice(pairs).map((line) => plain("-", line)),
    ...added,
    ...after.slice(pairs).map((line) => plain("+", line)),
  ];
}

/** A readable diff of two texts: by line, and inside changed lines by word. */
export function diffTexts(before: string, after: string): DiffLine[] {
  const parts = diffLines(before, after, { maxEditLength: mostChanges.lines });
  if (!parts) return replacement(linesOf(before), linesOf(after), mostCompared);
  const lines: DiffLine[] = [];
  let room = mostCompared;
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (!part) continue;
    const next = parts[index + 1];
    if (part.removed && next?.added) {
      for (const line of replacement(linesOf(part.value), linesOf(next.value), room)) lines.push(line);
      room -= part.value.length + next.value.length;
      index++;
      continue;
    }
    const sign = part.added ? "+" : part.removed ? "-" : " ";
    for (const line of linesOf(part.value)) lines.push(plain(sign, line));
  }
  return lines;
}

/** How many lines a diff adds and takes away; both 0 means the texts are the same. */
export function diffCounts(lines: readonly DiffLine[]): { added: number; removed: number } {
  return {
    added: lines.filter((line) => line.sign === "+").length,
    removed: lines.filter((line) => line.sign === "-").length,
  };
}
