import type { JsonObject } from "../json/json.ts";
import { type CodeReader, createCodeReader } from "./code-reader.ts";
import type { Language } from "./code-tokens.ts";
import { CodeRecord, UnknownCode } from "./code-value.ts";
import { type ImportNotes, shortText } from "./import-notes.ts";
import type { PastedRequest } from "./imported-prompt.ts";
import { settleRequest } from "./settle-code.ts";
import { createVariableNames } from "./variable-names.ts";

/** A request that a program makes. */
export interface ProgramRequest {
  request: PastedRequest;
  body: JsonObject;
  values: JsonObject;
}

/** Calls of SDKs by how their path ends. */
const calls: readonly [RegExp, PastedRequest][] = [
  [/(?:^|\.)threads\.messages\.create$/, "none"],
  [/(?:^|\.)chat\.completions\.(?:create|parse|stream)$/, "openai-chat"],
  [/(?:^|\.)responses\.(?:create|parse|stream)$/, "openai-responses"],
  [/(?:^|\.)messages\.(?:create|parse|stream)$/, "anthropic-messages"],
  [/^(?:litellm\.)?a?completion$/, "openai-chat"],
  [/^(?:litellm\.)?a?responses$/, "openai-responses"],
  [/(?:^|\.)completions\.create$/, "openai-text"],
];

/** Settings of the client and the call that are no part of a request's body. */
const notBody = new Set(
  (
    "api_key apiKey api_base base_url baseURL api_version apiVersion timeout max_retries maxRetries num_retries " +
    "extra_headers extraHeaders headers default_headers extra_query custom_llm_provider organization project"
  ).split(" "),
);

/** The first call of an SDK in a program; undefined where there is none. */
export function readProgram(source: string, language: Language, notes: ImportNotes): ProgramRequest | undefined {
  const reader = createCodeReader(source, language);
  const found = findCalls(reader);
  const [first, ...others] = found;
  if (!first) return undefined;
  if (others.length > 0) {
    notes.lost("call_not_taken", `The text makes ${others.length + 1} calls; this is the first of them.`);
  }
  const record = withoutSettings(requestOf(reader, first.at, notes), notes);
  const tools = { notes, names: createVariableNames(), values: {} };
  return { request: first.kind, body: bodyOf(settleRequest(record, tools), notes), values: tools.values };
}

function findCalls({ tokens }: CodeReader): { kind: PastedRequest; at: number }[] {
  const found: { kind: PastedRequest; at: number }[] = [];
  tokens.forEach((token, at) => {
    if (token.kind !== "sign" || token.sign !== "(") return;
    const before = tokens[at - 1];
    if (before?.kind !== "name") return;
    const isDefined = tokens[at - 2];
    if (isDefined?.kind === "name" && /^(?:def|function)$/.test(isDefined.name)) return;
    const path = pathBefore(tokens, at);
    const kind = calls.find(([pattern]) => pattern.test(path))?.[1];
    if (kind !== undefined && kind !== "none") found.push({ kind, at: at + 1 });
  });
  return found;
}

/** The names before a bracket, as `client.chat.completions.create`; no more of them than any SDK has. */
function pathBefore(tokens: CodeReader["tokens"], bracket: number): string {
  const names: string[] = [];
  for (let at = bracket - 1; names.length < 8; at -= 2) {
    const token = tokens[at];
    if (token?.kind !== "name") break;
    names.unshift(token.name);
    const dot = tokens[at - 1];
    if (dot?.kind !== "sign" || (dot.sign !== "." && dot.sign !== "?.")) break;
  }
  return names.join(".");
}

/** Python names its arguments; TypeScript gives an object, and behind it settings of the call. */
function requestOf(reader: CodeReader, at: number, notes: ImportNotes): CodeRecord {
  const { positional, named } = reader.argumentsAt(at);
  const [first, ...others] = positional;
  if (reader.language === "python") {
    for (const value of positional) {
      const code = value instanceof UnknownCode ? shortText(value.code) : "a value";
      notes.lost("expression_not_taken", `${code} is given without a name: what it means is not known.`);
    }
    return named;
  }
  if (others.length > 0) notes.lost("option_not_taken", "The second argument of the call (its settings) is not taken.");
  if (first instanceof CodeRecord) return first;
  if (first instanceof UnknownCode) return new CodeRecord([], [first]);
  return new CodeRecord([]);
}

/** What only the client is told is named and left out. */
function withoutSettings({ entries, unknown }: CodeRecord, notes: ImportNotes): CodeRecord {
  const left = entries.filter(([key]) => notBody.has(key)).map(([key]) => key);
  if (left.length > 0) {
    notes.lost(
      "option_not_taken",
      `${left.join(", ")}: addresses and keys are set up under Settings, not in a prompt.`,
    );
  }
  return new CodeRecord(
    entries.filter(([key]) => !notBody.has(key)),
    unknown,
  );
}

/** `extra_body` is part of the body as it is sent. */
function bodyOf(request: JsonObject, notes: ImportNotes): JsonObject {
  const { extra_body: extra, ...others } = request;
  if (extra === undefined || extra === null) return others;
  if (typeof extra === "object" && !Array.isArray(extra)) return { ...others, ...extra };
  notes.lost("option_not_taken", "extra_body is no object.");
  return others;
}
