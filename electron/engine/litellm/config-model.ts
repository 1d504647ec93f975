import type { JsonObject } from "@shared/domain/json/json.ts";
import type { ClientMessagesMode } from "@shared/domain/prompt/compiled.ts";
import { promptPrefixOf } from "../libraries/listed-libraries.ts";
import type { ConfigProblem, Position } from "./config-problem.ts";
import type { Fallbacks } from "./read-fallbacks.ts";
import type { Unserved } from "./unserved.ts";

/** A secret of a config. Its value comes out only through `read`, which no JSON carries along. */
export interface ConfigSecret {
  /** The variable it was taken from, or the name that stands for it in curl. */
  variable: string;
  origin: "environment" | "file";
  /** At most the first three and the last four characters. */
  hint: string;
  read(): string;
}

/** Which prompt an entry stands for; every field may be overridden by a request's body. */
export interface EntryPrompt {
  promptId?: string;
  promptVariables?: JsonObject;
  promptLabel?: string;
  promptVersion?: number;
  /** `ignore_prompt_manager_model`: the model behind `langfuse/` counts, whatever the prompt's config names. */
  ignorePromptModel?: true;
  /** `ignore_prompt_manager_optional_params`: the prompt's config gives no parameters. */
  ignorePromptParameters?: true;
  /** `client_messages: replace-all`: turns of a tool loop do not follow the prompt either, which is LiteLLM's letter. */
  replacesToolTurns?: true;
  /** `client_messages`, a key of Promptscope's own: what becomes of the client's messages in this entry's calls. */
  clientMessages?: ClientMessagesMode;
}

/** One entry of `model_list`. */
export interface Deployment extends EntryPrompt {
  /** `model_info.id`, or the entry's place in the file: stable as long as the file is. */
  id: string;
  modelName: string;
  /** `litellm_params.model`, e.g. `langfuse/gpt-6-luna` or `azure/my-deployment`, with `custom_llm_provider` in front. */
  model: string;
  /** `litellm_params.model` where that is not the same. */
  writtenModel?: string;
  /** Why it is not called; the other entries are. */
  unserved?: Unserved;
  apiKey: ConfigSecret | null;
  /** The variable an unset `os.environ/…` key named, so that a call can say what is missing. */
  unsetKeyVariable?: string;
  /** `langfuse_public_key`, `langfuse_secret` and `langfuse_host`: the project this entry's prompts are in. */
  langfuse?: { publicKey?: ConfigSecret; secret?: ConfigSecret; host?: ConfigSecret };
  apiBase: string | null;
  apiVersion: string | null;
  organization: string | null;
  headers: { name: string; value: string | ConfigSecret }[];
  weight?: number;
  rpm?: number;
  tpm?: number;
  /** Of the entries of a group that are well, those with the lowest order are drawn from first. */
  order?: number;
  /** Seconds until the first byte must have come. */
  timeoutSeconds?: number;
  /** The same for streams; without it `timeoutSeconds` counts. */
  streamTimeoutSeconds?: number;
  /** `drop_params`: parameters the target does not take are left out; without it they are refused. */
  dropParams?: boolean;
  /** `additional_drop_params`: never sent, as names or as paths such as `tools[*].strict`. */
  additionalDropParams?: string[];
  /** `mock_response`: this is the answer, and no provider is asked. */
  mockResponse?: string;
  /** `num_retries`, or else `max_retries`: how often a call that failed here is tried again. */
  retries?: number;
  /** All other keys of `litellm_params`: parameters of the request. */
  parameters: JsonObject;
  modelInfo: JsonObject;
  at: Position;
  /** Where each key of `litellm_params` stands. */
  places: Record<string, Position>;
  /** E.g. `model_list[2]`. */
  path: string;
}

