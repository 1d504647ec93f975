import type { Card } from "@shared/domain/edit/editor-document.ts";
import { contentOf } from "@shared/domain/edit/editor-document.ts";
import type { TemplateItem } from "@shared/domain/prompt/prompt.ts";
import { diffArrays } from "diff";
import { type LineMarks, noMarks } from "../../../ui/code/code-marks.ts";

/** What an edit did to the messages it was made from. */
export interface MessageChanges {
  /** By the id of a card. A card that is not in here is as it was stored. */
  marks: ReadonlyMap<number, LineMarks>;
  /** Cards that were not there before. */
  added: ReadonlySet<number>;
  /** Stored items that are gone, each before the card at this place (the number of cards: at the end). */
  gone: readonly { before: number; item: TemplateItem }[];
  addedLines: number;
  removedLines: number;
}

/** Compares what is edited with what is stored: by message, and in a message by line. */
export function changesBetween(stored: readonly TemplateItem[], cards: readonly Card[]): MessageChanges {
  const marks = new Map<number, LineMarks>();
  const added = new Set<number>();
  const gone: { before: number; item: TemplateItem }[] = [];
  let addedLines = 0;
  let removedLines = 0;
  for (const pair of pairItems(stored, cards)) {
    const { item, card, before } = pair;
    const own = card ? linesOfItem(card.item) : [];
    const old = item ? linesOfItem(item) : [];
    if (!card && item) gone.push({ before, item });
    if (!card || !item) {
      if (card) added.add(card.id);
      addedLines += own.length;
      removedLines += old.length;
      continue;
    }
    if (headOf(card.item) !== headOf(item)) {
      addedLines += 1;
      removedLines += 1;
    }
    const found = marksBetween(contentOf({ id: 0, item }), card);
    if (found === noMarks) continue;
    marks.set(card.id, found);
    addedLines += found.added.length;
    removedLines += found.removed.length;
  }
  return { marks, added, gone, addedLines, removedLines };
}

interface ItemPair {
  item?: TemplateItem;
  card?: Card;
  /** The place among the cards. */
  before: number;
}

/** Changed messages up to which equal ones are looked for among them; beyond, they are paired in order. */
const mostChanges = 2_000;

/** Pairs equal messages first, and what lies between them in order: a changed message is the one that stood there. */
function pairItems(stored: readonly TemplateItem[], cards: readonly Card[]): ItemPair[] {
  const [item, card] = [stored[0], cards[0]];
  if (item && card && stored.length === 1 && cards.length === 1) return [{ item, card, before: 0 }];
  const [old, own] = [stored.map(writtenOut), cards.map((one) => writtenOut(one.item))];
  const parts = diffArrays(old, own, { maxEditLength: mostChanges }) ?? [
    { value: old, count: old.length, added: false, removed: true },
    { value: own, count: own.length, added: true, removed: false },
  ];
  const pairs: ItemPair[] = [];
  let at = 0;
  let place = 0;
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    if (!part) continue;
    if (!part.added && !part.removed) {
      place += part.count;
      at += part.count;
      continue;
    }
    const [removed, put] = part.removed ? [part, parts[index + 1]] : [undefined, part];
    const newer = put?.added ? cards.slice(place, place + put.count) : [];
    const older = stored.slice(at, at + (removed?.count ?? 0));
    if (removed && put?.added) index++;
    for (let step = 0; step < Math.max(older.length, newer.length); step++) {
      const card = newer[step];
      const item = older[step];
      pairs.push({
        ...(card ? { card } : {}),
        ...(item ? { item } : {}),
        before: place + Math.min(step, newer.length),
      });
    }
    at += older.length;
    place += newer.length;
  }
  return pairs;
}

/** Items that were not touched stay the same objects, and are written out once. */
const written = new WeakMap<TemplateItem, string>();

function writtenOut(item: TemplateItem): string {
  const text = written.get(item) ?? JSON.stringify(item);
  written.set(item, text);
  return text;
}

function headOf(item: TemplateItem): string {
  return item.type === "placeholder" ? `placeholder ${item.name}` : item.role;
}

function linesOfItem(item: TemplateItem): string[] {
  return item.type === "placeholder" ? [item.name] : item.content.split("\n");
}

/** What is known of a card's text against another one: typing asks for one card anew and for the others again. */
const known = new WeakMap<TemplateItem, { before: string; marks: LineMarks }>();

function marksBetween(before: string, card: Card): LineMarks {
  const after = contentOf(card);
  if (before === after) return noMarks;
  const found = known.get(card.item);
  if (found?.before === before) return found.marks;
  const marks = compareLines(before.split("\n"), after.split("\n"));
  known.set(card.item, { before, marks });
  return marks;
}

/** Milliseconds; two long texts without a line in common are then told as replaced. */
const longest = 100;

function compareLines(before: readonly string[], after: readonly string[]): LineMarks {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const [old, own] = [before.slice(start, before.length - tail), after.slice(start, after.length - tail)];
  const parts = diffArrays(old, own, { timeout: longest }) ?? [
    { value: old, added: false, removed: true },
    { value: own, added: true, removed: false },
  ];
  const marks = { added: [] as number[], removed: [] as { before: number; text: string }[] };
  let line = start + 1;
  for (const { added, removed, value } of parts) {
    if (removed) for (const text of value) marks.removed.push({ before: line, text });
    else {
      if (added) for (const index of value.keys()) marks.added.push(line + index);
      line += value.length;
    }
  }
  return marks;
}
