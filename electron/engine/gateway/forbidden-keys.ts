import type { JsonValue } from "@shared/domain/json/json.ts";

/**
 * Names by which a request could choose where our keys go. LiteLLM was broken through them again and again, at the top
 * (CVE-2024-6587) and nested in `tools[]` (#29538), so they are refused wherever a server might read them.
 */
const everywhere = new Set([
  "api_base",
  "base_url",
  "api_key",
  "extra_headers",
  "default_headers",
  "model_list",
  "user_config",
  "litellm_params",
  "litellm_credential_name",
  "azure_ad_token",
  "azure_endpoint",
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
  "aws_bedrock_runtime_endpoint",
  "vertex_credentials",
]);

/** Refused at the top of a body only; deeper down they are ordinary words. */
const atTheTop = new Set([
  "api_version",
  "organization",
  "headers",
  "extra_query",
  "fallbacks",
  "custom_llm_provider",
  "client",
  "proxy",
  "mock_response",
  "region_name",
]);

/** Langfuse credentials of a call; allowed only where the config says so. */
export const langfuseCredentialKeys = [
  "langfuse_public_key",
  "langfuse_secret",
  "langfuse_secret_key",
  "langfuse_host",
] as const;

/** Below these a key is a name somebody chose (a variable, a property of a schema), not an instruction. */
const namesBelow = new Set([
  "prompt_variables",
  "properties",
  "patternProperties",
  "$defs",
  "definitions",
  "dependentRequired",
  "logit_bias",
]);
const deepestLevel = 64;

/** The path of the first forbidden key, or undefined. Depth beyond any real request counts as forbidden. */
export function findForbiddenKey(body: JsonValue): string | undefined {
  return search(body, "", 0, false);
}

function search(value: JsonValue, path: string, depth: number, isNames: boolean): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (depth > deepestLevel) return `${path} (nested too deeply)`;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = search(item, `${path}[${index}]`, depth + 1, false);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  for (const [key, inner] of Object.entries(value)) {
    const here = path === "" ? key : `${path}.${key}`;
    const isTop = depth === 0 || path === "extra_body";
    if (!isNames && (everywhere.has(key) || (isTop && atTheTop.has(key)))) return here;
    const found = search(inner, here, depth + 1, !isNames && namesBelow.has(key));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a key of a prompt's config is one that only the gateway's own config may set. */
export function isForbiddenInConfig(key: string): boolean {
  return everywhere.has(key) || atTheTop.has(key) || langfuseCredentialKeys.some((name) => name === key);
}
