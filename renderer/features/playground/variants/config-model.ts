import type { JsonValue } from "@shared/domain/json/json.ts";
import { modelOfConfig } from "@shared/domain/prompt/langfuse-config.ts";

/** The model that a prompt's config names; undefined where it names none. */
export function configModelOf(config: JsonValue | undefined): string | undefined {
  return modelOfConfig(config);
}
