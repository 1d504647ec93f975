import type { JsonItem } from "./json-table.ts";
import type { WrittenValue } from "./json-text.ts";
import { quoted, type WarningList } from "./warning-list.ts";

/** The rows in one JSON value: a list, a page of Langfuse, a viewer's rows, columns as lists, the only list inside. */
export function itemsIn(value: WrittenValue, warnings: WarningList): JsonItem[] {
  if (Array.isArray(value)) return value.map((item) => ({ value: item }));
  if (!(value instanceof Map)) return [{ value }];
  const page = value.get("data");
  const meta = value.get("meta");
  if (Array.isArray(page) && meta instanceof Map) {
    tellPartial(meta, warnings);
    return page.map((item) => ({ value: item }));
  }
  const lists = [...value].filter((entry): entry is [string, WrittenValue[]] => isListOfObjects(entry[1]));
  const viewer = lists.find(([, list]) => list.every((item) => item instanceof Map && item.get("row") instanceof Map));
  if (viewer) return viewer[1].map((item) => ({ value: item }));
  const columns = [...value.values()];
  if (columns.length > 0 && columns.every((list) => Array.isArray(list) && !isListOfObjects(list))) {
    return fromColumns(value as Map<string, WrittenValue[]>, warnings);
  }
  const [only, another] = lists;
  if (!only || another) return [{ value }];
  warnings.add({
    code: "rows-found-in",
    message: `The rows were found in ${quoted(only[0])}, the only list of objects.`,
  });
  return only[1].map((item) => ({ value: item }));
}

function isListOfObjects(value: WrittenValue): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => item instanceof Map);
}

function tellPartial(meta: Map<string, WrittenValue>, warnings: WarningList): void {
  const [page, pages, total] = ["page", "totalPages", "totalItems"].map((key) => meta.get(key));
  if (typeof pages !== "number" || pages <= 1) return;
  const message = `The file is ${page} of ${pages} pages; there are ${total} items in all.`;
  warnings.add({ code: "partial-page", message });
}

function fromColumns(columns: Map<string, WrittenValue[]>, warnings: WarningList): JsonItem[] {
  const rows = Math.max(...[...columns.values()].map(({ length }) => length));
  for (const [name, list] of columns) {
    if (list.length === rows) continue;
    const message = `${quoted(name)} has ${list.length} values, the longest column ${rows}.`;
    warnings.add({ code: "lists-of-different-length", column: name, message });
  }
  return Array.from({ length: rows }, (_, index) => {
    const there = [...columns].filter(([, list]) => index < list.length);
    return { value: new Map(there.map(([name, list]) => [name, list[index] ?? null])) };
  });
}
