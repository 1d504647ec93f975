import type { ContentBlockParam } from "@anthropic-ai/sdk/resources/messages/messages";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../../../shared/domain/json/json.ts";
import { listAt, objectAt, textAt } from "../../../../../shared/domain/json/read-json.ts";
import { type Check, firstOf, invalid, type Refusal } from "../refusal.ts";

type BlockOf<Type> = Extract<ContentBlockParam, { type: Type }>;
type FieldsOf<Type> = Record<keyof BlockOf<Type>, true>;

/** The fields of the blocks a caller writes himself, by the types of Anthropic's client. */
const blockFields = {
  text: { type: true, text: true, cache_control: true, citations: true } satisfies FieldsOf<"text">,
  image: { type: true, source: true, cache_control: true, transformations: true } satisfies FieldsOf<"image">,
  thinking: { type: true, thinking: true, signature: true } satisfies FieldsOf<"thinking">,
  redacted_thinking: { type: true, data: true } satisfies FieldsOf<"redacted_thinking">,
};

const otherTypes = [
  "document",
  "tool_use",
  "tool_result",
  "search_result",
  "server_tool_use",
  "web_search_tool_result",
  "web_fetch_tool_result",
  "code_execution_tool_result",
  "bash_code_execution_tool_result",
  "text_editor_code_execution_tool_result",
  "tool_search_tool_result",
  "container_upload",
] as const satisfies ContentBlockParam["type"][];

const types: string[] = [...Object.keys(blockFields), ...otherTypes];
const insideResults = ["text", "image", "search_result", "document", "tool_reference"];
const pictures = ["image/jpeg", "image/png", "image/gif", "image/webp"];
const idPattern = "^[a-zA-Z0-9_-]+$";

export const contentBlocks: Check = ({ body }) =>
  firstOf(listAt(body, "messages"), (message, index) => {
    const content = isJsonObject(message) ? message["content"] : undefined;
    return Array.isArray(content) ? blocks(content, `messages.${index}.content`, types) : undefined;
  }) ?? (Array.isArray(body["system"]) ? blocks(body["system"], "system", ["text"]) : undefined);

function blocks(content: readonly JsonValue[], place: string, allowed: readonly string[]): Refusal | undefined {
  return firstOf(content, (block, index) => {
    if (!isJsonObject(block)) return invalid(`${place}.${index}: Input should be a valid dictionary`);
    return wrongTag(block, `${place}.${index}`, allowed) ?? wrongBlock(block, `${place}.${index}`);
  });
}

function wrongTag(block: JsonObject, place: string, allowed: readonly string[]): Refusal | undefined {
  const type = textAt(block, "type") ?? "";
  if (allowed.includes(type)) return undefined;
  const tags = allowed.map((tag) => `'${tag}'`).join(", ");
  return invalid(`${place}: Input tag '${type}' found using 'type' does not match any of the expected tags: ${tags}`);
}

function wrongBlock(block: JsonObject, place: string): Refusal | undefined {
  switch (block["type"]) {
    case "text":
      return wrongText(block, place);
    case "image":
      return wrongImage(block, place) ?? unknownIn(block, "image", place);
    case "tool_use":
      if (!isJsonObject(block["input"])) return invalid(`${place}.tool_use.input: Input should be a valid dictionary`);
      return new RegExp(idPattern).test(textAt(block, "id") ?? "")
        ? undefined
        : invalid(`${place}.tool_use.id: String should match pattern '${idPattern}'`);
    case "tool_result":
      return Array.isArray(block["content"])
        ? blocks(block["content"], `${place}.tool_result.content`, insideResults)
        : undefined;
    case "thinking":
    case "redacted_thinking":
      return unknownIn(block, block["type"], place);
    default:
      return undefined;
  }
}

function wrongText(block: JsonObject, place: string): Refusal | undefined {
  const text = block["text"];
  if (typeof text !== "string") return invalid(`${place}.text.text: Field required`);
  if (text === "") return invalid(`${place}.text: text content blocks must be non-empty`);
  if (text.trim() === "") return invalid(`${place}: text content blocks must contain non-whitespace text`);
  return unknownIn(block, "text", place);
}

function wrongImage(block: JsonObject, place: string): Refusal | undefined {
  const source = objectAt(block, "source");
  if (source?.["type"] === "base64" && !pictures.includes(textAt(source, "media_type") ?? "")) {
    const choices = `${pictures
      .slice(0, -1)
      .map((type) => `'${type}'`)
      .join(", ")} or '${pictures.at(-1)}'`;
    return invalid(`${place}.image.source.base64.media_type: Input should be ${choices}`);
  }
  if (source?.["type"] === "url" && textAt(source, "url")?.startsWith("https://") !== true) {
    return invalid(`${place}.image.source.url.url: Only HTTPS URLs are supported.`);
  }
  return undefined;
}

function unknownIn(block: JsonObject, type: keyof typeof blockFields, place: string): Refusal | undefined {
  const unknown = Object.keys(block).find((key) => !Object.hasOwn(blockFields[type], key));
  return unknown === undefined ? undefined : invalid(`${place}.${type}.${unknown}: Extra inputs are not permitted`);
}
