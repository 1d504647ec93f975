import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import { objectAt, textAt } from "../json/read-json.ts";
import type { RunOutput } from "./stream-event.ts";

/*
 * What an answer has besides words and calls, as it is shown: steps that the provider carried out, sources of its words,
 * pictures. The parts lie in the answer's order (`OutputPart`), a use and its result apart where the API has them so.
 */

/** One step: what was asked of which tool, and what came of it. */
export interface ServerStep {
  name: string;
  /** The query, address, command or code, as far as one line tells it. */
  asked: string;
  /** `open`: nothing has come of it yet, or will with the next turn. */
  status: "completed" | "failed" | "open";
  input?: JsonValue;
  output?: JsonValue;
  error?: string;
  /** It waits for the caller: an approval, or a command of this machine. Nothing here carries it out. */
  isCallers: boolean;
}

/** A source with its number, as the answer names them; passages of one source are told together. */
export interface AnswerSource {
  number: number;
  title: string;
  url?: string;
  /** The words that are cited, where the provider gives them. */
  passages: string[];
}

type ValueType = "server_tool" | "citation" | "image" | "audio" | "choice";

function valuesOf({ order = [] }: RunOutput, type: ValueType): JsonObject[] {
  return order.flatMap((span) =>
    span.type === type && "value" in span && isJsonObject(span.value) ? [span.value] : [],
  );
}

export function serverStepsOf(output: RunOutput): ServerStep[] {
  const values = valuesOf(output, "server_tool");
  const results = new Map(values.flatMap((value) => (typeof value["of"] === "string" ? [[value["of"], value]] : [])));
  const uses = new Set(values.map(({ id }) => id));
  return values
    .filter((value) => value["of"] === undefined || !uses.has(value["of"]))
    .map((value) => toStep(value, results.get(String(value["id"]))));
}

function toStep(value: JsonObject, result: JsonObject | undefined): ServerStep {
  const { input } = value;
  const output = result?.["output"] ?? value["output"];
  const error = textAt(result ?? value, "error");
  return {
    name: textAt(value, "name") ?? nameOf(textAt(value, "type") ?? ""),
    asked: firstLine(input),
    status: statusOf(value, result, error),
    isCallers: value["runBy"] === "client",
    ...(input === undefined ? {} : { input }),
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
  };
}

function statusOf(value: JsonObject, result: JsonObject | undefined, error: string | undefined): ServerStep["status"] {
  if (error !== undefined) return "failed";
  const status = textAt(result ?? value, "status");
  if (status === "failed" || status === "incomplete") return "failed";
  if (status === "completed") return "completed";
  // A list of tools, a summary or a fallback is there as soon as it is told.
  const isUse = value["id"] !== undefined || status !== undefined || value["runBy"] === "client";
  return isUse ? "open" : "completed";
}

function nameOf(type: string): string {
  return type.replace(/_call$/, "").replaceAll("_", " ");
}

/** Where tools have what they are asked, the most telling first. */
const tellingKeys = [
  "query",
  "queries",
  "question",
  "url",
  "command",
  "commands",
  "code",
  "pattern",
  "paths",
  "prompt",
];
/** Of what has none of them so much is shown as it stands. */
const longestRest = 200;

function firstLine(input: JsonValue | undefined): string {
  if (typeof input === "string") return input.split("\n", 1)[0]?.trim() ?? "";
  if (Array.isArray(input)) return input.filter((one) => typeof one === "string").join(", ");
  if (!isJsonObject(input)) return "";
  const told = tellingKeys.map((key) => firstLine(input[key])).find((text) => text !== "");
  if (told !== undefined) return told;
  // Another model goes on (Anthropic).
  const [from, to] = [textAt(objectAt(input, "from"), "model"), textAt(objectAt(input, "to"), "model")];
  if (from !== undefined && to !== undefined) return `${from} → ${to}`;
  const { type: _type, ...rest } = input;
  return Object.keys(rest).length === 0 ? "" : JSON.stringify(rest).slice(0, longestRest);
}

/** In the order in which they are first cited. */
export function sourcesOf(output: RunOutput): AnswerSource[] {
  const sources = new Map<string, AnswerSource>();
  for (const value of valuesOf(output, "citation")) {
    const url = textAt(value, "url");
    const title = titleOf(value);
    const key = sourceKey(value);
    const source = sources.get(key) ?? { number: sources.size + 1, title, passages: [], ...(url ? { url } : {}) };
    const text = textAt(value, "text");
    if (text !== undefined && !source.passages.includes(text)) source.passages.push(text);
    sources.set(key, source);
  }
  return [...sources.values()];
}

/** What tells sources apart. */
export function sourceKey(citation: JsonObject): string {
  return textAt(citation, "url") ?? titleOf(citation);
}

function titleOf(value: JsonObject): string {
  return textAt(value, "title") ?? textAt(value, "filename") ?? textAt(value, "url") ?? documentOf(value);
}

function documentOf(value: JsonObject): string {
  return typeof value["index"] === "number" ? `Document ${value["index"] + 1}` : (textAt(value, "file") ?? "Source");
}

/** Addresses of pictures, `data:` ones among them. */
export function picturesOf(output: RunOutput): string[] {
  return valuesOf(output, "image").flatMap((value) => textAt(value, "url") ?? []);
}

/** Another choice of an answer of several (`n`). */
export interface AnswerChoice {
  /** From 0; the answer itself is the lowest. */
  index: number;
  text: string;
  finish?: string;
  reasoning?: string;
  refusal?: string;
  /** As JSON, where it calls tools. */
  calls?: JsonValue;
}

/** The choices beside the answer, in their order. */
export function otherChoicesOf(output: RunOutput): AnswerChoice[] {
  return valuesOf(output, "choice").map((value) => {
    const [finish, reasoning, refusal] = ["finish", "reasoning", "refusal"].map((key) => textAt(value, key));
    return {
      index: typeof value["index"] === "number" ? value["index"] : 0,
      text: textAt(value, "text") ?? "",
      ...(finish === undefined ? {} : { finish }),
      ...(reasoning === undefined ? {} : { reasoning }),
      ...(refusal === undefined ? {} : { refusal }),
      ...(value["calls"] === undefined ? {} : { calls: value["calls"] }),
    };
  });
}

/** A token of an answer with the natural logarithm of its probability, and what else might have stood there. */
export interface AnswerToken {
  token: string;
  logprob: number;
  top: readonly { token: string; logprob: number }[];
}

/** Of an answer that was asked for them (`logprobs`); empty where none came. */
export function tokensOf({ order = [] }: RunOutput): AnswerToken[] {
  return order.flatMap((span) => {
    if (span.type !== "logprobs" || !Array.isArray(span.value)) return [];
    return span.value.flatMap((value) => {
      if (!isJsonObject(value) || typeof value["logprob"] !== "number") return [];
      const top = Array.isArray(value["top"]) ? value["top"] : [];
      return [
        { token: textAt(value, "token") ?? "", logprob: value["logprob"], top: top as unknown as AnswerToken["top"] },
      ];
    });
  });
}

/** A sound in an answer: base64, and what is said in it. */
export function audioOf(output: RunOutput): { data: string; transcript: string } | undefined {
  const [value] = valuesOf(output, "audio");
  const data = value && textAt(value, "data");
  return data ? { data, transcript: textAt(value, "transcript") ?? "" } : undefined;
}

/** Whether any of it is there; asked of every frame of a stream. */
export function hasExtras({ order }: RunOutput): boolean {
  return order?.some((span) => "value" in span) ?? false;
}
