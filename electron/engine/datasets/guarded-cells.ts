import type { Dataset, DatasetRow } from "@shared/domain/dataset/dataset.ts";
import { LazyRows, type RowList } from "@shared/domain/dataset/row-list.ts";
import { isGuarded, looksLikeFormula, unguardFormula } from "@shared/domain/export/csv-text.ts";
import type { WarningList } from "./warning-list.ts";

/**
 * Takes back the apostrophes of a CSV that was written for spreadsheets: one with a byte order mark in which every cell that
 * a spreadsheet would run has one. In steps.
 */
export function* withoutGuards(
  rows: RowList<DatasetRow>,
  encoding: Dataset["encoding"],
  warnings: WarningList,
): Generator<void, RowList<DatasetRow> | null> {
  if (!encoding.endsWith("-bom")) return null;
  let guarded = 0;
  for (const [index, { cells }] of rows.entries()) {
    if (index % 5_000 === 4_999) yield;
    for (const cell of cells.values()) {
      if (typeof cell !== "string") continue;
      if (looksLikeFormula(cell)) return null;
      if (isGuarded(cell)) guarded += 1;
    }
  }
  if (guarded === 0) return null;
  const message = `${guarded} cells have an apostrophe in front of what a spreadsheet would run: it is taken as protection and not read.`;
  warnings.add({ code: "guarded-formulas", message });
  return LazyRows.of(rows, (row) => {
    const cells = [...row.cells].map(([column, cell]): [string, typeof cell] => [
      column,
      typeof cell === "string" ? unguardFormula(cell) : cell,
    ]);
    return { ...row, cells: new Map(cells) };
  });
}
