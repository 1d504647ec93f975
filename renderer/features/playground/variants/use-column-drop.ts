import { type DragEvent, useState } from "react";
import { moveVariant } from "../variant-actions.ts";

/** The kind of what is dragged; a type of our own keeps files and text out. */
export const variantDragType = "application/x-promptscope-variant";

/** Takes a dragged variant: it moves to this column's place. */
export function useColumnDrop(id: string, index: number) {
  const [over, setOver] = useState(false);
  const carries = (event: DragEvent) => event.dataTransfer.types.includes(variantDragType);
  return {
    over,
    handlers: {
      onDragOver(event: DragEvent) {
        if (!carries(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop(event: DragEvent) {
        setOver(false);
        if (!carries(event)) return;
        event.preventDefault();
        const dragged = event.dataTransfer.getData(variantDragType);
        if (dragged !== id) moveVariant(dragged, index);
      },
    },
  };
}
