import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { type PromptRef, promptLibraryIdSchema } from "@shared/domain/prompt/prompt.ts";
import type { HistoryPage, HistoryQuery } from "@shared/domain/run/history.ts";

/** Calls looked at; many of them use the same versions. */
const mostCalls = 200;

/** The versions of prompts that calls of the gateway have used lately, the last one first. */
export async function servedVersions(history: {
  list(query: HistoryQuery): Promise<HistoryPage>;
}): Promise<PromptRef[]> {
  try {
    const { runs } = await history.list({ filter: { gateway: true }, limit: mostCalls });
    return runs.flatMap(({ promptLibrary, promptConnection: connection, promptName: name, promptVersion: version }) => {
      const library = promptLibraryIdSchema.safeParse(promptLibrary).data;
      if (!library || name === null || version === null) return [];
      return [{ library, ...(connection === null ? {} : { connection }), name, version }];
    });
  } catch (error) {
    if (error instanceof AppFailure) return []; // A history that cannot be read is told of elsewhere.
    throw error;
  }
}
