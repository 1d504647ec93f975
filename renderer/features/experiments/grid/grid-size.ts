/*
 * Sizes of the grid in pixels. Everything that decides how many rows and columns there are in sight is known before
 * anything is drawn: nothing is measured while it scrolls.
 */
export const rowHeight = 71;
export const headHeight = 30;
const numberWidth = 44;
const inputWidth = 196;
const narrowestVariant = 200;
/** With less room than so what stays while one scrolls sideways would leave none for an answer beside it. */
const leastRoom = numberWidth + inputWidth + 78 + narrowestVariant;
const narrow = { number: 40, input: 80, variant: 160 };
/** More variants than so have their checks in their cells: their squares would be too small to tell apart. */
const mostCheckLines = 4;
/** More evaluators than so are told as a count. */
export const mostSquares = 8;

export interface GridSize {
  number: number;
  input: number;
  /** 0: the checks stand in the cells. */
  checks: number;
  /** The three together, which stay where they are when the rest is scrolled sideways. */
  pinned: number;
  variant: number;
  /** Of all columns. */
  width: number;
}

/** @param room the width of what is in sight. */
export function gridSize(room: number, variants: number, scores: number): GridSize {
  const isNarrow = room < leastRoom;
  const squares = Math.min(scores, mostSquares);
  const inCells = scores === 0 || variants > mostCheckLines || isNarrow;
  const checks = inCells ? 0 : Math.max(78, 28 + squares * 12);
  const [number, input] = isNarrow ? [narrow.number, narrow.input] : [numberWidth, inputWidth];
  const pinned = number + input + checks;
  const least = isNarrow ? narrow.variant : narrowestVariant;
  const variant = Math.max(least, Math.floor((room - pinned) / Math.max(1, variants)));
  return { number, input, checks, pinned, variant, width: pinned + variant * variants };
}
