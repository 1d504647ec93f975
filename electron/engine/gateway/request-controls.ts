import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { GatewayFailure } from "./body/gateway-failure.ts";
import type { GatewayAsked } from "./gateway.ts";

/** What a request says of its own sending, as LiteLLM's proxy takes it in the body or as a header. */
export interface RequestControls {
  /** Seconds for all tries together, until the answer begins. */
  timeoutSeconds?: number;
  /** How often a try that failed is made again. */
  retries?: number;
  /** Names of the config, asked in this order in place of the config's fallbacks. */
  fallbacks?: string[];
  disableFallbacks?: true;
}

/** Keys of a body that are read here. */
export const controlKeys: readonly string[] = ["timeout", "num_retries", "fallbacks", "disable_fallbacks"];

/** Nobody may make the gateway ask without an end. */
const mostRetries = 20;

/** @throws GatewayFailure 400 for a value that is none. */
export function readControls(body: JsonObject, headers: GatewayAsked["headers"] = {}): RequestControls {
  const timeout = readFigure(body["timeout"] ?? headers["x-litellm-timeout"], "timeout");
  const retries = readFigure(body["num_retries"] ?? headers["x-litellm-num-retries"], "num_retries");
  if (timeout !== undefined && !(timeout > 0)) throw unfit("timeout", "a number of seconds above 0");
  if (retries !== undefined && !(Number.isInteger(retries) && retries >= 0 && retries <= mostRetries)) {
    throw unfit("num_retries", `a whole number from 0 to ${mostRetries}`);
  }
  const fallbacks = readNames(body["fallbacks"]);
  return {
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    ...(retries === undefined ? {} : { retries }),
    ...(fallbacks ? { fallbacks } : {}),
    ...(body["disable_fallbacks"] === true ? { disableFallbacks: true as const } : {}),
  };
}

function readFigure(value: JsonValue | string[] | undefined, name: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  const figure = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof figure !== "number" || !Number.isFinite(figure)) throw unfit(name, "a number");
  return figure;
}

function readNames(value: JsonValue | undefined): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((item) => typeof item === "string");
}

function unfit(name: string, wanted: string): GatewayFailure {
  return new GatewayFailure(400, `${name} must be ${wanted}.`, { param: name });
}
