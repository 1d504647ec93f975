import type { Envelope } from "@shared/contract/envelope.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";

const storageKey = "promptscope.token";

export interface SessionPlace {
  /** `location.hash`, with the one-time launch code as `#k=…`. */
  hash: string;
  /** Takes the fragment out of the address bar and the history. */
  clearHash(): void;
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">;
  fetch: typeof fetch;
}

/**
 * The token of this tab: exchanged once for the launch code of the address, then kept for reloads of the same tab.
 * @throws AppFailure `not_authorized` when there is neither a code that works nor a token.
 */
export async function sessionToken({ hash, clearHash, storage, fetch }: SessionPlace): Promise<string> {
  const code = launchCode(hash);
  if (code !== null) {
    clearHash();
    const token = await exchange(code, fetch);
    storage.setItem(storageKey, token);
    return token;
  }
  const kept = storage.getItem(storageKey);
  if (kept === null) throw new AppFailure("not_authorized");
  return kept;
}

/** The one-time launch code in the fragment of an address, or null. */
export function launchCode(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, "")).get("k");
}

async function exchange(code: string, fetch: SessionPlace["fetch"]): Promise<string> {
  const response = await fetch("/api/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ code }),
  });
  const envelope = (await response.json()) as Envelope<{ token: string }>;
  if (!envelope.ok) throw new AppFailure(envelope.error.code, envelope.error);
  return envelope.data.token;
}
