import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import type { PromptContent } from "@shared/domain/prompt/prompt.ts";
import { plainLines } from "./line-breaks.ts";
import { FormatFailure } from "./prompt-file.ts";
import { readYaml } from "./yaml-text.ts";

/** A file of a head in YAML between two lines of `---`, and a body. */
export interface FrontMatter {
  head: string;
  body: string;
  /** What stands around the head; empty where there is none. */
  before: string;
  between: string;
  /** Lines above the body. */
  bodyLine: number;
}

const form = /^(---[ \t]*\n)([\s\S]*?\n)?(---[ \t]*(?:\n|$))/;

export function splitFrontMatter(text: string): FrontMatter {
  const found = form.exec(text);
  if (!found) return { head: "", body: text, before: "", between: "", bodyLine: 0 };
  const [whole, before = "", head = "", between = ""] = found;
  return { head, body: text.slice(whole.length), before, between, bodyLine: whole.split("\n").length - 1 };
}

export function readHead({ head }: FrontMatter): JsonObject {
  try {
    return readYaml(head, { order: [] }).value;
  } catch (error) {
    if (error instanceof FormatFailure && error.line !== undefined) {
      throw new FormatFailure(error.message, { line: error.line + 1 });
    }
    throw error;
  }
}

/** The file with other values in its head; a head that is not there is made. */
export function writeHead(parts: FrontMatter, values: Record<string, JsonValue | undefined>, body: string): string {
  const yaml = readYaml(parts.head, { order: ["model", "config", "input", "output"] });
  for (const [key, value] of Object.entries(values)) yaml.set(key, value);
  const head = yaml.toString();
  if (head.trim() === "" && parts.before === "") return body;
  return `${parts.before || "---\n"}${head}${parts.between || "---\n"}${body}`;
}

/**
 * Writes a file that was read before, and reads it again: what does not come back equal is refused.
 * @throws FormatFailure naming what has no place.
 */
export function writtenBack(
  file: string,
  content: PromptContent,
  { read, write }: { read(text: string): PromptContent; write(text: string): string },
): string {
  const { text, restore } = plainLines(file);
  const next = write(text);
  const { prompt, config } = read(next);
  const same = (a: unknown, b: unknown) => stableJson(a as JsonValue) === stableJson(b as JsonValue);
  if (!same(config ?? {}, content.config ?? {})) {
    throw new FormatFailure("This form of file has no place for something of the config.", { path: ["config"] });
  }
  if (!same(prompt, content.prompt)) {
    const message = "This form of file cannot hold the messages so that they come back the same.";
    throw new FormatFailure(message, { path: ["prompt"] });
  }
  return restore(next);
}

export function asObject(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
