import { type DragEvent, useState } from "react";
import { addPictures } from "../conversation/composer.ts";
import { moveVariant } from "../runs/variant-actions.ts";

/** The kind of what is dragged; a type of our own keeps files and text out. */
export const variantDragType = "application/x-promptscope-variant";

/**
 * Takes a dragged variant, which moves to this column's place, and picture files, which go into its next message unless
 * a field in it has taken them. In a blind vote nothing can be written, so files are not taken.
 */
export function useColumnDrop(id: string, index: number, takesFiles: boolean) {
  const [over, setOver] = useState(false);
  const carries = ({ dataTransfer: { types }, defaultPrevented }: DragEvent) =>
    types.includes(variantDragType) || (takesFiles && types.includes("Files") && !defaultPrevented);
  return {
    over,
    handlers: {
      onDragOver(event: DragEvent) {
        setOver(carries(event));
        if (carries(event)) event.preventDefault();
      },
      onDragLeave: () => setOver(false),
      onDrop(event: DragEvent) {
        setOver(false);
        if (!carries(event)) return;
        event.preventDefault();
        const dragged = event.dataTransfer.getData(variantDragType);
        const files = [...event.dataTransfer.files];
        if (dragged === "") void addPictures(id, files);
        else if (dragged !== id) moveVariant(dragged, index);
      },
    },
  };
}
