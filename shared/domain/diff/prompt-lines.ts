import type { PromptContent, PromptType, TemplateItem } from "../prompt/prompt.ts";

/**
 * A prompt as a list of lines that can be compared and put together again: a heading begins each message and holds
 * everything of it but its content. A line of text that begins like one is marked once more.
 */
const mark = "\0";

export const isHeading = (line: string) => line.startsWith(`${mark}{`);

const marked = (line: string) => (line.startsWith(mark) ? mark + line : line);
const unmarked = (line: string) => (line.startsWith(mark + mark) ? line.slice(mark.length) : line);

/** The message a heading begins, without its content. */
function headingOf(line: string): Record<string, unknown> {
  return JSON.parse(line.slice(mark.length));
}

export function toPromptLines(prompt: PromptContent["prompt"]): string[] {
  if (typeof prompt === "string") return prompt.split("\n");
  return prompt.flatMap((item) => {
    if (!("content" in item)) return [mark + JSON.stringify(item)];
    const { content, ...others } = item;
    return [mark + JSON.stringify(others), ...content.split("\n").map(marked)];
  });
}

/** Lines before the first heading, which a person's choice may leave, are a message of the user. */
export function fromPromptLines(lines: readonly string[], type: PromptType): PromptContent["prompt"] {
  if (type === "text") return lines.join("\n");
  const items: { heading: Record<string, unknown>; lines: string[] }[] = [];
  for (const line of lines) {
    if (isHeading(line)) items.push({ heading: headingOf(line), lines: [] });
    else if (items.length === 0) items.push({ heading: { role: "user" }, lines: [line] });
    else items.at(-1)?.lines.push(line);
  }
  return items.flatMap(({ heading, lines: content }) => toItems(heading, content.map(unmarked)));
}

function toItems(heading: Record<string, unknown>, lines: readonly string[]): TemplateItem[] {
  const isPlaceholder = heading["type"] === "placeholder";
  const text = { content: lines.join("\n") };
  // A placeholder has no text; what a choice puts below one is a message of its own.
  const below = lines.length === 0 ? [] : [{ role: "user", ...text }];
  return (isPlaceholder ? [heading, ...below] : [{ role: "user", ...heading, ...text }]) as unknown as TemplateItem[];
}

/** A line as a person reads it: a heading as the role or the placeholder it begins. */
export function readLine(line: string): string {
  if (!isHeading(line)) return unmarked(line);
  try {
    const { type, role, name } = headingOf(line);
    return type === "placeholder" ? `— placeholder: ${String(name)}` : `— ${String(role)}`;
  } catch {
    // A text of one piece has no headings, and may begin a line like one.
    return line;
  }
}
