import type { JsonValue } from "../json/json.ts";
import type { PromptEdit, PromptType, TemplateItem } from "../prompt/prompt.ts";
import { asStored } from "../prompt/stored-text.ts";

/** What of a prompt can be changed; the shape of `PromptEdit` without where it came from. */
export type EditableText = Pick<PromptEdit, "type" | "prompt" | "config">;

/** One message or placeholder while it is edited. The id holds its place in lists and undo; it is never stored. */
export interface Card {
  id: number;
  item: TemplateItem;
}

/** A prompt while it is edited. A text prompt is one card whose role means nothing. */
export interface EditorDocument {
  type: PromptType;
  cards: readonly Card[];
  /** As typed: it may be no JSON for a while. */
  configText: string;
  /** The last config that was JSON: this one is run and kept. */
  config: JsonValue;
}

export function openDocument({ type, prompt, config }: EditableText): EditorDocument {
  const items: TemplateItem[] = typeof prompt === "string" ? [{ role: "user", content: prompt }] : prompt;
  return { type, cards: items.map((item, id) => ({ id, item })), configText: configAsText(config), config };
}

export function closeDocument({ type, cards, config }: EditorDocument): EditableText {
  return { type, prompt: type === "text" ? contentOf(cards[0]) : cards.map(({ item }) => item), config };
}

/** A config as it is first shown. An empty one is an empty object, as Langfuse stores it. */
export function configAsText(config: JsonValue): string {
  return JSON.stringify(config ?? {}, null, 2);
}

/** The text of a card; a placeholder has none. */
export function contentOf(card: Card | undefined): string {
  return card && card.item.type !== "placeholder" ? card.item.content : "";
}

/** A message counts as so many characters: what hangs on 60 of them takes as long as what hangs on 200 000 characters. */
const charactersOfCard = 3_000;

/**
 * What reading, comparing and drawing a document costs, in characters of one text: those of its messages and of its
 * config, and what each message costs by being there.
 */
export function weightOf({ cards, configText }: EditorDocument): number {
  return cards.reduce((sum, card) => sum + charactersOfCard + contentOf(card).length, configText.length);
}

/** Whether two texts would be stored alike. The order of keys in a config says nothing; that of messages does. */
export function isSameText(a: EditableText, b: EditableText): boolean {
  return a.type === b.type && sameJson(asStored(a.prompt), asStored(b.prompt)) && isSameConfig(a.config, b.config);
}

export function isSameConfig(a: JsonValue, b: JsonValue): boolean {
  return sameJson(a ?? {}, b ?? {});
}

/** Asked at every keystroke: what is the same object is not looked into, and nothing is written out. */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [own, others] = [Object.entries(a), b as Record<string, unknown>];
  if (own.length !== Object.keys(b).length) return false;
  return own.every(([key, value]) => Object.hasOwn(b, key) && sameJson(value, others[key]));
}
