import { newestWithin } from "@shared/domain/bounded-list.ts";
import { weighJson } from "@shared/domain/json/json-weight.ts";

/** Texts that were replaced as a whole, to be brought back one after the other. */
export interface TextHistory {
  /** The last one replaced stands last. */
  before: readonly string[];
  /** Texts an undo took away; the last one stands last. */
  after: readonly string[];
  /** The text that was put in place last: while it is untouched, an undo in the editor means the replacement. */
  put: string | null;
}

export const nothingReplaced: TextHistory = { before: [], after: [], put: null };

const keptTexts = { items: 50, bytes: 32 * 1_048_576 };

/** A text put in the place of another; an empty one is nothing to bring back. */
export function withReplaced({ before }: TextHistory, text: string, put: string): TextHistory {
  const kept = text.trim() === "" || text === put ? before : newestWithin([...before, text], keptTexts, weighJson);
  return { before: kept, after: [], put };
}

/** The text before the last replacement; what stands now can be brought back in turn. Null when there is none. */
export function stepBack({ before, after }: TextHistory, text: string): TextHistory | null {
  const put = before.at(-1);
  return put === undefined ? null : { before: before.slice(0, -1), after: [...after, text], put };
}

/** Takes an undo back. Null when there is none. */
export function stepForward({ before, after }: TextHistory, text: string): TextHistory | null {
  const put = after.at(-1);
  return put === undefined ? null : { before: [...before, text], after: after.slice(0, -1), put };
}
