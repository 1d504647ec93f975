import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { CallIo } from "../../ports.ts";
import type { LangfuseClient, LangfuseEndpoint } from "./langfuse-client.ts";

/**
 * Whether a key may write: by asking to add no label to a version that nobody has, which changes nothing whatever is
 * answered. Langfuse tells the rights of a key nowhere.
 * @returns undefined where the answer says neither.
 */
export async function mayWrite(
  client: LangfuseClient,
  endpoint: LangfuseEndpoint,
  io: CallIo,
): Promise<boolean | undefined> {
  const path = `/v2/prompts/${encodeURIComponent(`promptscope-asks-${crypto.randomUUID()}`)}/versions/1`;
  try {
    await client.write(endpoint, { method: "PATCH", path, body: JSON.stringify({ newLabels: [] }), schema: null }, io);
    return true;
  } catch (error) {
    if (!(error instanceof AppFailure) || io.signal.aborted) throw error;
    if (error.error.code === "prompt_not_found") return true;
    return error.error.code === "langfuse_forbidden" ? false : undefined;
  }
}
