import { textAt } from "../../../../../shared/domain/json/read-json.ts";
import { type Check, firstOf, invalid } from "../refusal.ts";
import { contentOf, messagesOf } from "./conversation.ts";

/** Every call has its result in the next message, and every result its call in the one before. */
export const toolPairs: Check = ({ body }) => {
  const messages = messagesOf(body);
  const idsOf = (index: number, type: string, key: string) =>
    contentOf(messages[index]).flatMap((block) => (block["type"] === type ? [textAt(block, key) ?? ""] : []));
  return firstOf(messages, (_message, index) => {
    const calls = idsOf(index, "tool_use", "id");
    const answered = idsOf(index + 1, "tool_result", "tool_use_id");
    const open = calls.filter((id) => !answered.includes(id));
    if (open.length > 0 && index < messages.length - 1) {
      return invalid(
        `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(", ")}. ` +
          "Each `tool_use` block must have a corresponding `tool_result` block in the next message.",
      );
    }
    const results = idsOf(index, "tool_result", "tool_use_id");
    const before = idsOf(index - 1, "tool_use", "id");
    const stray = results.find((id) => !before.includes(id));
    if (stray !== undefined) {
      return invalid(
        `messages.${index}.content.0: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray}. ` +
          "Each `tool_result` block must have a corresponding `tool_use` block in the previous message.",
      );
    }
    return new Set(results).size === results.length
      ? undefined
      : invalid(`messages.${index}: each tool_use must have a single result.`);
  });
};

/** With `thinking`, the last answer that calls tools begins with its thoughts, signed as they came. */
export const signedThoughts: Check = ({ body }) => {
  const { thinking } = body;
  if (typeof thinking !== "object" || thinking === null || !("type" in thinking) || thinking["type"] !== "enabled") {
    return undefined;
  }
  const messages = messagesOf(body);
  const index = messages.findLastIndex(({ role }) => role === "assistant");
  const content = contentOf(messages[index]);
  const [first] = content;
  const isThought = first?.["type"] === "thinking" || first?.["type"] === "redacted_thinking";
  if (content.some(({ type }) => type === "tool_use") && !isThought) {
    return invalid(
      `messages.${index}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${first?.["type"]}\`. ` +
        "When `thinking` is enabled, a final `assistant` message must start with a thinking block (preceeding the " +
        "lastmost set of `tool_use` and `tool_result` blocks).",
    );
  }
  return firstOf(content, (block, place) =>
    block["type"] === "thinking" && block["signature"] !== fakeSignature
      ? invalid(`messages.${index}.content.${place}: Invalid \`signature\` in \`thinking\` block`)
      : undefined,
  );
};

/** What the fake signs its thoughts with. */
export const fakeSignature = "c2ln";
