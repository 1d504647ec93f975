import { asJson } from "@shared/domain/json/as-json.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import type { PromptContent, TemplateItem } from "@shared/domain/prompt/prompt.ts";
import { Document } from "yaml";
import { type ConfigKeys, configOf, keysOfConfig } from "./config-keys.ts";
import { plainLines } from "./line-breaks.ts";
import { type FileFormat, type FileInput, FormatFailure, type PromptFile } from "./prompt-file.ts";
import { readYaml, type YamlStyle } from "./yaml-text.ts";

/** Every key we know, in the order a new file has them. */
const order = [
  ...["name", "description", "type", "model", "modelParameters", "messages", "prompt", "tools"],
  ...["responseFormat", "jsonSchema", "variables", "config", "testData", "evaluators"],
];

const style: YamlStyle = { order, isBlock: isText };

/** Texts of messages are blocks: a changed word is then one changed line, whatever becomes of the others. */
function isText(path: readonly (string | number)[]): boolean {
  const [top, , key] = path;
  return (path.length === 3 && top === "messages" && key === "content") || (path.length === 1 && top === "prompt");
}

const configKeys = ["model", "modelParameters", "tools", "responseFormat", "jsonSchema", "config"] as const;

/** GitHub's published prompt file, and more (`README.md#the-format`). */
export const promptYml: FileFormat = {
  id: "prompt-yml",
  endings: [".prompt.yml", ".prompt.yaml"],
  read: (text) => readFile(text),
  write(before, content, name) {
    const { text, restore } = plainLines(before ?? newFile(name));
    const first = written(text, content, style);
    if (isSame(first, content)) return restore(first);
    const quoted = written(text, content, { ...style, quoted: true });
    if (isSame(quoted, content)) return restore(quoted);
    throw new FormatFailure("YAML cannot hold this text so that it comes back the same.");
  },
};

/** GitHub's files say their name again; ours say the last part of it. */
function newFile(name: string): string {
  return new Document({ name: name.split("/").at(-1) ?? name }).toString({ lineWidth: 0 });
}

function readFile(file: string): PromptFile {
  const { value } = readYaml(plainLines(file).text, style);
  const { description } = value;
  return {
    ...contentOf(value),
    ...(typeof description === "string" ? { description } : {}),
    ...notesOf(value["variables"]),
    inputs: [...examplesOf(value["variables"]), ...testDataOf(value["testData"])],
  };
}

function contentOf(value: JsonObject): PromptContent {
  const config = configOf(keysIn(value));
  const { type, prompt, messages } = value;
  if (type !== undefined && type !== "text" && type !== "chat") {
    throw new FormatFailure("its type is neither text nor chat.");
  }
  const isTextPrompt = type === "text" || (type === undefined && messages === undefined && typeof prompt === "string");
  if (isTextPrompt) {
    if (typeof prompt !== "string") throw new FormatFailure("it is a text prompt and has no text under “prompt”.");
    return { type: "text", prompt, config };
  }
  if (!Array.isArray(messages)) throw new FormatFailure("it has no list of messages.");
  return { type: "chat", prompt: messages.map(itemOf), config };
}

function keysIn(value: JsonObject): ConfigKeys {
  return Object.fromEntries(configKeys.flatMap((key) => (Object.hasOwn(value, key) ? [[key, value[key]]] : [])));
}

function itemOf(given: JsonValue, index: number): TemplateItem {
  const number = index + 1;
  if (!isJsonObject(given)) throw new FormatFailure(`message ${number} is no message.`);
  const { placeholder, ...others } = given;
  if (placeholder !== undefined && given["role"] === undefined) {
    if (typeof placeholder !== "string") throw new FormatFailure(`the placeholder at ${number} has no name.`);
    return { ...others, type: "placeholder", name: placeholder };
  }
  const { role, content } = given;
  if (typeof role !== "string") throw new FormatFailure(`message ${number} has no role.`);
  if (typeof content !== "string") throw new FormatFailure(`the content of message ${number} is no text.`);
  return { ...given, role, content } as TemplateItem;
}

function toItem(item: TemplateItem): JsonObject {
  if (item.type === "placeholder") {
    const { type: _type, name, ...others } = item;
    return { placeholder: name, ...others };
  }
  const { role, content, ...others } = item;
  return { role, content, ...others };
}

function written(before: string, { type, prompt, config }: PromptContent, how: YamlStyle): string {
  const yaml = readYaml(before, how);
  const { value } = yaml;
  const isText = typeof prompt === "string";
  // A file of GitHub's has no type: one is written where it is needed, or was there.
  yaml.set("type", isText ? "text" : Object.hasOwn(value, "type") ? type : undefined);
  yaml.set("messages", isText ? undefined : prompt.map(toItem));
  yaml.set("prompt", isText ? prompt : undefined);
  const keys =
    stableJson(configOf(keysIn(value))) === stableJson(config ?? {}) ? null : keysOfConfig(config, keysIn(value));
  if (keys) for (const key of configKeys) yaml.set(key, keys[key]);
  return yaml.toString();
}

function isSame(text: string, content: PromptContent): boolean {
  try {
    const { type, prompt, config } = contentOf(readYaml(text, style).value);
    const wanted = { type: content.type, prompt: content.prompt, config: content.config ?? {} };
    return stableJson(asJson({ type, prompt, config })) === stableJson(asJson(wanted));
  } catch (error) {
    if (error instanceof FormatFailure) return false;
    throw error;
  }
}

/** What is said of each variable, for who fills it. */
function notesOf(variables: JsonValue | undefined): Pick<PromptFile, "variableNotes"> {
  if (!isJsonObject(variables)) return {};
  const notes = Object.entries(variables).flatMap(([name, about]) => {
    if (!isJsonObject(about)) return [];
    const { description, example } = about;
    const note = {
      ...(typeof description === "string" ? { description } : {}),
      ...(example === undefined ? {} : { example }),
    };
    return Object.keys(note).length === 0 ? [] : [[name, note] as const];
  });
  return notes.length === 0 ? {} : { variableNotes: Object.fromEntries(notes) };
}

/** The values that variables are explained with, as one input. */
function examplesOf(variables: JsonValue | undefined): FileInput[] {
  if (!isJsonObject(variables)) return [];
  const examples = Object.entries(variables).flatMap(([name, about]) =>
    isJsonObject(about) && about["example"] !== undefined ? [[name, about["example"]] as const] : [],
  );
  return examples.length === 0 ? [] : [{ name: "Example", variables: Object.fromEntries(examples), placeholders: {} }];
}

function testDataOf(rows: JsonValue | undefined): FileInput[] {
  if (!Array.isArray(rows)) return [];
  return rows.flatMap((row, index) =>
    isJsonObject(row) ? [{ name: `Test data ${index + 1}`, variables: row, placeholders: {} }] : [],
  );
}
