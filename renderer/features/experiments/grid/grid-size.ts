/*
 * Sizes of the grid in pixels. Everything that decides how many rows and columns there are in sight is known before
 * anything is drawn: nothing is measured while it scrolls.
 */
export const rowHeight = 71;
export const headHeight = 30;
const numberWidth = 44;
const inputWidth = 196;
const narrowestVariant = 200;
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
  const squares = Math.min(scores, mostSquares);
  const checks = scores === 0 || variants > mostCheckLines ? 0 : Math.max(78, 28 + squares * 12);
  const pinned = numberWidth + inputWidth + checks;
  const variant = Math.max(narrowestVariant, Math.floor((room - pinned) / Math.max(1, variants)));
  return { number: numberWidth, input: inputWidth, checks, pinned, variant, width: pinned + variant * variants };
}
