import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { CallCredentials } from "../credentials/call-credentials.ts";
import { findForbiddenKey, langfuseCredentialKeys } from "./forbidden-keys.ts";
import { GatewayFailure } from "./gateway-failure.ts";

/** A request's body, taken apart. */
export interface ClientCall {
  model: string;
  messages: JsonValue[];
  stream: boolean;
  streamOptions?: JsonObject;
  promptId?: string;
  /** Absent when the body has none or an empty object: then the entry's count. */
  promptVariables?: JsonObject;
  promptLabel?: string;
  promptVersion?: number;
  /** Everything that goes to the provider as it is. */
  parameters: JsonObject;
  /** Langfuse keys of this call; only where the config allows them. */
  credentials: CallCredentials;
  /** Keys that were understood and not passed on. */
  leftOut: string[];
}

const promptKeys = ["prompt_id", "prompt_variables", "prompt_label", "prompt_version"] as const;
/** LiteLLM's own switches: no provider knows them, and here they do nothing. */
const proxySwitches = new Set([
  "tags",
  "guardrails",
  "num_retries",
  "max_retries",
  "timeout",
  "request_timeout",
  "cache",
  "caching",
  "ttl",
  "no-log",
  "disable_fallbacks",
  "drop_params",
  "litellm_session_id",
  "litellm_trace_id",
  "litellm_call_id",
  "litellm_metadata",
  "ignore_prompt_manager_model",
  "ignore_prompt_manager_optional_params",
]);
const ownKeys = new Set<string>(["model", "messages", "stream", "stream_options", "extra_body", ...promptKeys]);

/**
 * Takes the body of a chat completion apart. Keys nobody here knows are data for the model server and stay
 * `parameters`; nothing of ours reads them. Keys that could move a credential are refused.
 * @throws GatewayFailure 400.
 */
export function readClientBody(body: JsonValue, options: { clientCredentials: boolean }): ClientCall {
  if (!isJsonObject(body)) throw new GatewayFailure(400, "The body must be a JSON object.");
  const forbidden = findForbiddenKey(body);
  if (forbidden !== undefined) {
    throw new GatewayFailure(
      400,
      `${forbidden} cannot be set by a request; it belongs into the gateway's config.yaml.`,
      {
        param: forbidden,
      },
    );
  }
  const flat = withExtraBody(body);
  const call: ClientCall = {
    model: optionalText(flat, "model") ?? "",
    messages: readMessages(flat),
    stream: readStream(flat),
    ...readStreamOptions(flat),
    ...readPrompt(flat),
    credentials: readCredentials(flat, options.clientCredentials),
    ...readParameters(flat),
  };
  return call;
}

/** OpenAI's Python SDK puts `extra_body` at the top itself; clients that cannot do so send it as it stands. */
function withExtraBody(body: JsonObject): JsonObject {
  const extra = body["extra_body"];
  if (extra === undefined || extra === null) return body;
  if (!isJsonObject(extra)) throw new GatewayFailure(400, "extra_body must be an object.", { param: "extra_body" });
  for (const key of ["model", "messages", "stream"]) {
    if (Object.hasOwn(extra, key)) {
      throw new GatewayFailure(400, `${key} cannot be set inside extra_body.`, { param: `extra_body.${key}` });
    }
  }
  const { extra_body: _, ...rest } = body;
  return { ...rest, ...extra };
}

function readMessages(body: JsonObject): JsonValue[] {
  const messages = body["messages"] ?? [];
  const wellFormed = Array.isArray(messages) && messages.every(isJsonObject);
  if (!wellFormed) throw new GatewayFailure(400, "messages must be a list of messages.", { param: "messages" });
  return messages;
}

function readStream(body: JsonObject): boolean {
  const stream = body["stream"] ?? false;
  if (typeof stream !== "boolean") throw new GatewayFailure(400, "stream must be true or false.", { param: "stream" });
  return stream;
}

function readStreamOptions(body: JsonObject): Pick<ClientCall, "streamOptions"> {
  const options = body["stream_options"];
  return isJsonObject(options) ? { streamOptions: options } : {};
}

function readPrompt(body: JsonObject) {
  const promptId = optionalText(body, "prompt_id");
  const promptLabel = optionalText(body, "prompt_label");
  const promptVersion = readVersion(body["prompt_version"]);
  const promptVariables = body["prompt_variables"];
  if (promptVariables !== undefined && promptVariables !== null && !isJsonObject(promptVariables)) {
    throw new GatewayFailure(400, "prompt_variables must be an object of names and values.", {
      param: "prompt_variables",
    });
  }
  return {
    ...(promptId ? { promptId } : {}),
    ...(promptLabel ? { promptLabel } : {}),
    ...(promptVersion === undefined ? {} : { promptVersion }),
    ...(isJsonObject(promptVariables) && Object.keys(promptVariables).length > 0 ? { promptVariables } : {}),
  };
}

function readVersion(value: JsonValue | undefined): number | undefined {
  if (value === undefined || value === null) return undefined;
  const version = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof version === "number" && Number.isInteger(version) && version > 0) return version;
  throw new GatewayFailure(400, "prompt_version must be a whole number, 1 or more.", { param: "prompt_version" });
}

function readCredentials(body: JsonObject, allowed: boolean): CallCredentials {
  const given = langfuseCredentialKeys.find((key) => body[key] !== undefined && body[key] !== null);
  if (given !== undefined && !allowed) {
    throw new GatewayFailure(
      400,
      `${given} cannot be set by a request, unless general_settings.allow_client_side_credentials is true.`,
      { param: given },
    );
  }
  const publicKey = optionalText(body, "langfuse_public_key");
  const secret = optionalText(body, "langfuse_secret");
  const secretKey = optionalText(body, "langfuse_secret_key");
  const host = optionalText(body, "langfuse_host");
  return {
    ...(publicKey ? { langfusePublicKey: publicKey } : {}),
    ...(secret ? { langfuseSecret: secret } : {}),
    ...(secretKey ? { langfuseSecretKey: secretKey } : {}),
    ...(host ? { langfuseHost: host } : {}),
  };
}

function readParameters(body: JsonObject): Pick<ClientCall, "parameters" | "leftOut"> {
  const parameters: JsonObject = {};
  const leftOut: string[] = [];
  for (const [key, value] of Object.entries(body)) {
    if (ownKeys.has(key) || langfuseCredentialKeys.some((name) => name === key)) continue;
    // OpenAI takes metadata with `store` only; LiteLLM's clients send it for the proxy itself.
    const isForProxy = proxySwitches.has(key) || (key === "metadata" && body["store"] !== true);
    if (isForProxy) leftOut.push(key);
    else if (key !== "__proto__") parameters[key] = value;
  }
  return { parameters, leftOut };
}

function optionalText(body: JsonObject, key: string): string | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw new GatewayFailure(400, `${key} must be a text.`, { param: key });
}
