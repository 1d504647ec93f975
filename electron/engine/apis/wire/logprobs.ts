import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { listAt, textAt } from "@shared/domain/json/read-json.ts";

/** A token as `{token, logprob, top?}`, likewise for both of OpenAI's APIs. */
export function tokenOf(token: JsonValue): JsonObject[] {
  const text = isJsonObject(token) ? textAt(token, "token") : undefined;
  const logprob = isJsonObject(token) ? token["logprob"] : undefined;
  if (text === undefined || typeof logprob !== "number" || !isJsonObject(token)) return [];
  const top = listAt(token, "top_logprobs").flatMap((one) => {
    const other = isJsonObject(one) ? textAt(one, "token") : undefined;
    return other !== undefined && isJsonObject(one) && typeof one["logprob"] === "number"
      ? [{ token: other, logprob: one["logprob"] }]
      : [];
  });
  return [{ token: text, logprob, ...(top.length > 0 ? { top } : {}) }];
}
