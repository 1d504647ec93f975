import type { Message } from "../message/message.ts";
import { hunksOf } from "./line-hunks.ts";

/** A list of messages as lines that can be compared: each message's role, then its text, then what else it holds. */
export function messageLines(messages: readonly Message[]): string[] {
  return messages.flatMap(({ role, content, ...rest }) => [
    `— ${role}`,
    ...(typeof content === "string" ? content.split("\n") : content ? [JSON.stringify(content)] : []),
    ...(Object.keys(rest).length > 0 ? [JSON.stringify(rest)] : []),
  ]);
}

/** How many lines a list of messages has lost and gained against another, whatever their number and order. */
export function countMessageLines(
  before: readonly Message[],
  after: readonly Message[],
): { removed: number; added: number } {
  const hunks = hunksOf(messageLines(before), messageLines(after));
  return {
    removed: hunks.reduce((sum, { start, end }) => sum + end - start, 0),
    added: hunks.reduce((sum, { items }) => sum + items.length, 0),
  };
}
