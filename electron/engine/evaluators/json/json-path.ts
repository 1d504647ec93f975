import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";

type Step = { name: string } | { index: number } | "every";

const steps =
  /\.([\p{L}_$][\p{L}\p{N}_$-]*)|\[(-?\d+)\]|\[\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*\]|(\[\*\]|\.\*)/uy;

/** The steps of `$.a[0]['b c'][*]`; the `$.` in front may be left out. Undefined for any other text. */
export function readJsonPath(text: string): Step[] | undefined {
  const written = text.trim().replace(/^\$/, "");
  const path = /^[.[]/.test(written) || written === "" ? written : `.${written}`;
  const found: Step[] = [];
  steps.lastIndex = 0;
  while (steps.lastIndex < path.length) {
    const match = steps.exec(path);
    if (!match) return undefined;
    const [, name, index, single, double] = match;
    const key = name ?? (single ?? double)?.replaceAll(/\\(.)/g, "$1");
    found.push(key !== undefined ? { name: key } : index !== undefined ? { index: Number(index) } : "every");
  }
  return found;
}

/** What stands at a path; several with `[*]`. */
export function valuesAt(value: JsonValue, path: readonly Step[]): JsonValue[] {
  let found: JsonValue[] = [value];
  for (const step of path) found = found.flatMap((one) => children(one, step));
  return found;
}

function children(value: JsonValue, step: Step): JsonValue[] {
  if (step === "every") {
    if (Array.isArray(value)) return value;
    return isJsonObject(value) ? Object.values(value) : [];
  }
  if ("index" in step) {
    const item = Array.isArray(value) ? value.at(step.index) : undefined;
    return item === undefined ? [] : [item];
  }
  const inside = isJsonObject(value) && Object.hasOwn(value, step.name) ? value[step.name] : undefined;
  return inside === undefined ? [] : [inside];
}
