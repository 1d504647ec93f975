import { join } from "node:path";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { KeptRows } from "./experiments/reading/kept-rows.ts";
import { hasHistory } from "./history/has-history.ts";
import { type HistoryClient, startHistoryClient } from "./history/history-client.ts";
import type { PromptLibraries } from "./libraries/registry.ts";
import { openSavedInputs } from "./store/saved-inputs.ts";

/** What a profile keeps that rows can come from, beside an app that may have it open; each part is opened when asked for. */
export function openProfileRows(
  folder: string,
  libraries: Pick<PromptLibraries, "connectionOf">,
): { rows: KeptRows; close(): Promise<void> } {
  let client: HistoryClient | undefined;
  const history = () => {
    client ??= startHistoryClient({ folder, guest: true });
    return client;
  };
  const rows: KeptRows = {
    listRuns: (query) =>
      hasHistory(folder) ? asked(history().call("list", query)) : Promise.resolve({ runs: [], next: null }),
    async getRun(id) {
      const found = await asked(history().call("get", id));
      if (!found) throw new AppFailure("not_found", { message: "A run is not there any more." });
      return found.record;
    },
    savedInputs: async (prompt) => (await openSavedInputs(join(folder, "saved-inputs.json"), {}, "read")).list(prompt),
    connectionOf: (library, named) => libraries.connectionOf(library, undefined, named)?.id,
  };
  return { rows, close: async () => client?.close() };
}

async function asked<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new AppFailure("storage_failed", { message: error instanceof Error ? error.message : String(error) });
  }
}
