/** A number whose digits a double does not keep. */
export class ExactNumber {
  readonly digits: string;

  constructor(digits: string) {
    this.digits = digits;
  }
}

/** A value as it was written: numbers keep their digits, objects their keys in order. */
export type WrittenValue = string | number | boolean | null | ExactNumber | WrittenValue[] | Map<string, WrittenValue>;

/** The text that is put into a prompt: a text as it is, null as nothing, all else as compact JSON. */
export function promptText(value: WrittenValue): string {
  if (typeof value === "string") return value;
  return value === null ? "" : compactJson(value);
}

function compactJson(value: WrittenValue): string {
  if (value instanceof ExactNumber) return value.digits;
  if (Array.isArray(value)) return `[${value.map(compactJson).join(",")}]`;
  if (value instanceof Map) {
    return `{${[...value].map(([key, inner]) => `${JSON.stringify(key)}:${compactJson(inner)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}
