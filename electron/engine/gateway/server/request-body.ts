import type { IncomingMessage } from "node:http";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { readJson, UnreadableBody } from "../../loopback/read-json.ts";
import { GatewayFailure } from "../body/gateway-failure.ts";

/** OpenAI takes 50 MB, Anthropic 32. */
const largestMegabytes = 50;

/**
 * Reads a JSON body. `megabytes`: the largest that is taken, in place of 50.
 * @throws GatewayFailure 413 when it is too large, 400 when it is no UTF-8 or no JSON.
 */
export async function readJsonBody(request: IncomingMessage, megabytes = largestMegabytes): Promise<JsonValue> {
  try {
    return (await readJson(request, megabytes * 1_048_576)) as JsonValue;
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    if (error.kind === "too_large") throw new GatewayFailure(413, `The body is larger than ${megabytes} MB.`);
    throw new GatewayFailure(400, "The body is not JSON.");
  }
}
