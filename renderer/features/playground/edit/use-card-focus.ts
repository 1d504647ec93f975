import type { DocumentChange } from "@shared/domain/edit/change-document.ts";
import type { Card } from "@shared/domain/edit/editor-document.ts";
import { type RefObject, useLayoutEffect, useRef } from "react";
import { useEdits } from "../../../stores/prompts/edits.ts";
import type { CodeReach } from "../../../ui/code/CodeEditor.tsx";

/** Where the focus goes once the cards are drawn: the text of a card, or the card at a place. */
type Wanted = { text: number } | { place: number } | "newest";

/**
 * Changes the document and keeps the focus where a person works: a text that is moved keeps it, a new message has it,
 * and after a card was deleted it is on the one in its place. Else it would be nowhere, and keys start at the top.
 */
export function useCardFocus(
  cards: readonly Card[] | undefined,
  texts: ReadonlyMap<number, CodeReach>,
  list: RefObject<HTMLElement | null>,
): (change: DocumentChange) => void {
  const wanted = useRef<Wanted | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is wanted is wanted of the cards that come next
  useLayoutEffect(() => {
    const { current } = wanted;
    wanted.current = null;
    if (current === null || !cards) return;
    if (current === "newest") texts.get(Math.max(...cards.map(({ id }) => id)))?.focus(0);
    else if ("text" in current) texts.get(current.text)?.focus();
    else cardAt(list.current, Math.min(current.place, cards.length - 1))?.focus();
  }, [cards]);
  return useRef((change: DocumentChange) => {
    const now = useEdits.getState().open?.editing.now.cards ?? [];
    if (change.do === "move" && hasFocus(list.current, change.card)) wanted.current = { text: change.card };
    else if (change.do === "add-message") wanted.current = "newest";
    else if (change.do === "remove") wanted.current = { place: now.findIndex(({ id }) => id === change.card) };
    useEdits.getState().change(change);
  }).current;
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
