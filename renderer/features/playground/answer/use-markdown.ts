import { useDraft } from "../../../stores/draft/draft.ts";

/** Whether answers are drawn as Markdown: they are, until somebody switches it off. */
export function useMarkdown(): boolean {
  return useDraft((state) => state.draft.layout["markdown"] !== false);
}
