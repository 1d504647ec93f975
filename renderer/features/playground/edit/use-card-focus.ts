import type { DocumentChange } from "@shared/domain/edit/change-document.ts";
import type { Card } from "@shared/domain/edit/editor-document.ts";
import { type RefObject, useLayoutEffect, useRef } from "react";
import { useEdits } from "../../../stores/prompts/edits.ts";
import type { CodeReach } from "../../../ui/code/CodeEditor.tsx";

/** Where the focus goes once the cards are drawn: the text of a card, or the card at a place. */
type Wanted = { text: number; from?: number } | { place: number };

export interface CardFocus {
  change(change: DocumentChange): void;
  /** A card's text has become an editor: it may be the one that is waited for. */
  settle(): void;
}

/**
 * Changes the document and keeps the focus where a person works: a text that is moved keeps it, a new message has it,
 * and after a card was deleted it is on the one in its place. Else it would be nowhere, and keys start at the top.
 */
export function useCardFocus(
  cards: readonly Card[] | undefined,
  texts: ReadonlyMap<number, CodeReach>,
  list: RefObject<HTMLElement | null>,
): CardFocus {
  const wanted = useRef<Wanted | null>(null);
  const { settle, change } = useRef({
    settle(): void {
      const { current } = wanted;
      if (current === null) return;
      if ("place" in current) {
        wanted.current = null;
        const last = (useEdits.getState().open?.editing.now.cards.length ?? 0) - 1;
        cardAt(list.current, Math.min(current.place, last))?.focus();
        return;
      }
      const text = texts.get(current.text);
      if (text) {
        wanted.current = null;
        text.focus(current.from);
      }
      // A text far from sight is no editor yet; it tells when it is one.
      else list.current?.querySelector(`[data-card="${current.text}"]`)?.scrollIntoView({ block: "nearest" });
    },
    change(change: DocumentChange): void {
      const now = () => useEdits.getState().open?.editing.now.cards ?? [];
      const place = change.do === "remove" ? now().findIndex(({ id }) => id === change.card) : -1;
      const moves = change.do === "move" && hasFocus(list.current, change.card);
      wanted.current = null;
      useEdits.getState().change(change);
      if (moves) wanted.current = { text: change.card };
      else if (change.do === "add-message") wanted.current = { text: Math.max(...now().map(({ id }) => id)), from: 0 };
      else if (change.do === "remove") wanted.current = { place };
    },
  }).current;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is wanted is wanted of the cards that come next
  useLayoutEffect(() => settle(), [cards]);
  return { change, settle };
}

/** Whether a card's text has it: it lies in a shadow root, whose host is what the document knows of. */
function hasFocus(list: HTMLElement | null, card: number): boolean {
  const { activeElement } = document;
  return (
    activeElement?.shadowRoot != null && list?.querySelector(`[data-card="${card}"]`)?.contains(activeElement) === true
  );
}

function cardAt(list: HTMLElement | null, place: number): HTMLElement | null | undefined {
  return list?.querySelectorAll<HTMLElement>("[data-card]")[place]?.querySelector("section");
}
