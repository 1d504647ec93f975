import { once } from "node:events";
import type { Writable } from "node:stream";

/**
 * Resolves when a slow reader has taken what was written to it, or is gone; at once when nothing waits. Whoever writes
 * much waits for it between two writes, so that a reader slows the writer down instead of filling the memory.
 */
export async function drained(out: Writable): Promise<void> {
  if (out.destroyed || !out.writableNeedDrain) return;
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(out, "drain", { signal }), once(out, "close", { signal })]);
  settled.abort();
}
