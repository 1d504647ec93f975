import { useCompare } from "../../../stores/run/compare.ts";
import { useView } from "../../../stores/view.ts";
import { readImageFiles } from "../messages/image-files.ts";
import { changeConversation } from "./turns.ts";

/** Opens the composer of a variant, where its next message is written. */
export function openComposer(variantId: string): void {
  const { composing, set } = useCompare.getState();
  useView.getState().setVariantTab(variantId, "output");
  set({ composing: { ...composing, [variantId]: true } });
}

/** Puts picture files into a variant's next message, wherever on the variant they came; what cannot be sent is told there. */
export async function addPictures(variantId: string, files: readonly File[]): Promise<void> {
  openComposer(variantId);
  const { images, problems } = await readImageFiles(files);
  tellProblems(variantId, problems);
  if (images.length === 0) return;
  changeConversation(variantId, ({ messages, next }) => ({
    messages,
    next: { ...next, images: [...next.images, ...images] },
  }));
}

/** Closes a variant's composer, with what it told of pictures that cannot be sent. */
export function closeComposer(variantId: string): void {
  const { composing, set } = useCompare.getState();
  set({ composing: { ...composing, [variantId]: false } });
  tellProblems(variantId, []);
}

function tellProblems(variantId: string, problems: readonly string[]): void {
  const { pictureProblems, set } = useCompare.getState();
  set({ pictureProblems: { ...pictureProblems, [variantId]: problems } });
}
