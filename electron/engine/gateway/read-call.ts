import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { CallCredentials } from "../credentials/call-credentials.ts";
import { isKeyOfLitellm } from "../litellm/names/entry-keys.ts";
import { cachePointsKey } from "../pipeline/cache-points.ts";
import type { HeaderList } from "./attempt.ts";
import { GatewayFailure } from "./body/gateway-failure.ts";
import { optionalText } from "./body/read-text.ts";
import { findForbiddenKey, langfuseCredentialKeys } from "./forbidden-keys.ts";
import type { AskedCall, ClientForm } from "./forms/client-form.ts";
import type { GatewayAsked } from "./gateway.ts";
import { withServersIds } from "./kept-id.ts";
import { controlKeys, type RequestControls, readControls } from "./request-controls.ts";

/** A request's body, taken apart: what its form asks for, and what the gateway itself understands of it. */
export interface ClientCall extends AskedCall {
  controls: RequestControls;
  form: ClientForm;
  /** The body without the gateway's own keys. */
  body: JsonObject;
  promptId?: string;
  /** Absent when the body has none or an empty object: then the entry's count. */
  promptVariables?: JsonObject;
  promptLabel?: string;
  promptVersion?: number;
  /** `drop_params` of the request: parameters the target does not take are left out. */
  dropParams: boolean;
  /** The entry whose provider keeps the answer that is gone on with, and the key of the body that names it. */
  keptBy?: { entryId: string; param: string };
  /** The entry whose server alone may be able to read what the client sends back: it is asked first. */
  sealedBy?: string;
  /** The answer that is gone on with, of our own writing; it is in the messages. */
  previousId?: string;
  /** Headers of the client that go to the provider. */
  forwarded?: HeaderList;
  /** Headers that are part of what its form asks; servers of the same API get them. */
  ownHeaders?: HeaderList;
  /** Langfuse keys of this call; only where the config allows them. */
  credentials: CallCredentials;
}

const promptKeys = ["prompt_id", "prompt_variables", "prompt_label", "prompt_version"] as const;
/** Of LiteLLM's keys: OpenAI knows metadata, too, so that the form decides about it; the others are the planner's. */
const readElsewhere = new Set<string>(["metadata", "model", "allowed_openai_params", cachePointsKey]);

/** Keys LiteLLM has for itself in a body: no provider is sent them, and but for `drop_params` they do nothing here. */
function isProxySwitch(key: string): boolean {
  return !readElsewhere.has(key) && (isKeyOfLitellm(key) || key === "guardrails");
}

/** Keys that are the gateway's, whatever the form. */
const gatewayKeys = new Set<string>([...promptKeys, ...langfuseCredentialKeys, ...controlKeys]);

/**
 * Takes the body of a call apart. Keys that could move a credential are refused before a form sees any of it.
 * @throws GatewayFailure 400.
 */
export function readCall(
  body: JsonValue,
  form: ClientForm,
  options: { clientCredentials: boolean },
  headers: GatewayAsked["headers"] = {},
): ClientCall {
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
  const given = Object.entries(flat).filter(([key]) => !gatewayKeys.has(key) && !isProxySwitch(key));
  const { body: own, keptBy, sealedBy } = withServersIds(Object.fromEntries(given), form);
  const controls = readControls(flat, headers);
  const asked = form.read(own);
  const switches = Object.keys(flat).filter(
    (key) => isProxySwitch(key) && !gatewayKeys.has(key) && key !== "drop_params",
  );
  return {
    ...asked,
    leftOut: [...switches, ...asked.leftOut],
    form,
    body: own,
    // Nobody else has what is only named.
    controls: keptBy === undefined ? controls : { ...controls, disableFallbacks: true },
    ...(keptBy === undefined ? {} : { keptBy: { entryId: keptBy, param: "input" } }),
    ...(sealedBy === undefined ? {} : { sealedBy }),
    dropParams: flat["drop_params"] === true,
    ownHeaders: (form.ownHeaders ?? []).flatMap((name): HeaderList => {
      const value = headers[name];
      return typeof value === "string" && value !== "" ? [[name, value]] : [];
    }),
    ...readPrompt(flat),
    credentials: readCredentials(flat, options.clientCredentials),
  };
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
