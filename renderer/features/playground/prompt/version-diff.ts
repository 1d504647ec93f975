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

const plain = (sign: DiffLine["sign"], text: string): DiffLine => ({ sign, words: [{ text, changed: false }] });

function pairWords(before: string, after: string): { removed: DiffWord[]; added: DiffWord[] } {
  const removed: DiffWord[] = [];
  const added: DiffWord[] = [];
  for (const part of diffWordsWithSpace(before, after)) {
    if (!part.added) removed.push({ text: part.value, changed: part.removed });
    if (!part.removed) added.push({ text: part.value, changed: part.added });
  }
  return { removed, added };
}

/** Lines removed and put in their place: paired in order, with the differing words marked; the rest stand alone. */
function replacement(before: string[], after: string[]): DiffLine[] {
  const pairs = Math.min(before.length, after.length);
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
  const parts = diffLines(before, after);
  const lines: DiffLine[] = [];
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (!part) continue;
    const next = parts[index + 1];
    if (part.removed && next?.added) {
      lines.push(...replacement(linesOf(part.value), linesOf(next.value)));
      index++;
      continue;
    }
    const sign = part.added ? "+" : part.removed ? "-" : " ";
    lines.push(...linesOf(part.value).map((line) => plain(sign, line)));
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
