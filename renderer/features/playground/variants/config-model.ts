import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";

/** The model that a prompt's config names; undefined where it names none. */
export function configModelOf(config: JsonValue | undefined): string | undefined {
  const model = isJsonObject(config) ? config["model"] : undefined;
  return typeof model === "string" && model !== "" ? model : undefined;
}
