import { changeDocument, type DocumentChange } from "./change-document.ts";
import type { EditorDocument } from "./editor-document.ts";

/** Typing in one place that pauses no longer than this is taken back at once. Milliseconds. */
const typingPause = 1_000;
const mostSteps = 1_000;

/** A document with what came before and, after undo, what came after. */
export interface UndoableDocument {
  past: readonly EditorDocument[];
  now: EditorDocument;
  future: readonly EditorDocument[];
  /** What was typed last, so that what follows at once belongs to the same step. */
  typing?: { place: string; at: number };
}

export function startUndo(document: EditorDocument): UndoableDocument {
  return { past: [], now: document, future: [] };
}

/** `at`: a clock's milliseconds, to tell one burst of typing from the next. */
export function applyChange(before: UndoableDocument, change: DocumentChange, at: number): UndoableDocument {
  const now = changeDocument(before.now, change);
  if (now === before.now) return before;
  const place = typedPlace(change);
  const goesOn = place !== undefined && before.typing?.place === place && at - before.typing.at < typingPause;
  return {
    past: goesOn ? before.past : [...before.past, before.now].slice(-mostSteps),
    now,
    future: [],
    ...(place === undefined ? {} : { typing: { place, at } }),
  };
}

/** Puts another document in its place as one step: discarding, taking another version's text. */
export function replaceDocument(before: UndoableDocument, now: EditorDocument): UndoableDocument {
  return { past: [...before.past, before.now].slice(-mostSteps), now, future: [] };
}

export function undo({ past, now, future }: UndoableDocument): UndoableDocument {
  const before = past.at(-1);
  return before ? { past: past.slice(0, -1), now: before, future: [now, ...future] } : { past, now, future };
}

export function redo({ past, now, future }: UndoableDocument): UndoableDocument {
  const [next, ...rest] = future;
  return next ? { past: [...past, now], now: next, future: rest } : { past, now, future };
}

function typedPlace(change: DocumentChange): string | undefined {
  if (change.do === "content" || change.do === "placeholder-name") return `${change.do} ${change.card}`;
  if (change.do === "config-key") return `${change.do} ${change.key}`;
  return change.do === "config-text" ? change.do : undefined;
}
