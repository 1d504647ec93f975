import type { PromptContent, TemplateItem } from "./prompt.ts";

/** A text as Langfuse gives it back after saving: messages have no type `chatmessage`, which is what having none means. */
export function asStored(prompt: PromptContent["prompt"]): PromptContent["prompt"] {
  return typeof prompt === "string" ? prompt : prompt.map(withoutMessageType);
}

function withoutMessageType(item: TemplateItem): TemplateItem {
  if (item.type !== "chatmessage") return item;
  const { type: _type, ...message } = item;
  return message;
}
