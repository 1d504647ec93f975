/** Lines that were added, and removed ones at the place where they stood. Lines count from 1. */
export interface LineMarks {
  added: readonly number[];
  /** Before which line; one behind the last is the end. */
  removed: readonly { before: number; text: string }[];
}

export const noMarks: LineMarks = { added: [], removed: [] };

/** A stretch of text that is drawn as one thing, with a class of the editor's theme. */
export interface CodeToken {
  from: number;
  to: number;
  kind: "variable" | "unset" | "reference" | "unknown";
  title?: string;
  /** What a click with Ctrl or ⌘ on it opens. */
  link?: string;
}

export interface CodeCompletion {
  label: string;
  /** What is put in; the label when absent. */
  apply?: string;
  detail?: string;
}

/** What completes the text before the cursor: the options and the offset in that text from which they replace it. */
export type CompleteText = (before: string) => { from: number; options: CodeCompletion[] } | null;

/**
 * Characters of a text that is typed in. No library holds more than a megabyte; with twenty every key would take seconds,
 * and nothing of it could be kept.
 */
export const mostCharacters = 2_000_000;

export interface CodeOptions {
  /** The accessible name; read again at every `refresh`. */
  readonly label: string;
  text: string;
  language: "template" | "json";
  /** Tokens of a stretch of text that starts at a line's beginning. */
  tokensOf(text: string): CodeToken[];
  complete: CompleteText;
  onChange(text: string): void;
  onUndo(): void;
  onRedo(): void;
  /** Alt with an arrow: where the whole text stands in a list, it moves there. */
  onMove?(by: -1 | 1): void;
  /** Ctrl or ⌘ with F. */
  onFind?(): void;
  /** Escape, when nothing in the editor was open. */
  onLeave(): void;
  onFocus?(): void;
  /** What was typed or pasted is not put in: with it the text would have so many characters. */
  onTooLong(characters: number): void;
  /** A token's link is to be opened. */
  onOpen?(link: string): void;
}

/** An editor that is on the page. */
export interface CodeHandle {
  /** Shows another text; the cursor goes where it changed. The same text changes nothing. */
  setText(text: string): void;
  setMarks(marks: LineMarks): void;
  /** Draws the tokens anew: what they depend on has changed. */
  refresh(): void;
  /**
   * Marks a place, puts the cursor there and, if not told otherwise, brings it in sight without taking the focus; null
   * takes the mark away.
   */
  show(place: { from: number; to: number } | null, inSight?: boolean): void;
  /** Puts the cursor at an offset, or chooses from there to another one. */
  focus(at?: number, to?: number): void;
  destroy(): void;
}
