/** What a key does in the grid. */
export type GridAct =
  | { to: "row"; by: number }
  | { to: "variant"; by: number }
  | { to: "first" | "last" | "open" | "close" };

/** The part of a key press that decides. */
export interface GridKeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/**
 * Arrows move, Enter opens; J and K go through the rows, H and L through the variants, as in editors and mail.
 * @param pageRows rows of a screen.
 */
export function gridActOf({ key, ctrlKey, metaKey, altKey }: GridKeyPress, pageRows: number): GridAct | undefined {
  if (altKey) return undefined;
  if (ctrlKey || metaKey) {
    if (key === "Home") return { to: "first" };
    return key === "End" ? { to: "last" } : undefined;
  }
  const acts: Record<string, GridAct> = {
    ArrowDown: { to: "row", by: 1 },
    ArrowUp: { to: "row", by: -1 },
    ArrowRight: { to: "variant", by: 1 },
    ArrowLeft: { to: "variant", by: -1 },
    j: { to: "row", by: 1 },
    k: { to: "row", by: -1 },
    l: { to: "variant", by: 1 },
    h: { to: "variant", by: -1 },
    PageDown: { to: "row", by: pageRows },
    PageUp: { to: "row", by: -pageRows },
    Home: { to: "first" },
    End: { to: "last" },
    Enter: { to: "open" },
    Escape: { to: "close" },
  };
  return acts[key];
}

/** Where an act leads from a place, within what there is. */
export function movedBy(
  act: GridAct,
  { index, variant }: { index: number; variant: number },
  { rows, variants }: { rows: number; variants: number },
): { index: number; variant: number } {
  const within = (value: number, count: number) => Math.min(Math.max(value, 0), Math.max(0, count - 1));
  if (act.to === "row") return { index: within(index + act.by, rows), variant };
  if (act.to === "variant") return { index, variant: within(variant + act.by, variants) };
  if (act.to === "first") return { index: 0, variant };
  return act.to === "last" ? { index: within(rows - 1, rows), variant } : { index, variant };
}
