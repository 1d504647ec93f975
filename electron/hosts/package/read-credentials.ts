import type { CallCredentials } from "@engine/credentials/call-credentials.ts";
import { isHeader } from "@engine/http/is-header.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { CompletionOptions } from "./types.ts";

/** In LiteLLM `base_url` is another name of `api_base`, and the one that counts where both are given. */
const credentialNames = {
  api_key: "apiKey",
  api_base: "apiBase",
  base_url: "apiBase",
  api_version: "apiVersion",
  azure_ad_token: "azureAdToken",
  organization: "organization",
  langfuse_public_key: "langfusePublicKey",
  langfuse_secret: "langfuseSecret",
  langfuse_secret_key: "langfuseSecretKey",
  langfuse_host: "langfuseHost",
  global_prompt_directory: "promptFolder",
} as const satisfies Record<string, keyof CallCredentials>;

/** In LiteLLM's order: of one name in both, `extra_headers` counts. */
const headerNames = ["headers", "extra_headers"] as const;

/** Options of LiteLLM that would lead a call elsewhere, with what to write here. Left out, they would let it go astray. */
const elsewhere: Record<string, string> = {
  deployment_id: "Write model: azure/<deployment>.",
  litellm_credential_name: "Give api_key and api_base.",
  model_list: "Give the model, api_key and api_base of the one to call.",
};

/** Options that say where a call goes and as whom: never parameters of the model. */
export const credentialOptions: readonly string[] = [...Object.keys(credentialNames), ...headerNames];

/**
 * Where a call goes and with which keys.
 * @throws AppFailure `invalid_input` naming the option, `credential_missing` for an `os.environ/` name that is not set.
 */
export function readCredentials(options: CompletionOptions): CallCredentials {
  for (const [option, advice] of Object.entries(elsewhere)) {
    if (options[option as keyof CompletionOptions] == null) continue;
    throw new AppFailure("invalid_input", {
      message: `${option} is not served: the call would go to another address than it says.`,
      advice,
    });
  }
  const credentials: CallCredentials = {};
  for (const [option, name] of Object.entries(credentialNames) as [
    keyof typeof credentialNames,
    (typeof credentialNames)[keyof typeof credentialNames],
  ][]) {
    const value = textOf(option, options[option]);
    if (value !== undefined) credentials[name] = value;
  }
  const headers = headersOf(options);
  return Object.keys(headers).length === 0 ? credentials : { ...credentials, headers };
}

function headersOf(options: CompletionOptions): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const option of headerNames) {
    const given = options[option];
    if (given == null) continue;
    if (typeof given !== "object" || Array.isArray(given))
      throw invalid(`${option} must be an object of names and texts.`);
    for (const [name, value] of Object.entries(given)) {
      const text = textOf(`${option}.${name}`, value);
      if (text === undefined) continue;
      if (!isHeader(name, text)) throw invalid(`${option}.${name} has characters a header cannot have.`);
      headers[name.toLowerCase()] = text;
    }
  }
  return headers;
}

function textOf(option: string, value: unknown): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") throw invalid(`${option} must be text.`);
  return fromEnvironment(option, value);
}

/** LiteLLM's way to name an environment variable in place of a value. */
function fromEnvironment(option: string, value: string): string {
  const prefix = "os.environ/";
  if (!value.startsWith(prefix)) return value;
  const name = value.slice(prefix.length);
  const found = process.env[name]?.trim();
  if (found) return found;
  throw new AppFailure("credential_missing", {
    message: `${option} names the environment variable ${name}, which is not set.`,
    advice: `Set ${name}, or give the value itself.`,
  });
}

function invalid(message: string): AppFailure {
  return new AppFailure("invalid_input", { message });
}
