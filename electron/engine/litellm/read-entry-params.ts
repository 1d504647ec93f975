import { type ClientMessagesMode, clientMessagesModeSchema } from "@shared/domain/prompt/compiled.ts";
import type { Provider } from "../providers/provider.ts";
import { stripLangfusePrefix } from "../routing/model-routing.ts";
import { compatibleBase } from "./compatible-base.ts";
import type { Deployment, EntryPrompt } from "./config-model.ts";
import type { Position } from "./config-problem.ts";
import { readEntryHeaders } from "./read-deployment-headers.ts";
import { readParameters } from "./read-parameters.ts";
import {
  type ReadIo,
  readBoolean,
  readJsonObject,
  readNumber,
  readSecret,
  readText,
  readTexts,
  unsetText,
} from "./read-values.ts";
import { entryOf, type YamlMap } from "./yaml-tree.ts";

/** What `litellm_params` says of a deployment. */
export type ParamDetails = Omit<
  Deployment,
  "id" | "modelName" | "model" | "writtenModel" | "unserved" | "modelInfo" | "at" | "places" | "path"
>;

/** Reads `litellm_params`, and the provider that `custom_llm_provider` names. `model` as it is written. */
export function readParams(
  params: YamlMap,
  path: string,
  model: string,
  io: ReadIo,
): { deployment: ParamDetails; provider: string | undefined } {
  const provider = readText(params, "custom_llm_provider", path, io)?.value;
  const prefix = provider ?? prefixOf(model);
  const known = io.providers.all.find(({ prefixes }) => prefixes.includes(prefix));
  const deployment = {
    ...readKey(params, path, io),
    apiBase: readBase(params, path, known, io),
    apiVersion: readText(params, "api_version", path, io)?.value ?? null,
    organization: readText(params, "organization", path, io)?.value ?? null,
    headers: readEntryHeaders(params, path, io),
    ...readShares(params, path, io),
    ...readPatience(params, path, io),
    ...readDrops(params, path, io),
    ...readPrompt(params, path, io),
    ...readLangfuse(params, path, io),
    parameters: readParameters(params, path, known?.ownApiOptions, io),
  };
  const mock = readMock(params, path, io);
  return { deployment: mock === undefined ? deployment : { ...deployment, mockResponse: mock }, provider };
}

function prefixOf(model: string): string {
  return stripLangfusePrefix(model).split("/")[0] ?? "";
}

/** How calls are spread over the deployments of a name. */
function readShares(params: YamlMap, path: string, io: ReadIo) {
  const whole = { integer: true, least: 0, example: 60 };
  const weight = readNumber(params, "weight", path, io, { integer: false, least: 0, example: 1 });
  const rpm = readNumber(params, "rpm", path, io, whole);
  const tpm = readNumber(params, "tpm", path, io, whole);
  const order = readNumber(params, "order", path, io, { integer: true, least: 0, example: 1 });
  return {
    ...(weight === undefined ? {} : { weight }),
    ...(rpm === undefined ? {} : { rpm }),
    ...(tpm === undefined ? {} : { tpm }),
    ...(order === undefined ? {} : { order }),
  };
}

function readPatience(params: YamlMap, path: string, io: ReadIo) {
  const seconds = { integer: false, least: 0, example: 60 };
  const timeoutSeconds = readNumber(params, "timeout", path, io, seconds);
  const streamTimeoutSeconds = readNumber(params, "stream_timeout", path, io, seconds);
  const retryRule = { integer: true, least: 0, example: 2 };
  const maxRetries = readNumber(params, "max_retries", path, io, retryRule);
  const retries = readNumber(params, "num_retries", path, io, retryRule) ?? maxRetries;
  return {
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(streamTimeoutSeconds === undefined ? {} : { streamTimeoutSeconds }),
    ...(retries === undefined ? {} : { retries }),
  };
}

function readDrops(params: YamlMap, path: string, io: ReadIo) {
  const dropParams = readBoolean(params, "drop_params", path, io);
  const additionalDropParams = readTexts(params, "additional_drop_params", path, io);
  return {
    ...(dropParams === undefined ? {} : { dropParams }),
    ...(additionalDropParams === undefined ? {} : { additionalDropParams }),
  };
}

