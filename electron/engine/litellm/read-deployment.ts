import { promptPrefixOf } from "../libraries/listed-libraries.ts";
import { entryKeys } from "./config-keys.ts";
import type { Deployment } from "./config-model.ts";
import { type Credentials, withCredential } from "./read-credential-list.ts";
import { type ParamDetails, readParams } from "./read-entry-params.ts";
import { isNothing, type ReadIo, readJsonObject, readMap, readText, reviewKeys } from "./read-values.ts";
import { readingOneEntry } from "./unserved.ts";
import { describeNode, entryOf, type YamlMap, type YamlTree } from "./yaml-tree.ts";

/**
 * Reads one entry of `model_list`. Whatever is wrong with it is a warning, for it stops no other entry; then it has
 * `unserved`. Undefined when nobody could ask for it, as it has no name.
 */
export function readDeployment(
  item: YamlTree,
  path: string,
  credentials: Credentials,
  whole: ReadIo,
): Deployment | undefined {
  const { io, unserved } = readingOneEntry(whole);
  if (item.kind !== "map") {
    io.problems.error(item.at, path, {
      code: "wrong_type",
      message: `An entry must be a mapping with model_name and litellm_params, not ${describeNode(item)}.`,
      fix: "Write - model_name: my-model and below it litellm_params: with model: openai/gpt-6-luna.",
    });
    return undefined;
  }
  reviewKeys(item, entryKeys, path, io);
  const modelName = requiredText(item, "model_name", path, "gpt-6-luna", io);
  const written = requiredParams(item, path, io);
  const modelInfo = readJsonObject(item, "model_info", path, io) ?? {};
  const inner = `${path}.litellm_params`;
  const model = written && requiredText(written, "model", inner, "openai/gpt-6-luna", io);
  const params = written && withCredential(written, inner, credentials, io);
  const details = params ? readParams(params, inner, model ?? "", io) : nothing;
  if (modelName === undefined) return undefined;
  const why = unserved();
  return {
    id: typeof modelInfo["id"] === "string" ? modelInfo["id"] : placeId(path),
    modelName,
    ...named(model ?? "", details.provider),
    modelInfo,
    at: item.at,
    places: params ? placesOf(params) : {},
    path,
    ...details.deployment,
    ...(why ? { unserved: why } : {}),
  };
}

/** An entry's id where it has none of its own. */
export function placeId(path: string): string {
  return path.replace(/^model_list/, "entry");
}

const nothing: { deployment: ParamDetails; provider: string | undefined } = {
  deployment: { apiKey: null, apiBase: null, apiVersion: null, organization: null, headers: [], parameters: {} },
  provider: undefined,
};

/** `custom_llm_provider` names the provider in place of a prefix, as in LiteLLM. */
function named(model: string, provider: string | undefined): Pick<Deployment, "model" | "writtenModel"> {
  if (provider === undefined || model === "" || model.startsWith(`${provider}/`)) return { model };
  const prefix = promptPrefixOf(model);
  const rest = prefix === undefined ? undefined : model.slice(prefix.length);
  if (rest?.startsWith(`${provider}/`)) return { model };
  const full = rest === undefined ? `${provider}/${model}` : `${prefix}${provider}/${rest}`;
  return { model: full, writtenModel: model };
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
      : "Add litellm_params: and below it, indented, model: openai/gpt-6-luna.",
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
