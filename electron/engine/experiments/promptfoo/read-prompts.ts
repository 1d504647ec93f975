import type { ExperimentPrompt } from "@shared/domain/experiment/read-experiment.ts";
import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { litellmLibrary } from "@shared/domain/prompt/litellm-library.ts";
import { readPrompt } from "../reading/read-prompt.ts";
import { readYaml } from "../reading/yaml-source.ts";
import { type Config, filesOf, itemsOf, type Part, partOf, textOfFile, withoutLastBreak } from "./config.ts";
import { fileOf, programOf } from "./findings.ts";

const promptFile = /\.(?:txt|md|j2|json|ya?ml|csv|jsonl)$/;

/** Every prompt of a config, in its order; of programs none. */
export async function readPrompts(config: Config): Promise<ExperimentPrompt[]> {
  const { findings, source } = config;
  const value = isJsonObject(source.value) ? source.value["prompts"] : undefined;
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) {
    findings.refuse(
      { file: source.file, line: 1, column: 1 },
      "no-prompts",
      "There are no prompts in the file: choose a prompt that has the variables of the tests.",
    );
    return [];
  }
  const prompts: ExperimentPrompt[] = [];
  // The old form: label by file.
  if (isJsonObject(value)) {
    for (const [path, label] of Object.entries(value)) {
      const part: Part = { value: path, placeOf: () => source.placeOf(["prompts", path]) };
      prompts.push(...(await readOne(part, typeof label === "string" ? label : undefined, config)));
    }
    return prompts;
  }
  for (const part of itemsOf(partOf(config, "prompts"))) prompts.push(...(await readOne(part, undefined, config)));
  return prompts;
}

async function readOne(part: Part, label: string | undefined, config: Config): Promise<ExperimentPrompt[]> {
  const { value } = part;
  const { findings } = config;
  if (typeof value === "string") return readText(value, label, part, config);
  if (!isJsonObject(value)) {
    findings.refuse(part.placeOf(), "prompt", "This is no prompt: it is neither a text nor an object.");
    return [];
  }
  const named = typeof value["label"] === "string" ? value["label"] : label;
  const { raw, id } = value;
  if (typeof raw === "string") return [templateOf(raw, named ?? raw)];
  if (typeof id === "string") return readText(id, named, part, config);
  findings.refuse(part.placeOf(), "prompt", "This prompt has neither raw nor id.");
  return [];
}

async function readText(
  text: string,
  label: string | undefined,
  part: Part,
  config: Config,
): Promise<ExperimentPrompt[]> {
  const { findings, files } = config;
  const written = fileOf(text);
  const isOneLine = !text.trim().includes("\n");
  const program = isOneLine && (written !== undefined || !/\s/.test(text.trim())) ? programOf(text.trim()) : undefined;
  if (program !== undefined) {
    findings.refuse(
      part.placeOf(),
      "program",
      `${text} is built by a program in ${program}, which is not run: choose a prompt in its place.`,
    );
    return [];
  }
  const inLibrary = /^langfuse:\/\/([^@:]+)(?:@([^:]+)|:(\d+))?(?::(?:text|chat))?$/.exec(text.trim());
  if (inLibrary) return readLangfuse(inLibrary, part, config);
  const plain = text.trim();
  const isPath =
    isOneLine && promptFile.test(plain) && (written !== undefined || /[*]/.test(plain) || (await files.exists(plain)));
  if (written === undefined && !isPath) {
    if (isOneLine && plain.includes("/") && !plain.includes("{{")) {
      findings.warn(
        part.placeOf(),
        "text-with-slash",
        "A text with “/” is read as a text here; promptfoo takes it for the path of a file.",
      );
    }
    return [templateOf(text, label ?? text)];
  }
  const pattern = written ?? plain;
  const found: ExperimentPrompt[] = [];
  for (const path of await filesOf(config, pattern, part.placeOf())) {
    const content = await textOfFile(config, path, part.placeOf());
    if (content !== null) found.push(...promptsInFile(path, content, label, part, config));
  }
  return found;
}

function promptsInFile(
  path: string,
  content: string,
  label: string | undefined,
  part: Part,
  { findings }: Config,
): ExperimentPrompt[] {
  const named = (text: string) => [label, `${path}: ${text}`].filter((one) => one !== undefined).join(": ");
  if (/\.csv$/.test(path)) {
    const lines = withoutLastBreak(content)
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "");
    const texts = /^"?prompt"?(?:,|$)/i.test(lines[0] ?? "") ? lines.slice(1) : lines;
    return texts.map((text) => templateOf(text.replace(/^"(.*)"$/, "$1").replaceAll('""', '"'), named(text)));
  }
  if (/\.(?:json|ya?ml)$/.test(path)) {
    const chat = chatOf(content, path);
    if (chat)
      return [{ kind: "template", label: named(JSON.stringify(chat)), raw: JSON.stringify(chat), messages: chat }];
    if (!/\.json$/.test(path)) {
      findings.warn(part.placeOf(), "no-chat", `${path} holds no list of messages: it is read as a text.`);
    }
  }
  const texts = withoutLastBreak(content).split(/^---[ \t]*\r?\n/m);
  return texts.map((text, index) => {
    const trimmed = index < texts.length - 1 ? withoutLastBreak(text) : text;
    return templateOf(trimmed, named(trimmed));
  });
}

function templateOf(raw: string, label: string): ExperimentPrompt {
  const chat = /^\s*\[/.test(raw) ? chatOf(raw, "prompt.json") : undefined;
  return { kind: "template", label, raw: chat ? JSON.stringify(chat) : raw, messages: chat ?? null };
}

function chatOf(text: string, path: string): JsonValue[] | undefined {
  let value: JsonValue;
  try {
    value = /\.json$/.test(path) ? (JSON.parse(text) as JsonValue) : yamlOf(text, path);
  } catch {
    return undefined;
  }
  const isChat =
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((one) => isJsonObject(one) && typeof one["role"] === "string");
  return isChat && Array.isArray(value) ? value : undefined;
}

async function readLangfuse(
  [, name = "", label, version]: RegExpExecArray,
  part: Part,
  config: Config,
): Promise<ExperimentPrompt[]> {
  const read = await readPrompt(
    {
      [litellmLibrary]: name,
      ...(label === undefined ? {} : { label }),
      ...(version === undefined ? {} : { version }),
    },
    name,
    config,
  );
  if ("prompt" in read) return [read.prompt];
  config.findings.refuse(part.placeOf(), "prompt", read.problem);
  return [];
}

function yamlOf(text: string, path: string): JsonValue {
  const read = readYaml(text, path);
  return "source" in read ? read.source.value : null;
}
