import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { GatewayFailure } from "../../body/gateway-failure.ts";
import type { AskedCall } from "../client-form.ts";

/** @throws GatewayFailure 400. */
export function readStream(body: JsonObject): boolean {
  const stream = body["stream"] ?? false;
  if (typeof stream !== "boolean") throw new GatewayFailure(400, "stream must be true or false.", { param: "stream" });
  return stream;
}

export function readStreamOptions(body: JsonObject): Pick<AskedCall, "streamOptions"> {
  const options = body["stream_options"];
  return isJsonObject(options) ? { streamOptions: options } : {};
}

/**
 * Everything that goes to the provider as it is: keys nobody here knows are data for the model server. `read`: what the
 * form itself reads.
 */
export function readParameters(
  body: JsonObject,
  read: ReadonlySet<string>,
  { keepsMetadata }: { keepsMetadata: boolean },
): Pick<AskedCall, "parameters" | "leftOut"> {
  const parameters: JsonObject = {};
  const leftOut: string[] = [];
  for (const [key, value] of Object.entries(body)) {
    if (read.has(key)) continue;
    // LiteLLM's clients send it for the proxy itself.
    if (key === "metadata" && !keepsMetadata) leftOut.push(key);
    else if (key !== "__proto__") parameters[key] = value;
  }
  return { parameters, leftOut };
}
