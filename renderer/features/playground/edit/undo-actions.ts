import { useEffect } from "react";
import { commandOfKey } from "../../../stores/commands.ts";
import { type EditsState, useEdits } from "../../../stores/prompts/edits.ts";
import { useDiscarded } from "../../../stores/prompts/unsaved-prompts.ts";
import { isMac } from "../../../ui/shortcut-text.ts";

/** What undo would take back now, in words; null when there is nothing. */
export function undoable({ open, aside, discarded }: Pick<EditsState, "open" | "aside" | "discarded">): string | null {
  if (!open || aside) return null;
  return open.editing.past.at(-1)?.did ?? (discarded ? "discarding the edit" : null);
}

/** What redo would do again now, in words; null when there is nothing. */
export function redoable({ open, aside }: Pick<EditsState, "open" | "aside">): string | null {
  return open && !aside ? (open.editing.future[0]?.did ?? null) : null;
}

export function canUndo(): boolean {
  return undoable(useEdits.getState()) !== null || useDiscarded.getState().prompt !== null;
}

/** Takes back the last change of the open prompt; where none is open, that a prompt begun here was discarded. */
export function undoChange(): void {
  const edits = useEdits.getState();
  if (undoable(edits) !== null) edits.undo();
  else void useDiscarded.getState().undo();
}

/**
 * Undo and redo by key wherever the focus is in the prompt panel, or nowhere: a button that was pressed may be gone
 * with what it took away. A text field has an undo of its own, but where it shows a piece of the document.
 */
export function useUndoKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const { undo, redo } = keyMeans(event);
      // Where it was pressed is looked for last: that goes through the page, and most keys are letters.
      if ((!undo && !redo) || !isOfPrompt(event)) return;
      event.preventDefault();
      if (undo) undoChange();
      else useEdits.getState().redo();
    };
    // After whatever has the focus: a text in the editor undoes by itself, and says so.
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** Ctrl+Y redoes too, as it does in texts. */
function keyMeans(event: KeyboardEvent): { undo: boolean; redo: boolean } {
  const command = commandOfKey(event, isMac);
  const isY = event.key.toLowerCase() === "y" && (isMac ? event.metaKey : event.ctrlKey) && !event.altKey;
  return { undo: command === "edit.undo", redo: command === "edit.redo" || (isY && !event.shiftKey) };
}

/** Marks where a text field shows a piece of the document, and where, inside of that, it does not. */
export const undoAttribute = "data-undo";

function isOfPrompt(event: KeyboardEvent): boolean {
  const [focused] = event.composedPath();
  if (!(focused instanceof HTMLElement)) return false;
  if (document.querySelector("dialog[open]") !== null) return false;
  if (focused === document.body) return true;
  const place = focused.closest(`[${undoAttribute}]`)?.getAttribute(undoAttribute);
  return takesText(focused) ? place === "document" : place !== undefined;
}

function takesText(focused: HTMLElement): boolean {
  const isInput = focused instanceof HTMLInputElement && focused.type !== "checkbox" && focused.type !== "radio";
  return isInput || focused instanceof HTMLTextAreaElement || focused.isContentEditable;
}
