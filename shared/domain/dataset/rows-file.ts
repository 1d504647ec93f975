import type { ReadAs } from "./dataset.ts";

/** Rows that the engine has, and how they are read: the same words give the same rows again. */
export interface RowsFile {
  /** What they are called there: a file that was handed over, or the experiment that has kept them. */
  file: string;
  of?: "experiment";
  /** As a person calls it. */
  name: string;
  /** Variables that were wanted when it was read: a line that names them is a header. */
  variables: string[];
  readAs: ReadAs;
}

/** What names the rows, of something that says more of them. */
export function rowsFileOf({ file, of, name, variables, readAs }: RowsFile): RowsFile {
  return { file, ...(of === undefined ? {} : { of }), name, variables, readAs };
}

/** What rows are called as a file, whatever a person calls them. @param end without a dot. */
export function fileNameOfRows(name: string, end: string): string {
  const own = name.replace(/\.\w+$/, "").replace(/[^\p{L}\p{N}._-]+/gu, "-");
  return `${own || "rows"}.${end}`;
}

/** A larger file is refused, in bytes. */
export const largestRowsFile = 512 * 1024 * 1024;
