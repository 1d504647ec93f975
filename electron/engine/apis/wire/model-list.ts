import { isJsonObject } from "@shared/domain/json/json.ts";
import { listAt, parseObject, textAt } from "@shared/domain/json/read-json.ts";

/** The names in `{"data": [{"id"}]}`, which OpenAI and Anthropic answer alike; undefined for anything else. */
export function readModelList(body: string): string[] | undefined {
  const listed = parseObject(body);
  if (!listed || !Array.isArray(listed["data"])) return undefined;
  return listAt(listed, "data").flatMap((entry) => (isJsonObject(entry) ? (textAt(entry, "id") ?? []) : []));
}
