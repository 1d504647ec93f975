import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { PromptContent, TemplateItem } from "@shared/domain/prompt/prompt.ts";
import { type BodyPart, trimmed, writeBody } from "./body-parts.ts";
import { asObject, readHead, splitFrontMatter, writeHead, writtenBack } from "./front-matter.ts";
import { plainLines } from "./line-breaks.ts";
import { type FileFormat, FormatFailure } from "./prompt-file.ts";

/** What no text of LiteLLM's has, and what one could have as a variable's name. */
const marks = /\{\{[#/^>!~@]|\{\{~?\s*(?:role\s+["']|(?:media|section)\s+\w)/;
const weakMark = /\{\{~?\s*history\s*~?\}\}/;
const litellmMark = /^[ \t]*(?:System|User|Assistant|Developer):|\{%/m;
/** An opening that nothing closes goes on to the end of the text, which is then read once; it is no tag. */
const tag = /\{\{\{?[\s\S]*?(\}?\}\}|$)/g;
const roleTag = /^\{\{~?\s*role\s+(["'])([\w-]+)\1\s*~?\}\}$/;
const historyTag = /^\{\{~?\s*history\s*~?\}\}$/;
const plainTag = /^\{\{\s*[A-Za-z_][\w-]*\s*\}\}$/;

/** Names of Google's that the wire spells otherwise. */
const wireNames: Record<string, string> = {
  maxOutputTokens: "max_tokens",
  topP: "top_p",
  topK: "top_k",
  stopSequences: "stop",
};
const ownNames = Object.fromEntries(Object.entries(wireNames).map(([own, wire]) => [wire, own]));

/** Google's dotprompt: a head in YAML, Handlebars with roles. What only Handlebars could do is refused with its line. */
export const dotprompt: FileFormat = {
  id: "dotprompt",
  endings: [".prompt"],
  isMarked(file) {
    const { head, body } = splitFrontMatter(plainLines(file).text);
    if (marks.test(body)) return true;
    return !litellmMark.test(body) && (weakMark.test(body) || /^(config|variant):/m.test(head));
  },
  read(file) {
    const { text } = plainLines(file);
    const defaults = asObject(readHead(splitFrontMatter(text))["input"])["default"];
    const inputs = isJsonObject(defaults) ? [{ name: "Default", variables: defaults, placeholders: {} }] : [];
    return { ...contentOf(text), inputs };
  },
  write(before, content) {
    return writtenBack(before ?? "", content, { read: contentOf, write: (text) => written(text, content) });
  },
};

function contentOf(text: string): PromptContent {
  const parts = splitFrontMatter(text);
  const head = readHead(parts);
  const prompt = partsOf(parts.body, parts.bodyLine).map(({ item }) => item);
  return { type: "chat", prompt, config: configOf(head) };
}

function configOf(head: JsonObject): JsonObject {
  const { model, config, output } = head;
  const parameters = Object.entries(asObject(config)).map(([name, value]) => [wireName(name), value] as const);
  return {
    ...(typeof model === "string" ? { model } : {}),
    ...Object.fromEntries(parameters),
    ...(asObject(output)["format"] === "json" ? { response_format: { type: "json_object" } } : {}),
  };
}

function wireName(name: string): string {
  return Object.hasOwn(wireNames, name) ? (wireNames[name] ?? name) : name;
}

function partsOf(body: string, linesAbove: number): BodyPart[] {
  const parts: BodyPart[] = [];
  let mark = "";
  let role = "user";
  let from = 0;
  const end = (to: number) => {
    const text = body.slice(from, to);
    const { lead, content, tail } = trimmed(text);
    if (content !== "") parts.push({ item: { role, content }, mark, lead, tail });
    else if (mark !== "") parts.push({ item: { role, content: "" }, mark, lead: "", tail: text });
    else if (parts.length > 0) lastOf(parts).tail += text;
    else return text;
    return "";
  };
  for (const { 0: text, 1: close, index } of body.matchAll(tag)) {
    if (close === "") break;
    const named = roleTag.exec(text);
    const isHistory = historyTag.test(text);
    if (!named && !isHistory) {
      if (plainTag.test(text)) continue;
      const line = linesAbove + body.slice(0, index).split("\n").length;
      throw new FormatFailure(
        `${text.slice(0, 60)} is a block, a helper or a path of Handlebars, which is not filled here`,
        {
          line,
        },
      );
    }
    const blank = end(index);
    from = index + text.length;
    if (named) {
      mark = blank + text;
      role = roleOf(named[2] ?? "user");
      continue;
    }
    parts.push({ item: { type: "placeholder", name: "history" }, mark: blank + text, lead: "", tail: "" });
    mark = "";
    role = "user";
  }
  end(body.length);
  return parts;
}

function lastOf(parts: readonly BodyPart[]): BodyPart {
  return parts.at(-1) as BodyPart;
}

/** Google calls the assistant “model”. */
function roleOf(name: string): string {
  return name === "model" ? "assistant" : name;
}

function written(text: string, { prompt, config }: PromptContent): string {
  if (typeof prompt === "string") throw new FormatFailure("A .prompt file holds messages.", { path: ["prompt"] });
  const parts = splitFrontMatter(text);
  const head = readHead(parts);
  const body = writeBody(partsOf(parts.body, parts.bodyLine), prompt, markOf);
  return writeHead(parts, headOf(head, asObject(config)), body);
}

function headOf(head: JsonObject, config: JsonObject): Record<string, JsonValue | undefined> {
  const { model, response_format: format, ...others } = config;
  const before = asObject(head["config"]);
  const parameters: JsonObject = {};
  for (const name of Object.keys(before)) {
    const value = others[wireName(name)];
    if (value !== undefined) parameters[name] = value;
  }
  for (const [name, value] of Object.entries(others)) {
    const own = Object.hasOwn(ownNames, name) ? (ownNames[name] ?? name) : name;
    if (!Object.keys(before).some((one) => wireName(one) === name)) parameters[own] = value;
  }
  const { format: _format, ...output } = asObject(head["output"]);
  const isJson = isJsonObject(format) && format["type"] === "json_object";
  const keptOutput = asObject(head["output"])["format"] === "json" || isJson ? output : asObject(head["output"]);
  const nextOutput = isJson ? { format: "json", ...keptOutput } : keptOutput;
  return {
    model,
    config: Object.keys(parameters).length > 0 ? parameters : head["config"] === undefined ? undefined : {},
    output: Object.keys(nextOutput).length > 0 ? nextOutput : undefined,
  };
}

function markOf(item: TemplateItem): { mark: string; lead: string } {
  if (item.type === "placeholder") {
    if (item.name === "history") return { mark: "{{history}}", lead: "" };
    throw new FormatFailure("The only placeholder of dotprompt is history.", { path: ["prompt"] });
  }
  return { mark: `{{role "${item.role === "assistant" ? "model" : item.role}"}}`, lead: "\n" };
}
