import { asJson } from "@shared/domain/json/as-json.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { DatasetQuery } from "./library.ts";
import type { PromptLibraries } from "./registry.ts";

/** A dataset that lies beside the prompts of a library. */
export interface DatasetOfLibrary extends DatasetQuery {
  library: string;
  /** Absent: the library's default. */
  connection?: string;
}

/** Reads the items of datasets; a library that has none gives none. The reader throws `AppFailure` as the library does. */
export function datasetReader({ open }: Pick<PromptLibraries, "open">, signal: AbortSignal) {
  return async ({ library, connection, ...query }: DatasetOfLibrary): Promise<JsonValue[]> => {
    const items = await open(library, {}, connection).dataset?.(query, { signal });
    return asJson(items ?? []);
  };
}
