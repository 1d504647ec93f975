import type { JsonValue } from "@shared/domain/json/json.ts";
import { formatCount } from "../../../ui/figures.ts";
import type { NameMode } from "../edit/use-fields.ts";

const longFrom = 80;

/** A value as its field shows it: text as it is, anything else as JSON. */
export function fieldText(value: JsonValue | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function kindOfValue(value: JsonValue): string {
  if (typeof value === "string") return value === "" ? "empty text" : "text";
  if (value === null) return "null";
  if (Array.isArray(value)) return "JSON list";
  return typeof value === "object" ? "JSON object" : typeof value;
}

/** The quiet note beside a field: what kind of value it holds and how long it is, or what is sent without one. */
export function valueNote(name: string, value: JsonValue | undefined, mode: NameMode, sample: boolean): string {
  if (value === undefined) return mode === "python" ? `not set — sent as {{${name}}}` : "not set — sent as nothing";
  const text = fieldText(value);
  const length = text.length >= longFrom ? [`${formatCount(text.length)} characters`] : [];
  return [...(sample ? ["sample"] : []), kindOfValue(value), ...length].join(" · ");
}
