import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { Warn } from "../wire/warn.ts";

/**
 * Content of chat completions' form as this API has it: a text stays a text, parts are named anew. Parts already in this
 * API's form stay as they are.
 * @throws AppFailure `invalid_input` for a part that it has no form for.
 */
export function inputContent(content: Message["content"], warn: Warn): string | JsonValue[] {
  if (content === undefined || content === null) return "";
  return typeof content === "string" ? content : content.map((part) => inputPart(part as JsonObject, warn));
}

function inputPart(part: JsonObject, warn: Warn): JsonObject {
  if (part["cache_control"] !== undefined && part["cache_control"] !== null) {
    warn("messages", "“cache_control” of messages is not sent: the Responses API does not know it.");
  }
  switch (part["type"]) {
    case "text":
      return { type: "input_text", text: part["text"] ?? "" };
    case "image_url":
      return inputImage(part);
    case "file":
      return inputFile(objectAt(part, "file") ?? {});
    case "input_audio":
    case "audio":
      throw new AppFailure("invalid_input", {
        message: "The Responses API takes no audio.",
        advice: "Take that part out of the messages, or ask the model through chat completions.",
      });
    default:
      return part;
  }
}

function inputImage(part: JsonObject): JsonObject {
  const image = part["image_url"];
  const described = objectAt(part, "image_url");
  const detail = textAt(described, "detail");
  const url = typeof image === "string" ? image : (textAt(described, "url") ?? "");
  return { type: "input_image", image_url: url, ...(detail === undefined ? {} : { detail }) };
}

/** A file's bytes, or the id or address of one. */
function inputFile(file: JsonObject): JsonObject {
  const data = textAt(file, "file_data");
  const id = textAt(file, "file_id");
  const address = [data, id].find((text) => text !== undefined && /^https?:/i.test(text));
  if (address !== undefined) return { type: "input_file", file_url: address };
  if (data === undefined) return { type: "input_file", ...(id === undefined ? {} : { file_id: id }) };
  return { type: "input_file", filename: textAt(file, "filename") ?? "file.pdf", file_data: data };
}

/** What an assistant said, as parts of an output message. */
export function outputContent(content: Message["content"], refusal: JsonValue | undefined): JsonValue[] {
  const said =
    typeof content === "string" ? (content === "" ? [] : [outputText(content)]) : (content ?? []).map(outputPart);
  return said.length === 0 && typeof refusal === "string" && refusal !== "" ? [{ type: "refusal", refusal }] : said;
}

function outputPart(part: { type: string } & Record<string, unknown>): JsonObject {
  return part.type === "text" ? outputText(String(part["text"] ?? "")) : (part as JsonObject);
}

export function outputText(text: string): JsonObject {
  return { type: "output_text", text, annotations: [] };
}
