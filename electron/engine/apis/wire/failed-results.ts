import type { Message } from "@shared/domain/message/message.ts";

/** Anthropic's mark on the result of a tool that failed, under which messages carry it. */
export const failedKey = "is_error";

export const saidInWords =
  "Results of tools that failed say so in their words: this API has no mark for it, and without it the model would take them for results.";

/** Whether a message is the result of a tool that failed. */
export function isFailedResult(message: Message): boolean {
  return message[failedKey] === true && (message.role === "tool" || message.role === "function");
}

/** A result that failed as an API without the mark is told of it: its words begin with “Error”. */
export function inWords(message: Message): Message {
  const { [failedKey]: _mark, ...result } = message;
  const { content } = result;
  if (!Array.isArray(content)) return { ...result, content: marked(content ?? "") };
  const at = content.findIndex(({ type }) => type === "text");
  if (at < 0) return { ...result, content: [{ type: "text", text: marked("") }, ...content] };
  return {
    ...result,
    content: content.map((part, index) =>
      index === at ? { ...part, text: marked(String(part["text"] ?? "")) } : part,
    ),
  };
}

function marked(text: string): string {
  if (/^\s*error\b/i.test(text)) return text;
  return text.trim() === "" ? "Error" : `Error: ${text}`;
}
