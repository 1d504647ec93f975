import type { TemplateItem } from "@shared/domain/prompt/prompt.ts";
import { FormatFailure } from "./prompt-file.ts";

/** A message as it stands in a body: its mark, the blanks around its text, and the text. */
export interface BodyPart {
  item: TemplateItem;
  mark: string;
  lead: string;
  tail: string;
}

/** A text without the blanks at its ends, which stay where they are when it changes. */
export function trimmed(text: string): { lead: string; content: string; tail: string } {
  const content = text.trim();
  if (content === "") return { lead: "", content, tail: text };
  const start = text.indexOf(content);
  return { lead: text.slice(0, start), content, tail: text.slice(start + content.length) };
}

/** The body with other messages; those that stay keep every byte. */
export function writeBody(
  parts: readonly BodyPart[],
  items: readonly TemplateItem[],
  markOf: (item: TemplateItem) => { mark: string; lead: string },
): string {
  const texts = parts.map(({ item }) => JSON.stringify(item));
  const written = items.map((item, index) => {
    const same = texts[index] === JSON.stringify(item) ? index : texts.indexOf(JSON.stringify(item));
    const before = parts[same] ?? parts[index];
    const isSameKind = before !== undefined && kindOf(before.item) === kindOf(item);
    const { mark, lead } = isSameKind ? before : markOf(item);
    if (item.type === "placeholder") return `${mark}${lead}${before?.tail ?? "\n"}`;
    if (Object.keys(item).some((key) => key !== "role" && key !== "content")) {
      throw new FormatFailure("Messages of this form of file have a role and a content, nothing else.", {
        path: ["prompt", index],
      });
    }
    return `${mark}${lead}${item.content}${before?.tail || "\n"}`;
  });
  return written
    .map((text, index) => (index < written.length - 1 && !text.endsWith("\n") ? `${text}\n` : text))
    .join("");
}

function kindOf(item: TemplateItem): string {
  return item.type === "placeholder" ? `placeholder ${item.name}` : `role ${item.role}`;
}
