import type { JsonObject } from "@shared/domain/json/json.ts";
import { commonRequestParameters, entryKeys, entryParameterKeys, nearestKey } from "./config-keys.ts";
import type { Deployment, EntryPrompt } from "./config-model.ts";
import type { Position } from "./config-problem.ts";
import { readEntryHeaders } from "./read-deployment-headers.ts";
import {
  isNothing,
  type ReadIo,
  readJson,
  readJsonObject,
  readMap,
  readNumber,
  readSecret,
  readText,
  reviewKeys,
  unsetText,
  wrongType,
} from "./read-values.ts";
import { describeNode, entryOf, type YamlMap, type YamlTree } from "./yaml-tree.ts";

/** Reads `model_list`; a broken entry is reported and left out, the others are read to their end. */
export function readModelList(root: YamlMap, io: ReadIo): Deployment[] {
  const entry = entryOf(root, "model_list");
  if (!entry || isNothing(entry.value)) return [];
  if (entry.value.kind !== "list") {
    wrongType(entry, "", "a list", io);
    return [];
  }
  return entry.value.items.flatMap((item, index) => readDeployment(item, `model_list[${index}]`, io) ?? []);
}

function readDeployment(item: YamlTree, path: string, io: ReadIo): Deployment | undefined {
  if (item.kind !== "map") {
    io.problems.error(item.at, path, {
      code: "wrong_type",
      message: `An entry must be a mapping with model_name and litellm_params, not ${describeNode(item)}.`,
      fix: "Write - model_name: my-model and below it litellm_params: with model: openai/gpt-4o.",
    });
    return undefined;
  }
  reviewKeys(item, entryKeys, path, io);
  const modelName = requiredText(item, "model_name", path, "gpt-4o", io);
  const params = requiredParams(item, path, io);
  const modelInfo = readJsonObject(item, "model_info", path, io) ?? {};
  if (!params) return undefined;
  const inner = `${path}.litellm_params`;
  const model = requiredText(params, "model", inner, "openai/gpt-4o", io);
  const details = readParams(params, inner, io);
  if (modelName === undefined || model === undefined) return undefined;
  const id = typeof modelInfo["id"] === "string" ? modelInfo["id"] : `${path.replace(/^model_list/, "entry")}`;
  return { id, modelName, model, modelInfo, at: item.at, places: placesOf(params), path, ...details };
}

function requiredParams(item: YamlMap, path: string, io: ReadIo): YamlMap | undefined {
  const entry = entryOf(item, "litellm_params");
  if (entry && !isNothing(entry.value)) return readMap(item, "litellm_params", path, io);
  const misplaced = entryOf(item, "model");
  io.problems.error(item.at, path, {
    code: "missing_key",
    message: "This entry has no litellm_params.",
    fix: misplaced
      ? "model stands beside model_name; move it below litellm_params:."
      : "Add litellm_params: and below it, indented, model: openai/gpt-4o.",
  });
  return undefined;
}

function requiredText(map: YamlMap, key: string, path: string, example: string, io: ReadIo): string | undefined {
  const present = entryOf(map, key);
  const text = readText(map, key, path, io);
  if (text !== undefined && text.value !== "") return text.value;
  const reported = present && !isNothing(present.value) && text === undefined;
  if (!reported) {
    io.problems.error(present?.keyAt ?? map.at, path, {
      code: "missing_key",
      message: present ? `${key} is empty.` : `${key} is missing.`,
      fix: `Add ${key}: ${example}.`,
    });
  }
  return undefined;
}

function placesOf(params: YamlMap): Deployment["places"] {
  return Object.fromEntries(params.entries.map(({ key, keyAt }) => [key, keyAt]));
}

type ParamDetails = Omit<Deployment, "id" | "modelName" | "model" | "modelInfo" | "at" | "places" | "path">;

