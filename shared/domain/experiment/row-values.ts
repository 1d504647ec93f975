import type { JsonObject, JsonValue } from "../json/json.ts";

/** What a row has that texts of evaluators may name. */
export interface RowValues {
  variables: JsonObject;
  expected?: JsonValue;
}

const named = /\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}/g;
const alone = /^\s*\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}\s*$/;

/**
 * A text with `{{expected}}` and `{{name}}` replaced by the row's values; a name that the row does not have stays as it is
 * written. A text that is one name and nothing else gives the value itself, which may be a list.
 */
export function fillValue(value: JsonValue | undefined, row: RowValues): JsonValue | undefined {
  if (typeof value === "string") {
    const [, name] = alone.exec(value) ?? [];
    const whole = name === undefined ? undefined : valueAt(name, row);
    return whole === undefined ? fillText(value, row) : whole;
  }
  if (Array.isArray(value)) return value.map((item) => fillValue(item, row) ?? null);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillValue(one, row) ?? null]));
}

export function fillText(text: string, row: RowValues): string {
  return text.replace(named, (written, name: string) => {
    const value = valueAt(name, row);
    return value === undefined ? written : textOfValue(value);
  });
}

/** The first name in texts of a value that the row does not have. */
export function missingName(value: JsonValue | undefined, row: RowValues): string | undefined {
  if (typeof value === "string") {
    return [...value.matchAll(named)].map(([, name = ""]) => name).find((name) => valueAt(name, row) === undefined);
  }
  if (typeof value !== "object" || value === null) return undefined;
  for (const inside of Object.values(value)) {
    const name = missingName(inside, row);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** As it is put into a text. */
export function textOfValue(value: JsonValue): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function valueAt(name: string, { variables, expected }: RowValues): JsonValue | undefined {
  if (Object.hasOwn(variables, name)) return variables[name];
  if (name === "expected") return expected;
  let value: JsonValue | undefined = variables;
  for (const part of name.split(".")) {
    if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, part))
      return undefined;
    value = value[part];
  }
  return value;
}
