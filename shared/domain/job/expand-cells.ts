import type { RunRequest } from "../run/run.ts";
import type { CellsSpec } from "./cells-spec.ts";
import type { JobDetail } from "./job.ts";

export type CellsRow = CellsSpec["rows"][number];

/** The spec of a job of kind `cells`; undefined for any other. */
export function cellsSpecOf({ job, spec }: JobDetail): CellsSpec | undefined {
  // The engine has checked it when the job was made.
  return job.kind === "cells" ? (spec as CellsSpec) : undefined;
}

/** A cell that can be sent. */
export interface Cell {
  cell: string;
  /** Cells of one group belong together; groups follow each other. */
  group: string;
  /** Cells of one lane share how many are under way at once; absent: all those without. */
  lane?: string | undefined;
  /** So many calls at once with one credential, where a person has said it. */
  atOnce?: number | undefined;
  /** Made when it is asked for, perhaps anew. */
  readonly request: RunRequest;
  /** Its own address, in place of the provider's. */
  apiBase?: string | undefined;
}

/** Where a cell stands in its job. `row` is empty in a job without rows. */
export interface CellPlace {
  row: string;
  variant: string;
  /** From 0. */
  repetition: number;
}

export function nameCell({ row, variant, repetition }: CellPlace): string {
  return [row, variant, String(repetition)].map((part) => encodeURIComponent(part.toWellFormed())).join("/");
}

/** Whether a run of a job is none of its cells but was made beside one, as a judge's is: its name has the cell's in front. */
export function isBesideCell(cell: string): boolean {
  return cell.split("/").length > 3;
}

/** The place a cell's name tells; undefined for a name of another kind of job. */
export function placeOfCell(cell: string): CellPlace | undefined {
  const [row, variant, repetition, ...rest] = cell.split("/");
  if (row === undefined || variant === undefined || repetition === undefined || rest.length > 0) return undefined;
  // Asked for every cell of thousands, of which hardly one has anything encoded.
  if (!cell.includes("%")) return { row, variant, repetition: Number(repetition) };
  try {
    return { row: decodeURIComponent(row), variant: decodeURIComponent(variant), repetition: Number(repetition) };
  } catch {
    return undefined; // A percent sign that encodes nothing.
  }
}

/** Every cell of a job, in the order they begin. Runs of one row are one comparison. */
export function expandCells(spec: CellsSpec, jobId: string): Cell[] {
  const { rows, variants, repetitions, rowByRow, concurrency } = spec;
  // Of many rows only so many begin as soon have their turn. One lane for all: what is looked at is one row after the other.
  const isPaced = rows.length > 0 && !rowByRow && concurrency === undefined;
  const places: (CellsRow | null)[] = rows.length === 0 ? [null] : rows;
  return places.flatMap((row, index) =>
    variants.flatMap((variant) =>
      Array.from({ length: repetitions }, (_, repetition) => {
        const values = row && !variant.ownValues ? { variables: row.variables, placeholders: row.placeholders } : {};
        const comparison = { id: row ? `${jobId}-${index}` : jobId, variantId: variant.id, repetition };
        const isAlone = variants.length * repetitions === 1;
        return {
          cell: nameCell({ row: row?.id ?? "", variant: variant.id, repetition }),
          group: row?.id ?? "",
          ...(isPaced ? { lane: "rows" } : {}),
          ...(concurrency === undefined ? {} : { atOnce: concurrency }),
          request: { ...variant.request, ...values, ...(isAlone ? {} : { comparison }) },
        };
      }),
    ),
  );
}
