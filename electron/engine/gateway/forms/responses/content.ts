import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";

/** Content of a message or a result: a text, or parts in chat completions' names. Kinds it has none for stay as they are. */
export function toContent(content: JsonValue | undefined): string | JsonObject[] {
  if (!Array.isArray(content)) return typeof content === "string" ? content : "";
  return content.filter(isJsonObject).map(toPart);
}

function toPart(part: JsonObject): JsonObject {
  switch (part["type"]) {
    case "input_text":
    case "output_text":
      return { type: "text", text: part["text"] ?? "" };
    case "input_image": {
      if (part["file_id"] !== undefined && part["file_id"] !== null)
        return { type: "file", file: { file_id: part["file_id"] } };
      const detail = part["detail"];
      return {
        type: "image_url",
        image_url: { url: part["image_url"] ?? "", ...(typeof detail === "string" ? { detail } : {}) },
      };
    }
    case "input_file": {
      const { filename, file_data: data, file_id: id, file_url: url } = part;
      const file = { filename, file_data: data ?? url, file_id: id };
      return {
        type: "file",
        file: Object.fromEntries(Object.entries(file).filter(([, value]) => typeof value === "string")) as JsonObject,
      };
    }
    default:
      return part;
  }
}
