import { basename, dirname } from "node:path";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { ConfigPrompt } from "./config-model.ts";
import { isNothing, type ReadIo, readBoolean, readJson, readMap, readText } from "./read-values.ts";
import { readingSettings } from "./unserved.ts";
import { describeNode, entryOf, type YamlMap, type YamlTree } from "./yaml-tree.ts";

/** LiteLLM's files, which `prompt_file` may name with their ending. */
const ending = ".prompt";

/**
 * Reads the section `prompts` (`README.md#the-key-prompts`). Those of dotprompt are served; whatever is said of any other
 * is a warning, and LiteLLM's own words for it where it does not start.
 */
export function readPrompts(root: YamlMap, whole: ReadIo): Record<string, ConfigPrompt> {
  const io = readingSettings(whole);
  const section = entryOf(root, "prompts");
  if (!section || isNothing(section.value)) return {};
  if (section.value.kind !== "list") {
    io.problems.warn(section.keyAt, "prompts", {
      code: "wrong_type",
      message: `prompts must be a list, not ${describeNode(section.value)}.`,
      fix: "Write - prompt_id: my-prompt and below it litellm_params: with prompt_integration: dotprompt.",
    });
    return {};
  }
  const found = section.value.items.flatMap((item, index) => readPrompt(item, `prompts[${index}]`, io) ?? []);
  // LiteLLM keeps the first of an id, too.
  return Object.fromEntries(found.toReversed().map((one) => [one.promptId, one]));
}

function readPrompt(item: YamlTree, path: string, io: ReadIo): ConfigPrompt | undefined {
  const params = item.kind === "map" ? readMap(item, "litellm_params", path, io) : undefined;
  const promptId = item.kind === "map" ? readText(item, "prompt_id", path, io)?.value : undefined;
  const integration = params && readText(params, "prompt_integration", `${path}.litellm_params`, io)?.value;
  if (!params || !promptId || !integration) {
    io.problems.warn(item.at, path, {
      code: "missing_key",
      message:
        "A prompt needs prompt_id, litellm_params and in them prompt_integration; LiteLLM does not start without.",
      fix: "Write prompt_integration: dotprompt for a prompt of files or of this config.",
    });
    return undefined;
  }
  if (integration !== "dotprompt") {
    io.problems.warn(item.at, path, otherIntegration(integration));
    return undefined;
  }
  const inner = `${path}.litellm_params`;
  const text = textOf(params, promptId, inner, io);
  return {
    promptId,
    name: readText(params, "prompt_id", inner, io)?.value || promptId,
    at: item.at,
    path,
    ...(text === undefined ? placeOf(params, inner, io) : { text }),
    ...(readBoolean(params, "ignore_prompt_manager_model", inner, io) ? { ignorePromptModel: true } : {}),
    ...(readBoolean(params, "ignore_prompt_manager_optional_params", inner, io)
      ? { ignorePromptParameters: true }
      : {}),
  };
}

function otherIntegration(integration: string) {
  return {
    code: "key_not_applied",
    message:
      integration === "langfuse"
        ? "It is kept, but does nothing in Promptscope; LiteLLM 1.108.7 does not start with prompt_integration: langfuse."
        : `It is kept, but does nothing in Promptscope, which has dotprompt of LiteLLM's integrations and not ${integration}.`,
    fix: "For a prompt of Langfuse add an entry to model_list with model: langfuse/gpt-6-luna and prompt_id.",
  };
}

/** A prompt that stands in the config itself, written as a `.prompt` file would be. JSON is YAML, so its head is one. */
function textOf(params: YamlMap, promptId: string, path: string, io: ReadIo): string | undefined {
  const data = entryOf(params, "prompt_data")?.value;
  if (data?.kind === "map") {
    const { content, metadata } = templateIn(readJson(data, `${path}.prompt_data`, io), promptId);
    return `---\n${JSON.stringify(isJsonObject(metadata) ? metadata : {})}\n---\n${String(content ?? "")}`;
  }
  const content = entryOf(params, "dotprompt_content")?.value;
  return content?.kind === "scalar" && typeof content.value === "string" ? content.value : undefined;
}

/** Either one template, or one by its id (`PromptManager._load_prompts_from_json`). */
function templateIn(data: JsonValue, promptId: string): JsonObject {
  if (!isJsonObject(data)) return {};
  const byId = Object.hasOwn(data, "content") ? data : data[promptId];
  return isJsonObject(byId) ? byId : {};
}

/** Where its file lies; without either it is looked for in `global_prompt_directory`. */
function placeOf(params: YamlMap, path: string, io: ReadIo): Pick<ConfigPrompt, "folder" | "file"> {
  const file = readText(params, "prompt_file", path, io)?.value;
  if (file) return { folder: dirname(file), file: basename(file, ending) };
  const folder = readText(params, "prompt_directory", path, io)?.value;
  return folder ? { folder } : {};
}
