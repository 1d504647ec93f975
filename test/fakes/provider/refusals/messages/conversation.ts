import { isJsonObject, type JsonObject, type JsonValue } from "../../../../../shared/domain/json/json.ts";
import { textAt } from "../../../../../shared/domain/json/read-json.ts";
import { type Check, firstOf, invalid } from "../refusal.ts";

/** The messages of a request; what is none counts as an empty one. */
export function messagesOf(body: JsonObject): JsonObject[] {
  const { messages } = body;
  return Array.isArray(messages) ? messages.map((message) => (isJsonObject(message) ? message : {})) : [];
}

export function contentOf(message: JsonObject | undefined): JsonObject[] {
  const content = message?.["content"];
  return Array.isArray(content) ? content.filter(isJsonObject) : [];
}

const isEmpty = (content: JsonValue | undefined) => content === "" || (Array.isArray(content) && content.length === 0);

export const messageShape: Check = ({ body }) => {
  if (body["messages"] !== undefined && messagesOf(body).length === 0) {
    return invalid("messages: at least one message is required");
  }
  return firstOf(messagesOf(body), (message, index) => {
    const { role, content } = message;
    if (role !== "user" && role !== "assistant") {
      return invalid(
        role === "system"
          ? 'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.'
          : `messages: Unexpected role "${role}". Allowed roles are "user" or "assistant"`,
      );
    }
    if (content === undefined || content === null) return invalid(`messages.${index}.content: Field required`);
    const unknown = Object.keys(message).find((key) => key !== "role" && key !== "content");
    return unknown === undefined ? undefined : invalid(`messages.${index}.${unknown}: Extra inputs are not permitted`);
  });
};

export const emptyMessage: Check = ({ body }) => {
  const messages = messagesOf(body);
  return firstOf(messages, ({ role, content }, index) => {
    const finalAnswer = index === messages.length - 1 && role === "assistant";
    if (isEmpty(content) && !finalAnswer) {
      return invalid(
        `messages.${index}: all messages must have non-empty content except for the optional final assistant message`,
      );
    }
    if (typeof content === "string" && content !== "" && content.trim() === "") {
      return invalid(`messages.${index}: text content blocks must contain non-whitespace text`);
    }
    return undefined;
  });
};

const goesOnWithNoAnswer =
  /^claude-(?:(?:opus|sonnet)-4-6|opus-4-[78]|(?:opus|sonnet|haiku|fable|mythos)-5(?:-\d)?|mythos-preview)(?:-\d{8})?$/;

/** Claude from 4.6 on. */
export const prefill: Check = ({ body }) =>
  messagesOf(body).at(-1)?.["role"] === "assistant" && goesOnWithNoAnswer.test(textAt(body, "model") ?? "")
    ? invalid("This model does not support assistant message prefill. The conversation must end with a user message.")
    : undefined;

export const beginningOfAnswer: Check = ({ body }) => {
  const last = messagesOf(body).at(-1);
  if (last?.["role"] !== "assistant") return undefined;
  const text = textAt(last, "content") ?? textAt(contentOf(last).at(-1), "text") ?? "";
  return /\s$/.test(text)
    ? invalid("messages: final assistant content cannot end with trailing whitespace")
    : undefined;
};