/** LiteLLM also takes whole answers and errors here; a text is what people write. */
function readMock(params: YamlMap, path: string, io: ReadIo): string | undefined {
  return readText(params, "mock_response", path, io)?.value;
}

function readKey(params: YamlMap, path: string, io: ReadIo): Pick<Deployment, "apiKey" | "unsetKeyVariable"> {
  const found = readSecret(params, "api_key", path, io);
  if (!found) return { apiKey: null };
  if ("secret" in found) {
    warnUnexpanded(found.secret.read(), found.at, `${path}.api_key`, io);
    return { apiKey: found.secret };
  }
  // A call to this one names the variable.
  io.problems.warn(found.at, `${path}.api_key`, unsetText(found.unset));
  return { apiKey: null, unsetKeyVariable: found.unset };
}

/** Shells and other tools expand this; neither LiteLLM nor Promptscope does. */
function warnUnexpanded(value: string, at: Position, path: string, io: ReadIo): void {
  const variable = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(value)?.[1];
  if (variable === undefined) return;
  io.problems.warn(at, path, {
    code: "variable_unexpanded",
    message: `${value} is sent as it stands: a config has no variables of this form, here as in LiteLLM.`,
    fix: `Write os.environ/${variable}.`,
  });
}

function readBase(params: YamlMap, path: string, provider: Provider | undefined, io: ReadIo): string | null {
  const key = entryOf(params, "api_base") ? "api_base" : "base_url";
  const base = readText(params, key, path, io);
  if (!base || base.value === "") return null;
  const mistake = baseMistake(base.value);
  if (mistake === undefined) return compatibleBase(provider, base, `${path}.${key}`, io);
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
  const ignoreModel = readBoolean(params, "ignore_prompt_manager_model", path, io);
  const ignoreParameters = readBoolean(params, "ignore_prompt_manager_optional_params", path, io);
  const clientMessages = readClientMessages(params, path, io);
  return {
    ...(promptId ? { promptId } : {}),
    ...(promptVariables ? { promptVariables } : {}),
    ...(promptLabel ? { promptLabel } : {}),
    ...(promptVersion === undefined ? {} : { promptVersion }),
    ...(ignoreModel ? { ignorePromptModel: true } : {}),
    ...(ignoreParameters ? { ignorePromptParameters: true } : {}),
    ...clientMessages,
  };
}

/** The Langfuse project of an entry's prompts; LiteLLM's page names the keys, and takes those of a call only. */
function readLangfuse(params: YamlMap, path: string, io: ReadIo): Pick<Deployment, "langfuse"> {
  const read = (key: string) => {
    const found = readSecret(params, key, path, io);
    if (!found) return undefined;
    if ("secret" in found) return found.secret;
    io.problems.error(found.at, `${path}.${key}`, unsetText(found.unset));
    return undefined;
  };
  const publicKey = read("langfuse_public_key");
  const [secret, other] = [read("langfuse_secret"), read("langfuse_secret_key")];
  const host = read("langfuse_host");
  const key = secret ?? other;
  if (!publicKey && !key && !host) return {};
  if (host && !(publicKey && key)) {
    io.problems.error(entryOf(params, "langfuse_host")?.keyAt ?? params.at, `${path}.langfuse_host`, {
      code: "missing_key",
      message: "langfuse_host needs langfuse_public_key and langfuse_secret beside it.",
      fix: "Add both: keys from elsewhere are never sent to this host.",
    });
  }
  return {
    langfuse: { ...(publicKey ? { publicKey } : {}), ...(key ? { secret: key } : {}), ...(host ? { host } : {}) },
  };
}

function readClientMessages(
  params: YamlMap,
  path: string,
  io: ReadIo,
): { clientMessages?: ClientMessagesMode; replacesToolTurns?: true } {
  const given = readText(params, "client_messages", path, io);
  if (!given) return {};
  if (given.value === "replace-all") return { clientMessages: "replace", replacesToolTurns: true };
  const mode = clientMessagesModeSchema.safeParse(given.value);
  if (mode.success) return { clientMessages: mode.data };
  io.problems.error(given.at, `${path}.client_messages`, {
    code: "wrong_type",
    message: `client_messages must be one of ${clientMessagesModeSchema.options.join(", ")}, replace-all.`,
    fix: "It is Promptscope's own key; LiteLLM would send it to the provider.",
  });
  return {};
}
