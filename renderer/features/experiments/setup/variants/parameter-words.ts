import type { SetupVariant } from "@shared/domain/experiment/setup/setup-draft.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";

const short: Readonly<Record<string, string>> = {
  temperature: "temp",
  max_tokens: "max",
  max_completion_tokens: "max",
};

/** The parameters of a variant in a few words: those of the prompt's config under those set here. */
export function parameterWords(
  config: JsonObject,
  { parameters, model }: Pick<SetupVariant, "parameters" | "model">,
): string {
  const shown: JsonObject = { ...config, ...parameters };
  delete shown["model"];
  const words = Object.entries(shown).map(([key, value]) => `${short[key] ?? key} ${valueWords(value)}`.trim());
  // A prompt that says no model has none to be set aside.
  const own = (model !== undefined && config["model"] !== undefined) || Object.keys(parameters).length > 0;
  const first = words.slice(0, 2);
  if (words.length > 2) first.push(`+${words.length - 2}`);
  return [first.join(" "), own ? "override" : ""].filter((part) => part !== "").join(" · ");
}

function valueWords(value: JsonValue): string {
  if (Array.isArray(value)) return `(${value.length})`;
  if (typeof value === "object" && value !== null) return "{…}";
  return String(value).slice(0, 20);
}

/** A value as it is typed: JSON where it is some, else a text. */
export function typedValue(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

export function shownValue(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
