import type { PromptIdentity, PromptRef } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { engineClient } from "../client.ts";
import { openLibrary } from "../settings/libraries.ts";
import { useSettings } from "../settings/settings.ts";

/**
 * The hash of the text a version has now, its references resolved; undefined where it cannot be told: another library or
 * connection is open, it is gone, or the server does not answer. Looking at a run must not fail for it.
 */
export async function findVersionHash(ref: PromptRef, signal: AbortSignal): Promise<string | undefined> {
  if (!isOpen(ref)) return undefined;
  try {
    const given = { ref, resolve: true, refresh: false };
    return (await engineClient().call("prompts.get", given, { signal })).contentHash;
  } catch {
    return undefined;
  }
}

/** The version that says what has this hash: an edit that was saved since. Undefined as above, and where none says it. */
export async function findVersionOfText(
  prompt: PromptIdentity,
  hash: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (!isOpen(prompt)) return undefined;
  try {
    const given = { prompt: identityOf(prompt), refresh: false };
    const versions = await engineClient().call("prompts.versions", given, { signal });
    return versions.find(({ contentHash }) => contentHash === hash)?.version;
  } catch {
    return undefined;
  }
}

function isOpen({ library, connection }: PromptIdentity): boolean {
  const open = openLibrary(useSettings.getState().settings);
  return open?.id === library && open.connection?.id === connection && open.ready;
}
