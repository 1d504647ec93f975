import type { ExperimentProvider } from "@shared/domain/experiment/read-experiment.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { builtInProviders } from "../../providers/registry.ts";
import { type Config, itemsOf, type Part, partIn, partOf, partOfFile } from "./config.ts";
import { fileOf, programOf } from "./findings.ts";

/** promptfoo's names of providers, where they are other ones than ours. */
const otherNames: readonly [string, string][] = [
  ["google", "gemini"],
  ["palm", "gemini"],
  ["ollama", "ollama_chat"],
  ["togetherai", "together_ai"],
  ["fireworks", "fireworks_ai"],
];

/** Words between a provider and its model. */
const kinds = /^(?:chat|messages|responses|completion|completions):/;
const agents = /^(?:anthropic:claude-agent-sdk|openai:(?:agents|assistant|codex)|.*agent)/;
const endpoints = /^(?:https?|wss?|websocket|webhook)(?:$|:|\/)/;

/** Keys of `config` that are about the call and are no parameters of a model. */
const aboutTheCall = new Set([
  "apiKeyEnvar",
  "apiHost",
  "organization",
  "headers",
  "cost",
  "timeout",
  "cache",
  "showThinking",
]);

/** Every provider of a config. One that is no model is refused by line; rows and checks are read all the same. */
export async function readProviders(config: Config): Promise<ExperimentProvider[]> {
  const value = isJsonObject(config.source.value) ? config.source.value : {};
  const key = Object.hasOwn(value, "providers") ? "providers" : "targets";
  const found: ExperimentProvider[] = [];
  for (const part of itemsOf(partOf(config, key))) found.push(...(await readProvider(part, config)));
  return found;
}

async function readProvider(part: Part, config: Config): Promise<ExperimentProvider[]> {
  const { value } = part;
  const { findings } = config;
  if (typeof value === "string") return readId(value, {}, part, config);
  if (!isJsonObject(value)) {
    findings.refuse(part.placeOf(), "provider", "This is no provider.");
    return [];
  }
  if (typeof value["id"] === "string") return readId(value["id"], value, part, config);
  // The old form: options by id.
  const [[id, options] = ["", null]] = Object.entries(value);
  if (isJsonObject(options)) return readId(id, options, partIn(part, id), config);
  findings.refuse(part.placeOf(), "provider", "This provider has no id.");
  return [];
}

async function readId(written: string, options: JsonObject, part: Part, config: Config): Promise<ExperimentProvider[]> {
  const { findings } = config;
  const place = part.placeOf();
  const id = withEnvironment(written, part, config);
  const path = fileOf(id);
  if (path !== undefined && /\.(?:ya?ml|json)$/.test(path)) {
    const file = await partOfFile(config, path, place);
    if (!file) return [];
    const lists = await Promise.all(itemsOf(file).map((one) => readProvider(one, config)));
    return lists.flat();
  }
  const refuse = (message: string): ExperimentProvider[] => {
    findings.refuse(place, "provider", `${message} Rows and checks are read; choose a model.`);
    return [];
  };
  const program = programOf(id);
  if (program !== undefined && (path !== undefined || !id.includes(":")))
    return refuse(`${id} is a program in ${program}, which is not run.`);
  const runner = /^(exec|python|golang|ruby):/.exec(id);
  if (runner) return refuse(`${id} is a program (${runner[1]}), which is not run.`);
  if (endpoints.test(id)) return refuse(`“${id}” tests an endpoint of yours, not a prompt.`);
  if (agents.test(id)) return refuse(`“${id}” is an agent with tools of its own, which is not run.`);
  const label = typeof options["label"] === "string" ? { label: options["label"] } : {};
  const prompts = Array.isArray(options["prompts"]) ? { prompts: options["prompts"].map(String) } : {};
  const { parameters, baseUrl } = await readConfig(part, options, config);
  const common = { id, ...label, ...prompts, parameters, ...(baseUrl === undefined ? {} : { baseUrl }) };
  if (Object.hasOwn(options, "delay"))
    findings.warn(part.placeOf("delay"), "delay", "delay is not used: the pace comes from the limits.");
  if (id === "echo") return [{ ...common, echoes: true }];
  const model = modelOf(id);
  if (model === undefined) return refuse(`No provider is known for “${id}”.`);
  return [{ ...common, model }];
}

/** The model of a promptfoo id as ours; undefined where we have no such provider. */
export function modelOf(id: string): string | undefined {
  const colon = id.indexOf(":");
  if (colon <= 0) return undefined;
  const name = id.slice(0, colon);
  const model = id.slice(colon + 1).replace(kinds, "");
  const prefix = otherNames.find(([theirs]) => theirs === name)?.[1] ?? name;
  const isKnown = builtInProviders.all.some(({ prefixes }) => prefixes.some((one) => one === prefix));
  return isKnown && model !== "" && !/^(?:embedding|embeddings|moderation|image|realtime):/.test(model)
    ? `${prefix}/${model}`
    : undefined;
}

async function readConfig(
  part: Part,
  options: JsonObject,
  config: Config,
): Promise<{ parameters: JsonObject; baseUrl?: string }> {
  const given = options["config"];
  if (!isJsonObject(given)) return { parameters: {} };
  const inside = partIn(part, "config");
  const parameters: JsonObject = {};
  let baseUrl: string | undefined;
  for (const [key, value] of Object.entries(given)) {
    const place = inside.placeOf(key);
    if (key === "apiKey") {
      const isDummy = typeof value === "string" && /^(?:ollama|dummy|none|not-needed|x+|\{\{.*\}\})$/i.test(value);
      if (!isDummy) {
        config.findings.warn(
          place,
          "key-in-file",
          `A key stands on line ${place.line}: it is not read. Set it in the settings or as a variable.`,
        );
      }
    } else if (key === "apiBaseUrl" || key === "baseUrl" || key === "baseURL") {
      if (typeof value === "string") baseUrl = withEnvironment(value, inside, config);
    } else if (aboutTheCall.has(key)) {
      config.findings.warn(place, "provider-option", `${key} is not used.`);
    } else if (key === "passthrough" && isJsonObject(value)) Object.assign(parameters, value);
    else parameters[key] = await fromFile(value, inside, key, config);
  }
  return { parameters, ...(baseUrl === undefined ? {} : { baseUrl }) };
}

async function fromFile(value: JsonValue, inside: Part, key: string, config: Config): Promise<JsonValue> {
  const path = fileOf(value);
  if (path === undefined || !/\.(?:ya?ml|json)$/.test(path)) return value;
  return (await partOfFile(config, path, inside.placeOf(key)))?.value ?? null;
}

function withEnvironment(text: string, part: Part, { env, findings }: Config): string {
  return text.replace(/\{\{\s*env\.(\w+)\s*\}\}/g, (written, name: string) => {
    const value = env(name);
    findings.warn(
      part.placeOf(),
      "environment",
      value === undefined ? `The variable ${name} is not set.` : `The variable ${name} is put in here.`,
    );
    return value ?? written;
  });
}
