import type { JsonObject } from "@shared/domain/json/json.ts";
import { appliedEntryKeys, commonRequestParameters, entryKeyNames, nearestKey } from "./config-keys.ts";
import type { ProblemText } from "./config-problem.ts";
import { isKeyOfLitellm } from "./names/entry-keys.ts";
import { type ReadIo, readJson } from "./read-values.ts";
import type { YamlMap } from "./yaml-tree.ts";

/**
 * What of `litellm_params` goes into the request: every key that neither Promptscope acts on nor LiteLLM has for
 * itself, as LiteLLM does. A kept key and one nobody knows are told of. `prefix` of the model tells keys that only the
 * provider's own API takes.
 */
export function readParameters(params: YamlMap, path: string, prefix: string, io: ReadIo): JsonObject {
  const parameters: JsonObject = {};
  for (const { key, keyAt, value } of params.entries) {
    if (appliedEntryKeys.includes(key)) continue;
    const kept = keptText(key, prefix);
    if (kept) {
      io.problems.warn(keyAt, `${path}.${key}`, { code: "key_not_applied", ...kept });
      continue;
    }
    parameters[key] = readJson(value, `${path}.${key}`, io);
    if (commonRequestParameters.has(key)) continue;
    const nearest = nearestKey(key, entryKeyNames);
    io.problems.warn(keyAt, `${path}.${key}`, {
      code: "unknown_key",
      message: `${key} is not known; it is sent to the provider as it is.`,
      fix: nearest ? `Did you mean ${nearest}?` : "Take it out if the provider does not know it.",
    });
  }
  return parameters;
}

/** What LiteLLM puts into the body of Ollama's own API; the OpenAI-compatible one, which is asked here, has no place for it. */
const ollamaOptions = new Set([
  "num_ctx",
  "keep_alive",
  "num_gpu",
  "num_thread",
  "num_predict",
  "mirostat",
  "repeat_last_n",
]);

function keptText(key: string, prefix: string): Omit<ProblemText, "code"> | undefined {
  if (ollamaOptions.has(key) && (prefix === "ollama" || prefix === "ollama_chat")) {
    return {
      message: `${key} is kept and not sent: Ollama is asked at its OpenAI-compatible /v1, which does not take it.`,
      fix:
        key === "num_ctx"
          ? "Set OLLAMA_CONTEXT_LENGTH for the Ollama server, or PARAMETER num_ctx in a Modelfile."
          : "Set it at the Ollama server.",
    };
  }
  if (!isKeyOfLitellm(key)) return undefined;
  if (key.startsWith("langfuse_")) {
    return {
      message: `${key} in an entry is not used to fetch prompts, here as in LiteLLM; the environment's Langfuse keys are.`,
      fix: "Set LANGFUSE_PUBLIC_KEY, LANGFUSE_SECRET_KEY and LANGFUSE_HOST under environment_variables.",
    };
  }
  return { message: `${key} is kept, but does nothing in Promptscope.`, fix: "" };
}
