import { AppFailure } from "../error/app-failure.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../json/json.ts";
import type { TemplateItem } from "../prompt/prompt.ts";
import type { SdkItem } from "./sdk-item.ts";

/**
 * `ChatPromptClient.compile(variables, placeholders)` of `@langfuse/client` 5, but for the filling of the texts, which
 * mustache does. One difference: only own properties of `placeholders` count.
 */
export function expandJsChat(items: readonly TemplateItem[], placeholders: JsonObject): SdkItem[] {
  const expanded: SdkItem[] = [];
  for (const [index, item] of items.entries()) {
    if (item.type === "placeholder") {
      const value = Object.hasOwn(placeholders, item.name) ? placeholders[item.name] : undefined;
      if (value === undefined) expanded.push({ kind: "unresolved", value: item });
      else for (const filled of fillPlaceholder(item.name, value)) expanded.push(filled);
    } else if (item.type === undefined || item.type === "chatmessage") {
      const value = { role: item.role, content: item.content };
      expanded.push({ kind: "message", value, template: item.content, origin: { kind: "prompt", index } });
    }
  }
  return expanded;
}

function fillPlaceholder(name: string, value: JsonValue): SdkItem[] {
  if (!Array.isArray(value) || !isMessageList(value, name)) {
    return [{ kind: "string", value: JSON.stringify(value), placeholder: name }];
  }
  return value.map((message, index): SdkItem => {
    const content = message["content"];
    const origin = { kind: "placeholder" as const, name, index };
    return { kind: "message", value: message, origin, ...(typeof content === "string" ? { template: content } : {}) };
  });
}

/** The SDK's own check, element by element up to the first that fails; it trips over `null`. */
function isMessageList(list: JsonValue[], placeholder: string): list is JsonObject[] {
  return list.every((item) => {
    if (item === null) {
      throw new AppFailure("template_invalid", {
        message: `The placeholder “${placeholder}” has a null among its messages; the Langfuse JS SDK fails on it.`,
        advice: "Remove the null, or replace it by a message with role and content.",
      });
    }
    return isJsonObject(item) && "role" in item && "content" in item;
  });
}
