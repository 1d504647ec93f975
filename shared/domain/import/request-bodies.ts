import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import { toOpenAiTools } from "../message/tool-definitions.ts";
import type { TemplateItem } from "../prompt/prompt.ts";
import type { ImportNotes } from "./import-notes.ts";
import { contentText, promptItems } from "./message-text.ts";

/** What a request's body says as a prompt. */
export interface BodyContent {
  prompt: string | TemplateItem[];
  config: JsonObject;
}

/** Read by the settings of the app, whatever a prompt says. */
const notConfig = ["stream", "stream_options"];

/** OpenAI's chat completions; a config has its words. */
export function fromChatCompletions({ messages, ...others }: JsonObject, notes: ImportNotes): BodyContent {
  return { prompt: promptItems(listOf(messages), notes), config: configOf(others, notes) };
}

/** The old completions: one text. */
export function fromCompletions({ prompt, ...others }: JsonObject, notes: ImportNotes): BodyContent {
  const [first, ...more] = Array.isArray(prompt) ? prompt : [prompt ?? ""];
  if (more.length > 0) notes.lost("content_not_taken", `Of ${more.length + 1} prompts only the first is taken.`);
  return { prompt: typeof first === "string" ? first : "", config: configOf(others, notes) };
}

/** OpenAI's Responses, put into the words of chat completions. */
export function fromResponses(body: JsonObject, notes: ImportNotes): BodyContent {
  const { input, instructions, text, reasoning, max_output_tokens: most, tools, tool_choice: choice, ...others } = body;
  const system = contentText(instructions, "instructions", notes);
  const items = typeof input === "string" ? [input] : listOf(input);
  const messages = items.flatMap((item, index) => responsesItem(item, `input ${index + 1}`, notes));
  const config: JsonObject = { ...others };
  if (most !== undefined) config["max_completion_tokens"] = most;
  if (isJsonObject(reasoning)) {
    const { effort, ...rest } = reasoning;
    if (effort !== undefined && effort !== null) config["reasoning_effort"] = effort;
    if (Object.keys(rest).length > 0) lostKey(`reasoning.${Object.keys(rest).join(", reasoning.")}`, notes);
  }
  if (isJsonObject(text)) Object.assign(config, textConfig(text, notes));
  if (Array.isArray(tools)) config["tools"] = functionTools(tools, notes);
  if (choice !== undefined) config["tool_choice"] = chosenTool(choice);
  for (const key of ["previous_response_id", "conversation", "include", "truncation", "background", "prompt"]) {
    if (config[key] === undefined) continue;
    delete config[key];
    lostKey(key, notes);
  }
  notes.changed(
    "changed_form",
    "The request is OpenAI's Responses API; its settings have the names of chat completions now.",
  );
  return {
    prompt: [...(system === "" ? [] : [{ role: "system", content: system }]), ...promptItems(messages, notes)],
    config: configOf(config, notes),
  };
}

/** Items that are no messages are calls of tools and reasoning. */
function responsesItem(item: JsonValue, place: string, notes: ImportNotes): JsonValue[] {
  if (!isJsonObject(item)) return [item];
  const type = item["type"];
  if (type === undefined || type === "message" || type === "placeholder") return [item];
  const isTool = /call/.test(String(type));
  notes.lost(
    isTool ? "tool_call_not_taken" : "content_not_taken",
    `${place}: ${isTool ? "a call of a tool or its result" : `an item of the type ${String(type)}`} is not taken.`,
  );
  return [];
}

function textConfig({ format, verbosity, ...rest }: JsonObject, notes: ImportNotes): JsonObject {
  if (Object.keys(rest).length > 0) lostKey(`text.${Object.keys(rest).join(", text.")}`, notes);
  const config: JsonObject = verbosity === undefined ? {} : { verbosity };
  if (!isJsonObject(format) || format["type"] === "text") return config;
  if (format["type"] !== "json_schema") return { ...config, response_format: format };
  const { type, ...schema } = format;
  return { ...config, response_format: { type, json_schema: schema } };
}

/** Only functions are tools in a chat completion. */
function functionTools(tools: readonly JsonValue[], notes: ImportNotes): JsonValue {
  const functions = tools.filter((tool) => {
    const type = isJsonObject(tool) ? tool["type"] : undefined;
    const isFunction = type === undefined || type === "function" || type === "custom";
    if (!isFunction) lostKey(`the tool ${String(type)}`, notes);
    return isFunction;
  });
  return toOpenAiTools(functions).value;
}

/** Anthropic's Messages, put into OpenAI's words, which LiteLLM translates back. */
export function fromMessages(body: JsonObject, notes: ImportNotes): BodyContent {
  const { system, messages, stop_sequences: stops, tools, tool_choice: choice, ...others } = body;
  const instructions = contentText(system, "system", notes);
  const config: JsonObject = { ...others };
  if (stops !== undefined) config["stop"] = stops;
  if (Array.isArray(tools)) config["tools"] = anthropicTools(tools, notes);
  if (isJsonObject(choice)) {
    config["tool_choice"] = chosenTool(choice);
    if (choice["disable_parallel_tool_use"] === true) config["parallel_tool_calls"] = false;
  }
  return {
    prompt: [
      ...(instructions === "" ? [] : [{ role: "system", content: instructions }]),
      ...promptItems(listOf(messages), notes),
    ],
    config: configOf(config, notes),
  };
}

function anthropicTools(tools: readonly JsonValue[], notes: ImportNotes): JsonValue {
  const own = tools.map((tool): JsonValue => {
    if (!isJsonObject(tool)) return tool;
    const { cache_control: cached, ...rest } = tool;
    if (cached !== undefined) lostKey("cache_control of a tool", notes);
    const { type, ...custom } = rest;
    return type === "custom" ? custom : rest;
  });
  return toOpenAiTools(own).value;
}

/** `any` is OpenAI's `required`; a name stands deeper there. */
function chosenTool(choice: JsonValue): JsonValue {
  if (!isJsonObject(choice)) return choice;
  const { type, name } = choice;
  if (type === "any") return "required";
  if (type === "auto" || type === "none") return type;
  return typeof name === "string" ? { type: "function", function: { name } } : choice;
}

function configOf(others: JsonObject, notes: ImportNotes): JsonObject {
  const left = notConfig.filter((key) => others[key] !== undefined);
  if (left.length > 0) {
    notes.lost("option_not_taken", `${left.join(", ")}: whether answers are streamed is a setting of the app.`);
  }
  return Object.fromEntries(
    Object.entries(others).filter(([key, value]) => !notConfig.includes(key) && value !== null),
  );
}

function lostKey(key: string, notes: ImportNotes): void {
  notes.lost("key_not_taken", `${key} has no place in a prompt's config.`);
}

function listOf(value: JsonValue | undefined): JsonValue[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}
