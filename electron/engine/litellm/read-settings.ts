import type { JsonObject } from "@shared/domain/json/json.ts";
import { generalSettingsKeys, litellmSettingsKeys, routerSettingsKeys } from "./config-keys.ts";
import type { ConfigSecret, GatewayConfig } from "./config-model.ts";
import { readFallbacks } from "./read-fallbacks.ts";
import { readParameters } from "./read-parameters.ts";
import {
  isNothing,
  type ReadIo,
  readBoolean,
  readMap,
  readNumber,
  readSecret,
  readText,
  reviewKeys,
  unsetText,
  variableOf,
  wrongType,
} from "./read-values.ts";
import { readingSettings } from "./unserved.ts";
import { describeNode, entryOf, type YamlMap, type YamlTree } from "./yaml-tree.ts";

export type Settings = Omit<GatewayConfig, "models" | "prompts" | "environment">;

const seconds = { integer: false, least: 0, example: 60 };
const count = { integer: true, least: 0, example: 2 };

/** Reads everything but the models: what applies to all of them. */
export function readSettings(root: YamlMap, defaults: Settings, io: ReadIo): Settings {
  const general = readMap(root, "general_settings", "", io);
  const lenient = readingSettings(io);
  const litellm = readMap(root, "litellm_settings", "", lenient);
  const router = readMap(root, "router_settings", "", lenient);
  if (general) reviewKeys(general, generalSettingsKeys, "general_settings", io);
  if (litellm) reviewKeys(litellm, litellmSettingsKeys, "litellm_settings", io);
  if (router) reviewRouter(router, io);
  const settings: Settings = { ...defaults, masterKey: general ? readMasterKey(general, io) : null };
  if (general) {
    settings.clientCredentials =
      readBoolean(general, "allow_client_side_credentials", "general_settings", io) ?? defaults.clientCredentials;
    settings.forwardClientHeaders =
      readBoolean(general, "forward_client_headers_to_llm_api", "general_settings", io) ??
      defaults.forwardClientHeaders;
    const most = readNumber(general, "max_request_size_mb", "general_settings", io, {
      integer: false,
      least: 0,
      example: 50,
    });
    // LiteLLM's 0 is no limit; here the usual one stays.
    if (most) settings.maxRequestMegabytes = most;
  }
  if (litellm) applyLitellm(litellm, settings, lenient);
  if (router) applyRouter(router, settings, lenient);
  return settings;
}

function applyLitellm(map: YamlMap, settings: Settings, io: ReadIo): void {
  const path = "litellm_settings";
  const retries = readNumber(map, "num_retries", path, io, count);
  if (retries !== undefined) settings.retries = retries;
  settings.dropParams = readBoolean(map, "drop_params", path, io) ?? settings.dropParams;
  settings.jsonLogs = readBoolean(map, "json_logs", path, io) ?? settings.jsonLogs;
  const directory = readText(map, "global_prompt_directory", path, io)?.value;
  if (directory) settings.promptDirectory = directory;
  settings.verbose = readBoolean(map, "set_verbose", path, io) ?? settings.verbose;
  applyFallbacks(map, path, settings, io);
  const timeout = readNumber(map, "request_timeout", path, io, seconds);
  if (timeout !== undefined) settings.timeoutSeconds = timeout;
}

function applyRouter(map: YamlMap, settings: Settings, io: ReadIo): void {
  const path = "router_settings";
  const retries = readNumber(map, "num_retries", path, io, count);
  if (retries !== undefined) settings.retries = retries;
  settings.cooldownSeconds = readNumber(map, "cooldown_time", path, io, seconds) ?? settings.cooldownSeconds;
  applyFallbacks(map, path, settings, io);
  const timeout = readNumber(map, "timeout", path, io, seconds);
  if (timeout !== undefined) settings.timeoutSeconds = timeout;
  const streamTimeout = readNumber(map, "stream_timeout", path, io, seconds);
  if (streamTimeout !== undefined) settings.streamTimeoutSeconds = streamTimeout;
  settings.groupAliases = readGroupAliases(map, settings, io);
  const defaults = readMap(map, "default_litellm_params", path, io);
  if (defaults) settings.defaultParameters = readDefaultParameters(defaults, `${path}.default_litellm_params`, io);
}

/** LiteLLM's proxy sets `user` for every call itself, so that a default for it has no effect there. */
function readDefaultParameters(map: YamlMap, path: string, io: ReadIo): JsonObject {
  const { user, ...parameters } = readParameters(map, path, {}, io);
  if (user !== undefined) {
    io.problems.warn(map.at, `${path}.user`, {
      code: "key_not_applied",
      message: "user is kept, but a default for it is not sent, here as in LiteLLM's proxy.",
      fix: "",
    });
  }
  return parameters;
}

