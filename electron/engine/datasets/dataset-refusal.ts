import type { DatasetError } from "@shared/domain/dataset/dataset.ts";

/** Why a file is not read; caught where reading began. */
export class DatasetRefusal extends Error {
  readonly error: DatasetError;

  constructor(error: DatasetError) {
    super(error.message);
    this.error = error;
  }
}
