import type { ReadAs } from "./dataset.ts";

/** A file of rows that the engine has, and how it is read: the same words give the same rows again. */
export interface RowsFile {
  /** What it is called there. */
  file: string;
  /** As a person calls it. */
  name: string;
  /** Variables that were wanted when it was read: a line that names them is a header. */
  variables: string[];
  readAs: ReadAs;
}

/** A larger file is refused, in bytes. */
export const largestRowsFile = 512 * 1024 * 1024;
