import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { listAt, textAt } from "@shared/domain/json/read-json.ts";
import type { ItemTie } from "../client-form.ts";

/** The id of an item that is named in place of being sent. */
function nameOf(item: JsonValue): string | undefined {
  return isJsonObject(item) && item["type"] === "item_reference" ? textAt(item, "id") : undefined;
}

export function namedItems(body: JsonObject): string[] {
  return listAt(body, "input").flatMap((item) => nameOf(item) ?? []);
}

export function itemsOf(answer: object): JsonObject[] {
  return listAt(answer as JsonObject, "output").filter(isJsonObject);
}

export function putItems(body: JsonObject, items: ReadonlyMap<string, JsonObject>): JsonObject {
  return { ...body, input: listAt(body, "input").map((item) => items.get(nameOf(item) ?? "") ?? item) };
}

function tieOf(item: JsonObject): ItemTie | undefined {
  if (nameOf(item) !== undefined) return "named";
  return textAt(item, "encrypted_content") ? "sealed" : undefined;
}

export function withItemIds(body: JsonObject, read: (id: string, tie: ItemTie | undefined) => string): JsonObject {
  if (!Array.isArray(body["input"])) return body;
  const input = body["input"].map((item) => {
    const id = isJsonObject(item) ? textAt(item, "id") : undefined;
    return id === undefined || !isJsonObject(item) ? item : { ...item, id: read(id, tieOf(item)) };
  });
  return { ...body, input };
}
