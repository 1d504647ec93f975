import type { JsonValue } from "@shared/domain/json/json.ts";

/** A parameter that has a field of its own. All others can be added by name, with a JSON value. */
export interface ParameterField {
  key: string;
  label: string;
  kind: "number" | "integer" | "text list" | "text" | "json";
  /** Texts it is often given; others can be typed. */
  suggestions?: readonly string[];
  /** What switching it on starts from when nothing else is known. */
  initial: JsonValue;
  min?: number;
  max?: number;
  step?: number;
}

export const parameterFields: readonly ParameterField[] = [
  { key: "temperature", label: "temperature", kind: "number", initial: 1, min: 0, max: 2, step: 0.1 },
  { key: "top_p", label: "top_p", kind: "number", initial: 1, min: 0, max: 1, step: 0.05 },
  { key: "max_tokens", label: "max_tokens", kind: "integer", initial: 1024, min: 1, step: 1 },
  { key: "stop", label: "stop", kind: "text list", initial: [] },
  { key: "seed", label: "seed", kind: "integer", initial: 1, step: 1 },
  {
    key: "service_tier",
    label: "service_tier",
    kind: "text",
    initial: "auto",
    suggestions: ["auto", "default", "flex", "priority", "standard_only"],
  },
  { key: "presence_penalty", label: "presence_penalty", kind: "number", initial: 0, min: -2, max: 2, step: 0.1 },
  { key: "frequency_penalty", label: "frequency_penalty", kind: "number", initial: 0, min: -2, max: 2, step: 0.1 },
];

const known = new Set(parameterFields.map((field) => field.key));

/** Fields for parameters that were added by name. */
export function addedFields(keys: readonly string[]): ParameterField[] {
  return keys
    .filter((key) => !known.has(key))
    .map((key) => ({ key, label: key, kind: "json" as const, initial: null }));
}

/** `stop` as its field shows it: one sequence a line. */
export function linesOfStop(value: JsonValue): string {
  if (Array.isArray(value)) return value.filter((item) => typeof item === "string").join("\n");
  return typeof value === "string" ? value : "";
}

/** The text of the `stop` field as a list; empty lines are left out, spaces are kept. */
export function stopOfLines(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
