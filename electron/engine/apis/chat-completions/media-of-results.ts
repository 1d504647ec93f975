import type { Message } from "@shared/domain/message/message.ts";

type Part = Extract<NonNullable<Message["content"]>, readonly unknown[]>[number];

/** What a result says whose whole content went behind it. */
const seeBelow = "(attached below)";

/**
 * Results of tools hold text alone in chat completions: pictures and files of theirs follow the results in a message of
 * the user's, as they must not stand between two of them.
 * @returns whether anything was moved, and the messages.
 */
export function mediaBehindResults(messages: Message[]): { messages: Message[]; moved: boolean } {
  const moved: Message[] = [];
  let media: Part[] = [];
  let hasMoved = false;
  const end = () => {
    if (media.length > 0) moved.push({ role: "user", content: media });
    media = [];
  };
  for (const message of messages) {
    const { role, content } = message;
    if (role !== "tool") end();
    const others = role === "tool" && Array.isArray(content) ? content.filter(({ type }) => type !== "text") : [];
    if (others.length === 0 || !Array.isArray(content)) {
      moved.push(message);
      continue;
    }
    hasMoved = true;
    media.push(...others);
    const texts = content.filter(({ type }) => type === "text");
    moved.push({ ...message, content: texts.length > 0 ? texts : seeBelow });
  }
  end();
  return { messages: moved, moved: hasMoved };
}
