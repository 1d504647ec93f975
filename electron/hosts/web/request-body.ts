import type { IncomingMessage } from "node:http";
import { readJson, UnreadableBody } from "@engine/loopback/read-json.ts";
import { AppFailure } from "@shared/domain/app-failure.ts";

/** Bytes. A run may carry 20 MB of pictures, which are 27 MB as base64. */
const bodyLimit = 32 * 1024 * 1024;

/**
 * Reads a JSON body.
 * @throws AppFailure `invalid_input`: too large (status 413), not UTF-8, or not JSON.
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  try {
    return await readJson(request, bodyLimit);
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    if (error.kind === "too_large") {
      throw new AppFailure("invalid_input", { message: "The body is larger than 32 MB.", status: 413 });
    }
    throw new AppFailure("invalid_input", { message: "The body is not JSON." });
  }
}
