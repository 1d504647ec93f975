import type { IncomingMessage } from "node:http";
import type { JsonValue } from "@shared/domain/json.ts";
import { GatewayFailure } from "../gateway-failure.ts";

/** Bytes. */
const largestBody = 20 * 1_048_576;

/**
 * Reads a JSON body.
 * @throws GatewayFailure 413 when it is too large, 400 when it is no UTF-8 or no JSON.
 */
export async function readJsonBody(request: IncomingMessage): Promise<JsonValue> {
  if (Number(request.headers["content-length"] ?? 0) > largestBody) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not destroy the socket, or the refusal could not be sent.
  const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  for await (const chunk of body) {
    size += chunk.length;
    if (size > largestBody) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks))) as JsonValue;
  } catch {
    throw new GatewayFailure(400, "The body is not JSON.");
  }
}

function tooLarge(): GatewayFailure {
  return new GatewayFailure(413, "The body is larger than 20 MB.");
}
