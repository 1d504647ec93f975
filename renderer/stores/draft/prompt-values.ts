import type { JsonObject } from "@shared/domain/json/json.ts";

/** A prompt's values as the draft keeps them. */
export interface PromptValues {
  variables: JsonObject;
  placeholders: JsonObject;
}

export const noValues: PromptValues = { variables: {}, placeholders: {} };
