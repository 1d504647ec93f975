import { changeDocument, type DocumentChange } from "./change-document.ts";
import type { EditorDocument } from "./editor-document.ts";
import { nameChange } from "./name-change.ts";

/** Typing in one place that pauses no longer than this is taken back at once. Milliseconds. */
const typingPause = 1_000;
const mostSteps = 1_000;

/** A document that can be gone back or forward to, and what a person did between it and its neighbour. */
export interface UndoStep {
  document: EditorDocument;
  /** As it stands behind “Undo” and “Redo”. */
  did: string;
}

/** A document with what came before, oldest first, and, after undo, what came after, next first. */
export interface UndoableDocument {
  past: readonly UndoStep[];
  now: EditorDocument;
  future: readonly UndoStep[];
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
    past: goesOn ? before.past : withStep(before, nameChange(before.now, change)),
    now,
    future: [],
    ...(place === undefined ? {} : { typing: { place, at } }),
  };
}

/** Puts another document in its place as one step: discarding, taking another version's text. */
export function replaceDocument(before: UndoableDocument, now: EditorDocument, did: string): UndoableDocument {
  return { past: withStep(before, did), now, future: [] };
}

function withStep({ past, now }: UndoableDocument, did: string): UndoStep[] {
  return [...past, { document: now, did }].slice(-mostSteps);
}

export function undo({ past, now, future }: UndoableDocument): UndoableDocument {
  const last = past.at(-1);
  if (!last) return { past, now, future };
  return { past: past.slice(0, -1), now: last.document, future: [{ document: now, did: last.did }, ...future] };
}

export function redo({ past, now, future }: UndoableDocument): UndoableDocument {
  const [next, ...rest] = future;
  if (!next) return { past, now, future };
  return { past: [...past, { document: now, did: next.did }], now: next.document, future: rest };
}

function typedPlace(change: DocumentChange): string | undefined {
  if (change.do === "content" || change.do === "placeholder-name") return `${change.do} ${change.card}`;
  if (change.do === "config-key") return `${change.do} ${change.key}`;
  return change.do === "config-text" ? change.do : undefined;
}