function readParams(params: YamlMap, path: string, io: ReadIo): ParamDetails {
  const whole = { integer: true, least: 0, example: 60 };
  const weight = readNumber(params, "weight", path, io, { integer: false, least: 0, example: 1 });
  const rpm = readNumber(params, "rpm", path, io, whole);
  const tpm = readNumber(params, "tpm", path, io, whole);
  const order = readNumber(params, "order", path, io, { integer: true, least: 0, example: 1 });
  const timeoutSeconds = readNumber(params, "timeout", path, io, { integer: false, least: 0, example: 1 });
  const retryRule = { integer: true, least: 0, example: 2 };
  const maxRetries = readNumber(params, "max_retries", path, io, retryRule);
  const retries = readNumber(params, "num_retries", path, io, retryRule) ?? maxRetries;
  return {
    ...readKey(params, path, io),
    apiBase: readBase(params, path, io),
    apiVersion: readText(params, "api_version", path, io)?.value ?? null,
    organization: readText(params, "organization", path, io)?.value ?? null,
    headers: readEntryHeaders(params, path, io),
    ...(weight === undefined ? {} : { weight }),
    ...(rpm === undefined ? {} : { rpm }),
    ...(tpm === undefined ? {} : { tpm }),
    ...(order === undefined ? {} : { order }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(retries === undefined ? {} : { retries }),
    ...readPrompt(params, path, io),
    parameters: readParameters(params, path, io),
  };
}

function readKey(params: YamlMap, path: string, io: ReadIo): Pick<Deployment, "apiKey" | "unsetKeyVariable"> {
  const found = readSecret(params, "api_key", path, io);
  if (!found) return { apiKey: null };
  if ("secret" in found) return { apiKey: found.secret };
  // Not fatal: the other entries work, and a call to this one names the variable.
  io.problems.warn(found.at, `${path}.api_key`, unsetText(found.unset));
  return { apiKey: null, unsetKeyVariable: found.unset };
}

function readBase(params: YamlMap, path: string, io: ReadIo): string | null {
  const key = entryOf(params, "api_base") ? "api_base" : "base_url";
  const base = readText(params, key, path, io);
  if (!base || base.value === "") return null;
  const mistake = baseMistake(base.value);
  if (mistake === undefined) return base.value;
  io.problems.error(base.at, `${path}.${key}`, {
    code: "base_url_invalid",
    message: `${key} ${mistake}.`,
    fix: "Give a complete address such as https://api.example.com/v1.",
  });
  return null;
}

function baseMistake(text: string): string | undefined {
  if (!URL.canParse(text)) return "is not a complete address";
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return "is neither http nor https";
  if (url.username !== "" || url.password !== "") return "has a user name or password in it";
  return undefined;
}

function readPrompt(params: YamlMap, path: string, io: ReadIo): EntryPrompt {
  const promptId = readText(params, "prompt_id", path, io)?.value;
  const promptVariables = readJsonObject(params, "prompt_variables", path, io);
  const promptLabel = readText(params, "prompt_label", path, io)?.value;
  const promptVersion = readNumber(params, "prompt_version", path, io, { integer: true, least: 1, example: 3 });
  return {
    ...(promptId ? { promptId } : {}),
    ...(promptVariables ? { promptVariables } : {}),
    ...(promptLabel ? { promptLabel } : {}),
    ...(promptVersion === undefined ? {} : { promptVersion }),
  };
}

/** Whatever is no key of LiteLLM's own is forwarded as a parameter of the request, as LiteLLM does. */
function readParameters(params: YamlMap, path: string, io: ReadIo): JsonObject {
  const parameters: JsonObject = {};
  const own = [...entryParameterKeys.applied, ...entryParameterKeys.known];
  for (const { key, keyAt, value } of params.entries) {
    if (entryParameterKeys.applied.includes(key)) continue;
    if (entryParameterKeys.known.includes(key)) {
      warnIgnored(key, keyAt, path, io);
      continue;
    }
    parameters[key] = readJson(value, `${path}.${key}`, io);
    if (commonRequestParameters.includes(key)) continue;
    const nearest = nearestKey(key, [...own, ...commonRequestParameters]);
    io.problems.warn(keyAt, `${path}.${key}`, {
      code: "unknown_key",
      message: `${key} is not known; it is sent to the provider as it is.`,
      fix: nearest ? `Did you mean ${nearest}?` : "Take it out if the provider does not know it.",
    });
  }
  return parameters;
}

function warnIgnored(key: string, at: Position, path: string, io: ReadIo): void {
  const langfuse = key.startsWith("langfuse_");
  io.problems.warn(at, `${path}.${key}`, {
    code: "key_not_applied",
    message: langfuse
      ? `${key} in an entry is not used to fetch prompts, here as in LiteLLM; the environment's Langfuse keys are.`
      : `${key} is kept, but does nothing in Promptscope.`,
    fix: langfuse ? "Set LANGFUSE_PUBLIC_KEY, LANGFUSE_SECRET_KEY and LANGFUSE_HOST under environment_variables." : "",
  });
}
