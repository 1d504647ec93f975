import type { JsonObject } from "@shared/domain/json/json.ts";
import { GatewayFailure } from "./gateway-failure.ts";

/** A key that must be a text when it is there. @throws GatewayFailure 400. */
export function optionalText(body: JsonObject, key: string): string | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw new GatewayFailure(400, `${key} must be a text.`, { param: key });
}
