import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { Warn } from "../wire/warn.ts";

/**
 * Content of OpenAI's form as blocks. Blank texts are left out: Anthropic refuses them.
 * @throws AppFailure `invalid_input` for a part that Anthropic has no form for.
 */
export function contentBlocks(content: Message["content"], warn: Warn): JsonObject[] {
  if (content === undefined || content === null) return [];
  if (typeof content === "string") return content.trim() === "" ? [] : [{ type: "text", text: content }];
  const blocks = content.map((part) => toBlock(part as JsonObject, warn));
  return blocks.filter(({ type, text }) => type !== "text" || typeof text !== "string" || text.trim() !== "");
}

function toBlock(part: JsonObject, warn: Warn): JsonObject {
  switch (part["type"]) {
    case "text":
      return only(part, ["type", "text", "cache_control", "citations"], warn);
    case "refusal":
      return cached(part, { type: "text", text: part["refusal"] ?? "" });
    case "image_url": {
      const image = part["image_url"];
      const url = typeof image === "string" ? image : (textAt(objectAt(part, "image_url"), "url") ?? "");
      return cached(part, fromUrl(url, "image"));
    }
    case "file":
      return cached(part, fromFile(objectAt(part, "file") ?? {}));
    case "input_audio":
    case "audio":
      throw untranslatable("Anthropic takes no audio.");
    default:
      return part;
  }
}

/** Of a text Anthropic refuses every other key. */
function only(part: JsonObject, keys: readonly string[], warn: Warn): JsonObject {
  const entries = Object.entries(part).filter(([, value]) => value !== null);
  for (const [key] of entries) {
    if (!keys.includes(key)) warn("messages", `“${key}” of a text is not sent: Anthropic does not know it.`);
  }
  return Object.fromEntries(entries.filter(([key]) => keys.includes(key)));
}

function cached(part: JsonObject, block: JsonObject): JsonObject {
  const cacheControl = part["cache_control"];
  return isJsonObject(cacheControl) ? { ...block, cache_control: cacheControl } : block;
}

/** A file of OpenAI's form: its bytes, or the id or address of one. */
function fromFile(file: JsonObject): JsonObject {
  const id = textAt(file, "file_id");
  const data = textAt(file, "file_data") ?? id ?? "";
  if (/^(data:|https?:)/i.test(data)) return fromUrl(data, "document");
  if (data === id) return { type: "document", source: { type: "file", file_id: data } };
  // Some clients leave out the head of the data: URL; the name or `format` says what it is.
  const type = textAt(file, "format") ?? (/\.pdf$/i.test(textAt(file, "filename") ?? "") ? "application/pdf" : "");
  return fromBase64(type, data);
}

function fromUrl(url: string, kind: "image" | "document"): JsonObject {
  const data = /^data:([^;,]*)(?:;[^;,]+)*?;base64,(.*)$/is.exec(url);
  if (data) return fromBase64(data[1] ?? "", data[2] ?? "");
  const isDocument = kind === "document" || /^https?:[^?#]*\.pdf(?:[?#]|$)/i.test(url);
  return { type: isDocument ? "document" : "image", source: { type: "url", url } };
}

function fromBase64(given: string, data: string): JsonObject {
  const type = given.toLowerCase() === "image/jpg" ? "image/jpeg" : given.toLowerCase();
  if (type.startsWith("image/")) return { type: "image", source: { type: "base64", media_type: type, data } };
  if (type === "application/pdf") return { type: "document", source: { type: "base64", media_type: type, data } };
  if (type.startsWith("text/") || type === "application/json") {
    const text = Buffer.from(data, "base64").toString("utf8");
    return { type: "document", source: { type: "text", media_type: "text/plain", data: text } };
  }
  throw untranslatable(
    `Anthropic takes PDF, text and pictures as files, not ${type === "" ? "a file of an unknown type" : type}.`,
  );
}

function untranslatable(message: string): AppFailure {
  return new AppFailure("invalid_input", { message, advice: "Take that part out of the messages." });
}

/** Puts a message's own `cache_control`, as LiteLLM's callers write it, on the last of its blocks. */
export function withCacheControl(blocks: JsonObject[], cacheControl: JsonValue | undefined): JsonObject[] {
  const last = blocks.at(-1);
  if (!isJsonObject(cacheControl) || !last) return blocks;
  return [...blocks.slice(0, -1), { cache_control: cacheControl, ...last }];
}
