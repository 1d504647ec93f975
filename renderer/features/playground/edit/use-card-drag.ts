import type { DocumentChange } from "@shared/domain/edit/change-document.ts";
import type { Card } from "@shared/domain/edit/editor-document.ts";
import { type DragEvent, type RefObject, useState } from "react";
import { draggedCard } from "./MessageCardEditor.tsx";

/** How a card is marked while one is on its way: it is the one, or the one would stand before or behind it. */
export type DragMark = "moving" | "before" | "behind";

/** A card that is dragged, and its place among the others as things stand. */
interface Drag {
  card: number;
  to: number;
}

/** Drags a card to another place of this list. Cards of another window are none of its. */
export function useCardDrag(
  list: RefObject<HTMLElement | null>,
  cards: readonly Card[],
  change: (change: DocumentChange) => void,
) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const placeOf = (card: number) => cards.findIndex(({ id }) => id === card);
  const moveTo = (to: number) => drag && drag.to !== to && setDrag({ ...drag, to });
  const others = cards.filter(({ id }) => id !== drag?.card);
  return {
    /** Nothing where it would stay where it is. */
    markOf(card: number): DragMark | undefined {
      if (!drag) return undefined;
      if (card === drag.card) return "moving";
      if (drag.to === placeOf(drag.card)) return undefined;
      if (others[drag.to]?.id === card) return "before";
      return drag.to === others.length && others.at(-1)?.id === card ? "behind" : undefined;
    },
    handlers: {
      onDragStart(event: DragEvent) {
        const card = cardOf(event.target);
        if (card !== undefined && event.dataTransfer.types.includes(draggedCard)) setDrag({ card, to: placeOf(card) });
      },
      onDragOver(event: DragEvent) {
        if (!drag || !list.current) return;
        event.preventDefault();
        moveTo(placeAt(list.current, event.clientY, others));
      },
      onDragLeave(event: DragEvent) {
        const isInside = event.relatedTarget instanceof Node && list.current?.contains(event.relatedTarget);
        if (drag && !isInside) moveTo(placeOf(drag.card));
      },
      onDrop(event: DragEvent) {
        if (!drag || !list.current) return;
        event.preventDefault();
        setDrag(null);
        change({ do: "move", card: drag.card, to: placeAt(list.current, event.clientY, others) });
      },
      onDragEnd: () => setDrag(null),
    },
  };
}

function cardOf(target: EventTarget): number | undefined {
  const card = target instanceof Element ? target.closest<HTMLElement>("[data-card]")?.dataset["card"] : undefined;
  return card === undefined ? undefined : Number(card);
}

/** Where among the others something that is dropped belongs: before the first whose middle lies below. */
function placeAt(list: HTMLElement, y: number, others: readonly Card[]): number {
  const below = others.findIndex(({ id }) => {
    const box = list.querySelector(`[data-card="${id}"]`)?.getBoundingClientRect();
    return box !== undefined && y < box.top + box.height / 2;
  });
  return below === -1 ? others.length : below;
}
