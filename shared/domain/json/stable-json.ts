import type { JsonValue } from "./json.ts";

/** JSON text in which the keys of every object stand in one order, so that equal values give equal texts; however deep. */
export function stableJson(value: JsonValue): string {
  let text = "";
  // What is still to be written, the next at the end: values, and marks between them.
  const left: (JsonValue | Mark | undefined)[] = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (next instanceof Mark) text += next.text;
    else if (typeof next !== "object" || next === null) text += JSON.stringify(next ?? null);
    else if (Array.isArray(next)) pushList(left, next);
    else pushObject(left, next);
  }
  return text;
}

class Mark {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const marks = {
  list: new Mark("["),
  listEnd: new Mark("]"),
  object: new Mark("{"),
  end: new Mark("}"),
  comma: new Mark(","),
};

function pushList(left: (JsonValue | Mark | undefined)[], list: readonly JsonValue[]): void {
  left.push(marks.listEnd);
  for (let index = list.length - 1; index >= 0; index -= 1) {
    left.push(list[index]);
    if (index > 0) left.push(marks.comma);
  }
  left.push(marks.list);
}

function pushObject(left: (JsonValue | Mark | undefined)[], object: { [key: string]: JsonValue }): void {
  const sorted = Object.keys(object).filter((key) => object[key] !== undefined);
  sorted.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  // As objects hold them: whole numbers first, by size. Hashes of texts that were kept long ago say it so.
  const keys = Object.keys(Object.fromEntries(sorted.map((key) => [key, true])));
  left.push(marks.end);
  for (let index = keys.length - 1; index >= 0; index -= 1) {
    const key = keys[index] ?? "";
    left.push(object[key], new Mark(`${index > 0 ? "," : ""}${JSON.stringify(key)}:`));
  }
  left.push(marks.object);
}
