import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { engineClient } from "../client.ts";
import { openLibrary } from "../settings/libraries.ts";
import { useSettings } from "../settings/settings.ts";

/**
 * The hash of the text a version has now, its references resolved; undefined where it cannot be told: another library or
 * connection is open, it is gone, or the server does not answer. Looking at a run must not fail for it.
 */
export async function findVersionHash(ref: PromptRef, signal: AbortSignal): Promise<string | undefined> {
  const open = openLibrary(useSettings.getState().settings);
  if (open?.id !== ref.library || open.connection?.id !== ref.connection || !open.ready) return undefined;
  try {
    const given = { ref, resolve: true, refresh: false };
    return (await engineClient().call("prompts.get", given, { signal })).contentHash;
  } catch {
    return undefined;
  }
}
