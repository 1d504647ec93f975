import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { modelOf } from "./read-providers.ts";

/**
 * The model that judges, as ours, out of `provider` of a check or of options: a text, an object with an id, or one for
 * texts beside others for embeddings. Undefined where none is named.
 */
export function judgeOf(named: JsonValue | undefined): string | undefined {
  if (typeof named === "string") return modelOf(named);
  if (!isJsonObject(named)) return undefined;
  if (typeof named["id"] === "string") return modelOf(named["id"]);
  return named["text"] === undefined ? undefined : judgeOf(named["text"]);
}

/**
 * The model for embeddings, as ours, out of `provider` of a check or of options: `openai:embedding:NAME`, an object with such
 * an id, or one for embeddings beside others. Undefined where none is named.
 */
export function embeddingsOf(named: JsonValue | undefined): string | undefined {
  if (isJsonObject(named)) return embeddingsOf(named["embedding"] ?? named["id"]);
  if (typeof named !== "string") return undefined;
  const [, provider, model] = /^([^:]+):embeddings?:(.+)$/.exec(named) ?? [];
  return provider === undefined || model === undefined ? undefined : modelOf(`${provider}:${model}`);
}
