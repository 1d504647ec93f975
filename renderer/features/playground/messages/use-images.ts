import { useState } from "react";
import { readImageFiles } from "./image-files.ts";
import { useFileTarget } from "./use-file-target.ts";

/** Pictures that are pasted or dropped, added to those that are there. */
export function useImages(images: readonly string[], onChange: (images: string[]) => void) {
  const [problems, setProblems] = useState<string[]>([]);
  const { handlers } = useFileTarget(async (files) => {
    const read = await readImageFiles(files);
    setProblems(read.problems);
    if (read.images.length > 0) onChange([...images, ...read.images]);
  });
  return { problems, handlers };
}
