import type { GridRow } from "@shared/domain/experiment/grid.ts";

/** Rows that say the same as before stay the same objects, so that nothing of them is drawn again. */
export function keepSameRows(before: readonly GridRow[], rows: readonly GridRow[]): GridRow[] {
  const byId = new Map(before.map((row) => [row.id, row]));
  return rows.map((row) => {
    const old = byId.get(row.id);
    return old && JSON.stringify(old) === JSON.stringify(row) ? old : row;
  });
}