/** Both sections may have them; for LiteLLM the router's are the ones in force. */
function applyFallbacks(map: YamlMap, path: string, settings: Settings, io: ReadIo): void {
  const read = readFallbacks(map, path, io);
  settings.places = { ...settings.places, ...read.places };
  Object.assign(settings, read.kinds);
}

/** An unset variable here would open the gateway to everybody, as it does LiteLLM: that is an error. */
function readMasterKey(general: YamlMap, io: ReadIo): ConfigSecret | null {
  const path = "general_settings.master_key";
  const found = readSecret(general, "master_key", "general_settings", io);
  if (!found) {
    const entry = entryOf(general, "master_key");
    if (entry && (isNothing(entry.value) || (entry.value.kind === "scalar" && entry.value.value === ""))) {
      io.problems.error(entry.keyAt, path, {
        code: "master_key_empty",
        message: "master_key is empty; LiteLLM would let everybody in.",
        fix: "Give a key, or take the line out if no key is meant.",
      });
    }
    return null;
  }
  if ("unset" in found) {
    io.problems.error(found.at, path, {
      ...unsetText(found.unset),
      fix: `Set ${found.unset} before the start; without a master key everybody on this machine is let in.`,
    });
    return null;
  }
  if (!found.secret.read().startsWith("sk-")) {
    io.problems.warn(found.at, path, {
      code: "master_key_form",
      message: "LiteLLM expects keys to begin with sk-.",
      fix: "Begin the master key with sk-.",
    });
  }
  return found.secret;
}

function reviewRouter(map: YamlMap, io: ReadIo): void {
  reviewKeys(map, routerSettingsKeys, "router_settings", io);
  const strategy = readText(map, "routing_strategy", "router_settings", io);
  if (!strategy || strategy.value === "simple-shuffle") return;
  io.problems.warn(strategy.at, "router_settings.routing_strategy", {
    code: "strategy_not_applied",
    message: `The routing strategy ${strategy.value} is not there; entries are shuffled.`,
    fix: "Write routing_strategy: simple-shuffle to say so.",
  });
}

function readGroupAliases(map: YamlMap, { places, hiddenAliases }: Settings, io: ReadIo): Record<string, string> {
  const aliases = readMap(map, "model_group_alias", "router_settings", io);
  const pairs: [string, string][] = [];
  for (const { key, value, keyAt } of aliases?.entries ?? []) {
    places[`router_settings.model_group_alias.${key}`] = keyAt;
    const target = value.kind === "map" ? entryOf(value, "model")?.value : value;
    if (target?.kind === "scalar" && typeof target.value === "string") {
      pairs.push([key, target.value]);
      if (value.kind === "map" && isTrue(entryOf(value, "hidden")?.value)) hiddenAliases.push(key);
    } else {
      io.problems.error(keyAt, `router_settings.model_group_alias.${key}`, {
        code: "wrong_type",
        message: `An alias must name a model_name, not ${describeNode(value)}.`,
        fix: `Write ${key}: my-model.`,
      });
    }
  }
  return Object.fromEntries(pairs);
}

function isTrue(tree: YamlTree | undefined): boolean {
  return tree?.kind === "scalar" && tree.value === true;
}

/** `environment_variables`: texts, numbers or `os.environ/NAME` of the process. They are there before models are read. */
export function readEnvironmentVariables(root: YamlMap, io: ReadIo): Record<string, string> {
  const map = readMap(root, "environment_variables", "", io);
  const pairs: [string, string][] = [];
  for (const entry of map?.entries ?? []) {
    const { key, value, keyAt } = entry;
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) {
      io.problems.error(keyAt, `environment_variables.${key}`, {
        code: "variable_name",
        message: "This is not a name of an environment variable.",
        fix: "Use letters, digits and _ only.",
      });
      continue;
    }
    if (value.kind !== "scalar") {
      wrongType(entry, "environment_variables", "a single value", io);
      continue;
    }
    const variable = variableOf(value);
    const text = variable === undefined ? pythonText(value.value) : io.variable(variable);
    if (text === undefined && variable !== undefined) {
      io.problems.error(value.at, `environment_variables.${key}`, unsetText(variable));
    } else if (text !== undefined) pairs.push([key, text]);
  }
  return Object.fromEntries(pairs);
}

/** LiteLLM exports `str(value)`. */
function pythonText(value: string | number | boolean | null): string | undefined {
  if (value === null) return undefined;
  if (typeof value === "boolean") return value ? "True" : "False";
  return String(value);
}
