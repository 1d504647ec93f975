import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { listAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";

/** Blocks that a user or a tool sent, as parts of OpenAI's form. Kinds that it has none for stay as they are. */
export function toParts(blocks: readonly JsonValue[]): JsonObject[] {
  return blocks.filter(isJsonObject).flatMap(toPart);
}

/** One plain text stays a text; texts that are marked, or several, stay parts. */
export function toContent(given: JsonValue | undefined): string | JsonObject[] {
  if (typeof given === "string") return given;
  const parts = toParts(Array.isArray(given) ? given : []);
  const [only, second] = parts;
  const isPlain = only !== undefined && second === undefined && Object.keys(only).length === 2;
  return isPlain && only["type"] === "text" && typeof only["text"] === "string" ? only["text"] : parts;
}

function toPart(block: JsonObject): JsonObject[] {
  const mark = block["cache_control"];
  const marked = (part: JsonObject): JsonObject[] => [isJsonObject(mark) ? { ...part, cache_control: mark } : part];
  switch (block["type"]) {
    case "text":
      return marked({ type: "text", text: block["text"] ?? "" });
    case "image":
      return marked(toImage(objectAt(block, "source") ?? {}));
    case "document":
      return toDocument(block).flatMap(marked);
    default:
      return [block];
  }
}

function toImage(source: JsonObject): JsonObject {
  const { type, media_type: media, data, url, file_id: file } = source;
  if (type === "file") return { type: "file", file: { file_id: file ?? "" } };
  const address = type === "base64" ? `data:${String(media)};base64,${String(data)}` : String(url ?? "");
  return { type: "image_url", image_url: { url: address } };
}

function toDocument(block: JsonObject): JsonObject[] {
  const source = objectAt(block, "source") ?? {};
  const { type, media_type: media, data, url, file_id: file } = source;
  const filename = textAt(block, "title") ?? "document.pdf";
  if (type === "text") return [{ type: "text", text: data ?? "" }];
  if (type === "content") {
    const content = source["content"];
    return typeof content === "string" ? [{ type: "text", text: content }] : toParts(listAt(source, "content"));
  }
  if (type === "file") return [{ type: "file", file: { file_id: file ?? "" } }];
  const bytes = type === "base64" ? `data:${String(media)};base64,${String(data)}` : String(url ?? "");
  return [{ type: "file", file: { filename, file_data: bytes } }];
}
