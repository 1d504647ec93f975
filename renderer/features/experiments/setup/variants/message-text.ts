import type { Message } from "@shared/domain/message/message.ts";

/** What a message says, in one text: parts that are no text by their kind, calls of tools by their names. */
export function messageText({ content, tool_calls }: Message): string {
  const calls = (tool_calls ?? []).map((call) =>
    call.type === "function"
      ? `${call.function.name}(${call.function.arguments})`
      : `${call.custom.name}(${call.custom.input})`,
  );
  const text =
    typeof content === "string"
      ? content
      : (content ?? []).map((part) => (typeof part["text"] === "string" ? part["text"] : `[${part.type}]`)).join(" ");
  return [text, ...calls].filter((part) => part !== "").join(" ");
}
