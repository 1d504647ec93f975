import { AppFailure } from "../error/app-failure.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import { isJsonObject } from "../json/json.ts";
import type { TextSegment } from "../prompt/compiled.ts";
import type { TemplateItem } from "../prompt/prompt.ts";
import { parseTemplate } from "./parsed-template.ts";
import { pyRepr, pyStr } from "./python-string.ts";
import type { SdkItem } from "./sdk-item.ts";
import type { RenderedText } from "./text-renderer.ts";

/**
 * `TemplateParser.compile_template` of the Langfuse Python SDK: one pass, values are never scanned again, a tag without
 * a value stays as it was written. Only own properties count, so `{{constructor}}` is just a missing name.
 */
export function renderPythonText(template: string, variables: JsonObject): RenderedText {
  const { parts, names } = parseTemplate(template);
  const filled: (TextSegment | null)[] = [];
  const missing: string[] = [];
  const used: string[] = [];
  for (const name of names) {
    const value = ownValue(variables, name);
    (value === undefined ? missing : used).push(name);
    filled.push(value === undefined ? null : { kind: "variable", name, text: pyStr(value) });
  }
  const segments: TextSegment[] = [];
  let text = "";
  for (const part of parts) {
    const segment = part.kind === "text" ? part.segment : (filled[part.name] ?? missingTag(part, names));
    segments.push(segment);
    text += segment.text;
  }
  return { text, segments, missing, used };
}

function missingTag(part: { name: number; literal: string }, names: readonly string[]): TextSegment {
  return { kind: "missing", name: names[part.name] ?? "", text: part.literal };
}

/** `ChatPromptClient.compile(**kwargs)` of the Langfuse Python SDK: variables and placeholders share one namespace. */
export function expandPythonChat(items: readonly TemplateItem[], placeholders: JsonObject): SdkItem[] {
  const expanded: SdkItem[] = [];
  for (const [index, item] of items.entries()) {
    if (item.type !== "placeholder") {
      const value = { role: item.role, content: item.content };
      expanded.push({ kind: "message", value, template: item.content, origin: { kind: "prompt", index } });
      continue;
    }
    const value = ownValue(placeholders, item.name);
    if (value === undefined) expanded.push({ kind: "unresolved", value: item });
    else for (const filled of fillPlaceholder(item.name, value)) expanded.push(filled);
  }
  return expanded;
}

/** A non-list becomes one message of the role `NOT_GIVEN`; so does every element of a list that is not an object. */
function fillPlaceholder(name: string, value: JsonValue): SdkItem[] {
  const origin = (index: number) => ({ kind: "placeholder" as const, name, index });
  const whole = (index: number): SdkItem => {
    const content = typeof value === "string" ? value : pyRepr(value);
    return { kind: "message", value: { role: "NOT_GIVEN", content }, origin: origin(index) };
  };
  if (!Array.isArray(value)) return [whole(0)];
  return value.map((item, index): SdkItem => {
    if (!isJsonObject(item)) return whole(index);
    const content = renderableContent(item, name, index);
    const message = { ...item, role: ownValue(item, "role") ?? "NOT_GIVEN", content };
    return { kind: "message", value: message, template: content, origin: origin(index) };
  });
}

/** Python calls `len()` and `.find()` on the content: empty lists and objects pass as no text, the rest raises. */
function renderableContent(message: JsonObject, placeholder: string, index: number): string {
  const content = ownValue(message, "content");
  if (content === undefined) return "";
  if (typeof content === "string") return content;
  const empty = typeof content === "object" && content !== null && Object.keys(content).length === 0;
  if (empty) return "";
  const kind = content === null ? "null" : Array.isArray(content) ? "a list of parts" : `not text (${typeof content})`;
  throw new AppFailure("template_invalid", {
    message: `The content of message ${index + 1} in the placeholder “${placeholder}” is ${kind}; the Langfuse Python SDK fails on it.`,
    advice:
      content === null
        ? "Leave the key `content` out (it becomes empty text), or switch the compile mode to JS, which passes it through."
        : "Give the content as text, or switch the compile mode to JS, which passes it through.",
  });
}

function ownValue(values: JsonObject, name: string): JsonValue | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
