import type { JsonObject } from "../json.ts";
import type { Message } from "../message.ts";
import type { PromptVersion } from "../prompt.ts";
import { scanTags } from "./scan.ts";

/**
 * Finds the values a prompt was filled with, from the messages it became; for calls that carry no prompt id. Texts
 * between variables are looked for in the message; a value is taken only where they fit in one single way.
 * @returns undefined when the messages are not this prompt's, or when the values cannot be told for certain. A variable
 *   that was left as it stands (`{{name}}`) is absent.
 */
export function recoverVariables(
  prompt: Pick<PromptVersion, "prompt">,
  messages: readonly Message[],
): JsonObject | undefined {
  const templates = templatesOf(prompt);
  if (!templates || templates.length !== messages.length) return undefined;
  const values: Recovered = new Map();
  for (const [index, { role, content }] of templates.entries()) {
    const message = messages[index];
    if (message?.role !== role || typeof message.content !== "string") return undefined;
    if (!matchTemplate(content, message.content, values)) return undefined;
  }
  return Object.fromEntries([...values].filter(([, value]) => value !== null));
}

/** Null for a variable that was left as it stands. */
type Recovered = Map<string, string | null>;

/** A placeholder stands for any number of messages, so that a prompt with one cannot be told apart for certain. */
function templatesOf({ prompt }: Pick<PromptVersion, "prompt">): { role: string; content: string }[] | undefined {
  if (typeof prompt === "string") return [{ role: "user", content: prompt }];
  const items = prompt.flatMap((item) => (item.type === "placeholder" ? [] : [item]));
  return items.length === prompt.length ? items : undefined;
}

/** The fixed texts of a template and the variables between them: always one text more than variables. */
interface TemplateShape {
  texts: string[];
  tags: { name: string; source: string }[];
}

function shapeOf(template: string): TemplateShape {
  const texts: string[] = [];
  const tags: TemplateShape["tags"] = [];
  let from = 0;
  for (const { name, start, end } of scanTags(template)) {
    texts.push(template.slice(from, start));
    tags.push({ name, source: template.slice(start, end) });
    from = end;
  }
  return { texts: [...texts, template.slice(from)], tags };
}

function matchTemplate(template: string, text: string, values: Recovered): boolean {
  const { texts, tags } = shapeOf(template);
  if (tags.length === 0) return template === text;
  const first = placeFromLeft(texts, text);
  const last = placeFromRight(texts, text);
  // The fixed texts have one single place each exactly when looking from both sides finds the same.
  if (!first || !last || first.some((at, index) => at !== last[index])) return false;
  return tags.every(({ name, source }, index) => {
    const start = (first[index] ?? 0) + (texts[index]?.length ?? 0);
    const value = text.slice(start, first[index + 1]);
    return takeValue(values, name, value === source ? null : value);
  });
}

/** Every place of a variable has the same value, or was left as it stands. */
function takeValue(values: Recovered, name: string, value: string | null): boolean {
  const known = values.get(name);
  if (known !== undefined && known !== value) return false;
  values.set(name, value);
  return true;
}

/** Where each fixed text stands when every one is taken as early as possible; the last must reach the end. */
function placeFromLeft(texts: readonly string[], text: string): number[] | undefined {
  const places: number[] = [];
  let from = 0;
  for (const [index, fixed] of texts.entries()) {
    const isLast = index === texts.length - 1;
    const at =
      index === 0 ? (text.startsWith(fixed) ? 0 : -1) : isLast ? endPlace(text, fixed) : text.indexOf(fixed, from);
    if (at < from) return undefined;
    places.push(at);
    from = at + fixed.length;
  }
  return places;
}

/** The same from the end, as late as possible. */
function placeFromRight(texts: readonly string[], text: string): number[] | undefined {
  const places: number[] = [];
  let until = text.length;
  for (let index = texts.length - 1; index >= 0; index--) {
    const fixed = texts[index] ?? "";
    const isLast = index === texts.length - 1;
    const latest = until - fixed.length;
    if (latest < 0) return undefined;
    const at =
      index === 0
        ? text.startsWith(fixed)
          ? 0
          : -1
        : isLast
          ? endPlace(text, fixed)
          : text.lastIndexOf(fixed, latest);
    if (at < 0 || at > latest) return undefined;
    places.unshift(at);
    until = at;
  }
  return places;
}

function endPlace(text: string, fixed: string): number {
  return text.endsWith(fixed) ? text.length - fixed.length : -1;
}
