import { type ClipboardEvent, type DragEvent, useState } from "react";
import { readImageFiles } from "./image-files.ts";

/** Pictures that are pasted or dropped, added to those that are there. */
export function useImages(images: readonly string[], onChange: (images: string[]) => void) {
  const [problems, setProblems] = useState<string[]>([]);
  const [over, setOver] = useState(false);

  const add = async (files: readonly File[]) => {
    const read = await readImageFiles(files);
    setProblems(read.problems);
    if (read.images.length > 0) onChange([...images, ...read.images]);
  };
  return {
    problems,
    over,
    add,
    handlers: {
      onPaste(event: ClipboardEvent) {
        const files = [...event.clipboardData.files];
        if (files.length === 0) return;
        event.preventDefault();
        void add(files);
      },
      onDragOver(event: DragEvent) {
        if (!event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop(event: DragEvent) {
        setOver(false);
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        void add([...event.dataTransfer.files]);
      },
    },
  };
}
