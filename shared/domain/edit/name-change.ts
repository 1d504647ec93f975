import type { DocumentChange } from "./change-document.ts";
import type { EditorDocument } from "./editor-document.ts";

/** Of a text that was searched for, this much is said. */
const mostNamed = 20;

/** What a person did, as it stands behind “Undo” and “Redo”: “typing in message 2”. */
export function nameChange(document: EditorDocument, change: DocumentChange): string {
  switch (change.do) {
    case "content":
      return `typing in ${cardName(document, change.card)}`;
    case "role":
      return `the role of ${cardName(document, change.card)}`;
    case "placeholder-name":
      return "the name of a placeholder";
    case "add-message":
      return "adding a message";
    case "add-placeholder":
      return "adding a placeholder";
    case "duplicate":
      return `duplicating ${cardName(document, change.card)}`;
    case "remove":
      return `deleting ${cardName(document, change.card)}`;
    case "move":
      return `moving ${cardName(document, change.card)}`;
    case "config-text":
      return "typing in the config";
    case "config-key":
      return change.value === undefined ? `taking ${change.key} out of the config` : `changing ${change.key}`;
    case "replace-at":
      return `replacing in ${cardName(document, change.card)}`;
    case "replace-all":
      return `replacing “${change.find.length > mostNamed ? `${change.find.slice(0, mostNamed)}…` : change.find}”`;
  }
}

function cardName({ type, cards }: EditorDocument, id: number): string {
  if (type === "text") return "the text";
  const place = cards.findIndex((card) => card.id === id);
  const item = cards[place]?.item;
  return item?.type === "placeholder" ? `placeholder ${item.name}` : `message ${place + 1}`;
}
