import { AppFailure } from "../app-failure.ts";
import type { TextSegment } from "../compiled.ts";
import type { JsonObject, JsonValue } from "../json.ts";
import { isJsonObject } from "../json.ts";
import type { TemplateItem } from "../prompt.ts";
import { pyRepr, pyStr } from "./python-string.ts";
import { scanTags } from "./scan.ts";
import type { SdkItem } from "./sdk-item.ts";
import type { RenderedText } from "./text-renderer.ts";

/**
 * `TemplateParser.compile_template` of the Langfuse Python SDK: one pass, values are never scanned again, a tag without
 * a value stays as it was written. Only own properties count, so `{{constructor}}` is just a missing name.
 */
export function renderPythonText(template: string, variables: JsonObject): RenderedText {
  const segments: TextSegment[] = [];
  const missing: string[] = [];
  const used: string[] = [];
  let from = 0;
  for (const { name, start, end } of scanTags(template)) {
    if (start > from) segments.push({ kind: "text", text: template.slice(from, start) });
    const value = ownValue(variables, name);
    if (value === undefined) {
      segments.push({ kind: "missing", name, text: template.slice(start, end) });
      missing.push(name);
    } else {
      segments.push({ kind: "variable", name, text: pyStr(value) });
      used.push(name);
    }
    from = end;
  }
  if (from < template.length) segments.push({ kind: "text", text: template.slice(from) });
  return { segments, missing, used };
}

/** `ChatPromptClient.compile(**kwargs)` of the Langfuse Python SDK: variables and placeholders share one namespace. */
export function expandPythonChat(items: readonly TemplateItem[], placeholders: JsonObject): SdkItem[] {
  return items.flatMap((item, index): SdkItem[] => {
    if (item.type !== "placeholder") {
      const value = { role: item.role, content: item.content };
      return [{ kind: "message", value, template: item.content, origin: { kind: "prompt", index } }];
    }
    const value = ownValue(placeholders, item.name);
    return value === undefined ? [{ kind: "unresolved", value: item }] : fillPlaceholder(item.name, value);
  });
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
