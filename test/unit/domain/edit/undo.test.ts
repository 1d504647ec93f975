import { contentOf, openDocument } from "@shared/domain/edit/editor-document.ts";
import {
  applyChange,
  redo,
  replaceDocument,
  startUndo,
  type UndoableDocument,
  undo,
} from "@shared/domain/edit/undo.ts";
import { expect, it } from "vitest";

const opened = openDocument({
  type: "chat",
  prompt: [
    { role: "system", content: "a" },
    { role: "user", content: "b" },
  ],
  config: {},
});
const contents = ({ now }: UndoableDocument) => now.cards.map(contentOf);

function typed(before: UndoableDocument, card: number, words: string[], from: number): UndoableDocument {
  return words.reduce(
    (state, content, index) => applyChange(state, { do: "content", card, content }, from + index * 100),
    before,
  );
}

it("takes a burst of typing back at once, then cards, in the order they were made", () => {
  let state = typed(startUndo(opened), 0, ["ax", "axy", "axyz"], 0);
  state = applyChange(state, { do: "remove", card: 1 }, 400);
  state = typed(state, 0, ["axyz!"], 500);
  expect(contents(state)).toEqual(["axyz!"]);
  state = undo(state);
  expect(contents(state)).toEqual(["axyz"]);
  state = undo(state);
  expect(contents(state)).toEqual(["axyz", "b"]);
  state = undo(state);
  expect(contents(state)).toEqual(["a", "b"]);
  expect(undo(state).now).toBe(state.now);
  expect(contents(redo(redo(redo(redo(state)))))).toEqual(["axyz!"]);
});

it.each([
  ["a pause", 0, 5_000],
  ["another card", 1, 100],
])("begins a new step after %s (one undo that takes everything)", (_name, card, at) => {
  const state = applyChange(typed(startUndo(opened), 0, ["ax"], 0), { do: "content", card, content: "new" }, at);
  expect(contents(undo(state))).toEqual(["ax", "b"]);
});

it("types on after an undo as a step of its own, and what was undone is gone", () => {
  const back = undo(typed(startUndo(opened), 0, ["ax"], 0));
  const state = typed(back, 0, ["ay"], 100);
  expect(contents(undo(state))).toEqual(["a", "b"]);
  expect(redo(state).now).toBe(state.now);
});

it("a discarded edit comes back", () => {
  const discarded = replaceDocument(typed(startUndo(opened), 0, ["ax"], 0), opened, "discarding the edit");
  expect(contents(discarded)).toEqual(["a", "b"]);
  expect(contents(undo(discarded))).toEqual(["ax", "b"]);
});

it("says what undo takes back and redo does again: what was done, with the place it was done at", () => {
  let state = typed(startUndo(opened), 1, ["bx", "bxy"], 0);
  state = applyChange(state, { do: "move", card: 1, to: 0 }, 3_000);
  state = applyChange(state, { do: "config-key", key: "temperature", value: 1 }, 4_000);
  state = applyChange(state, { do: "remove", card: 1 }, 5_000);
  expect(state.past.map(({ did }) => did)).toEqual([
    "typing in message 2",
    "moving message 2",
    "changing temperature",
    "deleting message 1",
  ]);
  state = undo(undo(state));
  expect(state.future.map(({ did }) => did)).toEqual(["changing temperature", "deleting message 1"]);
  expect(redo(state).past.at(-1)?.did).toBe("changing temperature");
});

it("what changes nothing is no step", () => {
  const state = startUndo(opened);
  expect(applyChange(state, { do: "move", card: 0, to: 0 }, 0)).toBe(state);
});
