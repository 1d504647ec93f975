import type { JsonObject } from "@shared/domain/json/json.ts";
import type { Provider } from "../providers/provider.ts";
import { appliedEntryKeys, commonRequestParameters, entryKeyNames, nearestKey } from "./config-keys.ts";
import type { ProblemText } from "./config-problem.ts";
import { isKeyOfLitellm } from "./names/entry-keys.ts";
import { type ReadIo, readJson } from "./read-values.ts";
import type { YamlMap } from "./yaml-tree.ts";

/**
 * What of `litellm_params` goes into the request: every key that neither Promptscope acts on nor LiteLLM has for
 * itself, as LiteLLM does. A kept key and one nobody knows are told of. `ownApiOptions` of the provider are those that
 * only its own API takes.
 */
export function readParameters(
  params: YamlMap,
  path: string,
  ownApiOptions: Provider["ownApiOptions"],
  io: ReadIo,
): JsonObject {
  const parameters: JsonObject = {};
  for (const { key, keyAt, value } of params.entries) {
    if (appliedEntryKeys.includes(key)) continue;
    const kept = commonRequestParameters.has(key) ? undefined : keptText(key, ownApiOptions);
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

function keptText(key: string, ownApiOptions: Provider["ownApiOptions"] = {}): Omit<ProblemText, "code"> | undefined {
  const fix = Object.hasOwn(ownApiOptions, key) ? ownApiOptions[key] : undefined;
  if (fix !== undefined) {
    const message = `${key} is kept and not sent: the provider is asked at its OpenAI-compatible API, which does not take it.`;
    return { message, fix };
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