/** An entry of `prompts` with `prompt_integration: dotprompt`: a prompt that any model of the config can be called with. */
export interface ConfigPrompt extends Pick<EntryPrompt, "ignorePromptModel" | "ignorePromptParameters"> {
  /** What a request names. */
  promptId: string;
  /** `litellm_params.prompt_id`: its name where its text lies. */
  name: string;
  /** Its text as a `.prompt` file has it, where that stands in the config: `dotprompt_content` or `prompt_data`. */
  text?: string;
  /** `prompt_directory`, or where `prompt_file` lies; without it the `global_prompt_directory`. */
  folder?: string;
  /** `prompt_file` without folder and ending, where it is named otherwise than the prompt. */
  file?: string;
  at: Position;
  /** E.g. `prompts[2]`. */
  path: string;
}

/** What a gateway needs to know of a `config.yaml`. */
export interface GatewayConfig {
  models: Deployment[];
  /** The prompts of the config itself, by what requests name them. */
  prompts: Record<string, ConfigPrompt>;
  masterKey: ConfigSecret | null;
  /** `router_settings.model_group_alias`: another name for a group. */
  groupAliases: Record<string, string>;
  /** Groups tried after a group has failed, by its name; `*` for every other. */
  fallbacks: Fallbacks;
  /** Groups tried after one has refused a conversation as too long for its model. */
  contextWindowFallbacks: Fallbacks;
  /** Groups tried after one has refused a conversation because of its content. */
  contentPolicyFallbacks: Fallbacks;
  /** Aliases that are answered and not listed. */
  hiddenAliases: string[];
  /** `litellm_settings.drop_params`. */
  dropParams: boolean;
  /** `router_settings.default_litellm_params`: parameters of every request that neither an entry nor a client sets. */
  defaultParameters: JsonObject;
  /** `general_settings.forward_client_headers_to_llm_api`: a client's `x-…` headers go to the provider. */
  forwardClientHeaders: boolean;
  /** `num_retries`: how often a call that failed is tried again, on another deployment while there is one. */
  retries?: number;
  /** Seconds a failed deployment is left alone. */
  cooldownSeconds: number;
  /** Seconds; for entries without a timeout of their own. */
  timeoutSeconds?: number;
  /** The same for streams. */
  streamTimeoutSeconds?: number;
  /** `litellm_settings.global_prompt_directory`: where the prompts of `local/` and `dotprompt/` entries lie. */
  promptDirectory?: string;
  /** `general_settings.allow_client_side_credentials`: a request may bring its own Langfuse keys. */
  clientCredentials: boolean;
  /** `general_settings.max_request_size_mb`: the largest body of a request; 50 MB without it. */
  maxRequestMegabytes?: number;
  /** `litellm_settings.set_verbose`: each outgoing request is printed, as with `--detailed_debug`. */
  verbose: boolean;
  /** `litellm_settings.json_logs`: each line of the log is a JSON object, as with `--json_logs`. */
  jsonLogs: boolean;
  /** Where aliases and fallbacks stand, by their path. */
  places: Record<string, Position>;
  /** Values of `environment_variables`, which win over the process's own. */
  environment: Record<string, string>;
}

/** `config` is there even when there are errors, with whatever could be read; only use it when there are none. */
export interface LoadedConfig {
  config: GatewayConfig;
  problems: ConfigProblem[];
}

/** An empty config; also what `--model` without a file starts from. */
export function emptyConfig(): GatewayConfig {
  return {
    models: [],
    prompts: {},
    masterKey: null,
    groupAliases: {},
    fallbacks: {},
    contextWindowFallbacks: {},
    contentPolicyFallbacks: {},
    hiddenAliases: [],
    dropParams: false,
    defaultParameters: {},
    forwardClientHeaders: false,
    cooldownSeconds: 5,
    clientCredentials: false,
    verbose: false,
    jsonLogs: false,
    places: {},
    environment: {},
  };
}

/** Where the first of these keys stands, else the entry. */
export function placeOf(entry: Deployment, ...keys: string[]): Position {
  const key = keys.find((name) => Object.hasOwn(entry.places, name));
  return (key === undefined ? undefined : entry.places[key]) ?? entry.at;
}

/** An entry whose calls go through a prompt. */
export function isPromptDeployment(entry: Pick<Deployment, "model">): boolean {
  return promptPrefixOf(entry.model) !== undefined;
}
