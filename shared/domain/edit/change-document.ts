import type { JsonValue } from "../json/json.ts";
import type { TemplateItem, TemplateMessage } from "../prompt/prompt.ts";
import { setConfigKey } from "./config-text.ts";
import { contentOf, type EditorDocument } from "./editor-document.ts";

/** Everything a person can do to a prompt; each is one step of undo but typing, which gathers. */
export type DocumentChange =
  | { do: "content"; card: number; content: string }
  | { do: "role"; card: number; role: string }
  | { do: "placeholder-name"; card: number; name: string }
  | { do: "add-message"; after?: number; role?: string; content?: string }
  | { do: "add-placeholder"; after?: number; name: string }
  | { do: "duplicate"; card: number }
  | { do: "remove"; card: number }
  | { do: "move"; card: number; to: number }
  | { do: "config-text"; text: string }
  | { do: "config-key"; key: string; value: JsonValue | undefined }
  | { do: "replace-at"; card: number; at: number; length: number; replace: string }
  | { do: "replace-all"; find: string; replace: string; matchCase: boolean };

/** @returns the changed document, or the same one when there was nothing to change. */
export function changeDocument(document: EditorDocument, change: DocumentChange): EditorDocument {
  switch (change.do) {
    case "content":
      return withCard(document, change.card, (item) =>
        item.type === "placeholder" || item.content === change.content ? item : { ...item, content: change.content },
      );
    case "role":
      return withCard(document, change.card, (item) =>
        item.type === "placeholder" || item.role === change.role ? item : { ...item, role: change.role },
      );
    case "placeholder-name":
      return withCard(document, change.card, (item) =>
        item.type !== "placeholder" || item.name === change.name ? item : { ...item, name: change.name },
      );
    case "add-message":
      return insert(document, change.after, newMessage(document, change.role ?? nextRole(document), change.content));
    case "add-placeholder":
      return insert(document, change.after, { type: "placeholder", name: change.name });
    case "duplicate": {
      const card = document.cards.find(({ id }) => id === change.card);
      return card ? insert(document, change.card, { ...card.item }) : document;
    }
    case "remove": {
      const cards = document.cards.filter(({ id }) => id !== change.card);
      return cards.length === document.cards.length ? document : { ...document, cards };
    }
    case "move":
      return moveCard(document, change.card, change.to);
    case "config-text":
      return changeConfig(document, change.text);
    case "config-key":
      return changeConfig(document, setConfigKey(document.configText, change.key, change.value));
    case "replace-at": {
      const { card, at, length, replace } = change;
      return withCard(document, card, (item) => {
        if (item.type === "placeholder") return item;
        const content = item.content.slice(0, at) + replace + item.content.slice(at + length);
        return content === item.content ? item : { ...item, content };
      });
    }
    case "replace-all":
      return replaceAll(document, change);
  }
}

function withCard(
  document: EditorDocument,
  wanted: number,
  change: (item: TemplateItem) => TemplateItem,
): EditorDocument {
  let changed = false;
  const cards = document.cards.map((card) => {
    if (card.id !== wanted) return card;
    const item = change(card.item);
    if (item === card.item) return card;
    changed = true;
    return { ...card, item };
  });
  return changed ? { ...document, cards } : document;
}

/** Without `after` at the end. A text prompt has one card and takes no other. */
function insert(document: EditorDocument, after: number | undefined, item: TemplateItem): EditorDocument {
  if (document.type === "text") return document;
  const id = Math.max(-1, ...document.cards.map((card) => card.id)) + 1;
  const found = document.cards.findIndex((card) => card.id === after);
  const at = found === -1 ? document.cards.length : found + 1;
  return { ...document, cards: document.cards.toSpliced(at, 0, { id, item }) };
}

/** Messages say their type where the others of this prompt do, so that a diff shows what was changed and no more. */
function newMessage({ cards }: EditorDocument, role: string, content = ""): TemplateMessage {
  const untyped = cards.some(({ item }) => item.type === undefined);
  return untyped ? { role, content } : { type: "chatmessage", role, content };
}

/** A conversation goes on: after a user's message an assistant's comes, and the other way round. */
function nextRole({ cards }: EditorDocument): string {
  const last = cards.findLast(({ item }) => item.type !== "placeholder")?.item as TemplateMessage | undefined;
  if (last === undefined) return "system";
  return last.role === "user" ? "assistant" : "user";
}

function moveCard(document: EditorDocument, id: number, to: number): EditorDocument {
  const from = document.cards.findIndex((card) => card.id === id);
  const card = document.cards[from];
  const target = Math.max(0, Math.min(to, document.cards.length - 1));
  if (!card || target === from) return document;
  return { ...document, cards: document.cards.toSpliced(from, 1).toSpliced(target, 0, card) };
}

/** Text that is no JSON stays as typed, and the config stays what it was last. */
function changeConfig(document: EditorDocument, configText: string): EditorDocument {
  if (configText === document.configText) return document;
  const config = readConfig(configText);
  return { ...document, configText, ...(config === undefined ? {} : { config }) };
}

/** @returns undefined for text that is no JSON; nothing at all is an empty config. */
export function readConfig(text: string): JsonValue | undefined {
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** In all messages at once; names of placeholders and the config are left alone. */
function replaceAll(
  document: EditorDocument,
  { find, replace, matchCase }: { find: string; replace: string; matchCase: boolean },
): EditorDocument {
  if (find === "") return document;
  return document.cards.reduce((before, card) => {
    const content = replaceText(contentOf(card), find, replace, matchCase);
    return changeDocument(before, { do: "content", card: card.id, content });
  }, document);
}

function replaceText(text: string, find: string, replace: string, matchCase: boolean): string {
  const places = findInText(text, find, matchCase);
  let result = "";
  let end = 0;
  for (const at of places) {
    result += text.slice(end, at) + replace;
    end = at + find.length;
  }
  return result + text.slice(end);
}

/** Where a text stands, without overlaps. Where a letter's other case has another length, only the same case is found. */
function findInText(text: string, find: string, matchCase: boolean): number[] {
  if (find === "") return [];
  const lower = text.toLowerCase();
  const folds = !matchCase && lower.length === text.length;
  const [hay, needle] = folds ? [lower, find.toLowerCase()] : [text, find];
  const places: number[] = [];
  for (let at = hay.indexOf(needle); at !== -1; at = hay.indexOf(needle, at + needle.length)) places.push(at);
  return places;
}

/** A place where a text was found. */
export interface FoundPlace {
  card: number;
  at: number;
}

/** All places in the order of the messages. */
export function findInDocument(document: EditorDocument, find: string, matchCase: boolean): FoundPlace[] {
  return document.cards.flatMap((card) =>
    findInText(contentOf(card), find, matchCase).map((at) => ({ card: card.id, at })),
  );
}
