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

/** At the top these are data of the client's, whatever is in them. */
const dataAtTheTop = new Set(["prompt_variables", "metadata"]);
/** Below these stands a JSON schema, in which these hold values as examples. */
const schemasBelow = new Set(["parameters", "input_schema", "schema"]);
const dataOfSchemas = new Set(["default", "examples", "example", "const", "enum"]);

/** The path of the first forbidden key, or undefined. Depth beyond any real request counts as forbidden. */
export function findForbiddenKey(body: JsonValue): string | undefined {
  return search(body, "", 0, { isNames: false, isSchema: false });
}

interface Place {
  /** The keys are names somebody chose. */
  isNames: boolean;
  isSchema: boolean;
}

function search(value: JsonValue, path: string, depth: number, { isNames, isSchema }: Place): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (depth > deepestLevel) return `${path} (nested too deeply)`;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = search(item, `${path}[${index}]`, depth + 1, { isNames: false, isSchema });
      if (found !== undefined) return found;
    }
    return undefined;
  }
  for (const [key, inner] of Object.entries(value)) {
    const here = path === "" ? key : `${path}.${key}`;
    const isTop = depth === 0 || path === "extra_body";
    if (!isNames && (everywhere.has(key) || (isTop && atTheTop.has(key)))) return here;
    if (isTop && key === "fallbacks" && !isListOfNames(inner)) return here;
    const isData = (isTop && dataAtTheTop.has(key)) || (isSchema && !isNames && dataOfSchemas.has(key));
    if (isData) {
      if (!isShallow(inner, depth + 1)) return `${here} (nested too deeply)`;
      continue;
    }
    const found = search(inner, here, depth + 1, {
      isNames: !isNames && namesBelow.has(key),
      isSchema: isSchema || schemasBelow.has(key),
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** LiteLLM takes objects there, too, with addresses and keys in them. */
function isListOfNames(value: JsonValue): boolean {
  return value === null || (Array.isArray(value) && value.every((item) => typeof item === "string"));
}

function isShallow(value: JsonValue, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth <= deepestLevel && Object.values(value).every((inner) => isShallow(inner as JsonValue, depth + 1));
}

/** Whether a key of a prompt's config is one that only the gateway's own config may set. */
export function isForbiddenInConfig(key: string): boolean {
  return (
    key === "fallbacks" ||
    everywhere.has(key) ||
    atTheTop.has(key) ||
    langfuseCredentialKeys.some((name) => name === key)
  );
}
