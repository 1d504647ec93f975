import type { IncomingMessage } from "node:http";
import { AppFailure } from "@shared/domain/app-failure.ts";

/** Bytes. A run may carry 20 MB of pictures, which are 27 MB as base64. */
const bodyLimit = 32 * 1024 * 1024;

/**
 * Reads a JSON body.
 * @throws AppFailure `invalid_input`: too large (status 413), not UTF-8, or not JSON.
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  if (Number(request.headers["content-length"] ?? 0) > bodyLimit) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not destroy the socket, or the refusal could not be sent.
  const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of body) {
    size += chunk.length;
    if (size > bodyLimit) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new AppFailure("invalid_input", { message: "The body is not JSON." });
  }
}

function tooLarge(): AppFailure {
  return new AppFailure("invalid_input", { message: "The body is larger than 20 MB.", status: 413 });
}
