import { once } from "node:events";
import * as z from "zod";
import type { Sessions } from "./session.ts";

const messageSchema = z.strictObject({ fingerprints: z.array(z.string().regex(/^[0-9a-f]{64}$/)) });

/**
 * Under the development launcher the host restarts on every change and the page must not lose its session. The
 * launcher keeps the hashes of the tokens (never the tokens) and hands them to the next host over the process channel.
 */
export async function carriedFingerprints(): Promise<string[]> {
  if (process.send === undefined) return [];
  const [message] = await once(process, "message");
  return messageSchema.parse(message).fingerprints;
}

export function carryFingerprints(sessions: Sessions): void {
  process.send?.({ fingerprints: sessions.fingerprints() });
}
