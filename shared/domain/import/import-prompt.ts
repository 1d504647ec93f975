import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import { isTooDeep } from "../json/json-depth.ts";
import type { PromptContent } from "../prompt/prompt.ts";
import { createCodeReader } from "./code-reader.ts";
import type { Language } from "./code-tokens.ts";
import { CodeRecord } from "./code-value.ts";
import { createNotes, type ImportNotes, shortText } from "./import-notes.ts";
import {
  type ImportedPrompt,
  type ImportOutcome,
  type PastedForm,
  type PastedRequest,
  Unreadable,
} from "./imported-prompt.ts";
import { headersText, readCurl, type SentText } from "./read-curl.ts";
import { readPowerShell } from "./read-powershell.ts";
import { readProgram } from "./read-program.ts";
import { withoutKeys } from "./remove-keys.ts";
import {
  type BodyContent,
  fromChatCompletions,
  fromCompletions,
  fromMessages,
  fromResponses,
} from "./request-bodies.ts";
import { settleRequest } from "./settle-code.ts";
import { createVariableNames } from "./variable-names.ts";

/** What stands in no Python program outside of a text. */
const scriptMarks =
  /^[ \t]*(?:const|let|var|export|async function)\s|=>|\bnew [A-Z]\w{0,40}\(|\bimport\s[^\n]{0,200}\sfrom\s{1,8}["']|\b(?:create|parse|stream)\(\s{0,200}\{/m;
/** Characters. A prompt of Langfuse may have a million. */
const longestText = 4_000_000;

/**
 * Reads a prompt out of what somebody copied: JSON of a request, a curl or PowerShell command, a request as text, a call
 * of an SDK in Python or TypeScript, a list of messages, or plain text. Nothing is run, nothing is fetched, and what is
 * not taken is named. Takes time in proportion to the text. Keys of providers are in no part of the answer.
 */
export function importPrompt(pasted: string): ImportOutcome {
  const text = withoutFence(pasted);
  if (text.trim() === "") return new Unreadable("empty", "There is no text.").nothing;
  if (text.length > longestText) {
    return new Unreadable("too_large", "The text has more than four million characters.").nothing;
  }
  try {
    const notes = createNotes();
    return { kind: "prompt", prompt: withoutKeys(read(text, notes)) };
  } catch (error) {
    if (error instanceof Unreadable) return error.nothing;
    throw error;
  }
}

interface FoundRequest {
  form: PastedForm;
  body: JsonValue;
  request?: PastedRequest;
  url?: string | undefined;
  values?: JsonObject;
}

function read(text: string, notes: ImportNotes): ImportedPrompt {
  const found = findRequest(text, notes);
  if (!found) return asText(text);
  const request = found.request ?? requestOf(found.body, found.url);
  const content = contentOf(found, request, notes);
  if (content.prompt.length === 0) {
    throw new Unreadable("no_messages", "The request holds no message a prompt could be made of.");
  }
  if (found.url !== undefined) {
    notes.lost(
      "address_not_taken",
      `The address (${hostOf(found.url)}) is not kept: the model decides which provider is asked.`,
    );
  }
  return {
    ...typed(content),
    form: found.form,
    request,
    values: found.values ?? {},
    notes: notes.all(),
  };
}

/** In the order in which one form could be taken for another. */
function findRequest(text: string, notes: ImportNotes): FoundRequest | undefined {
  const start = text.trimStart();
  if (/^[[{]/.test(start)) return readLiteral(start, notes) ?? readCode(text, notes);
  if (
    /(?:^|\n)[ \t]*(?:\[IO\.File\]|\$\w+\s*=\s*(?:\[|@?['"]))|Invoke-(?:RestMethod|WebRequest)/i.test(
      text.slice(0, 20_000),
    )
  ) {
    return sent("powershell", readPowerShell(text, notes));
  }
  if (isCurlCommand(start)) return sent("curl", readCurl(start.replace(/^[$>] +/, ""), notes));
  if (/^(?:POST|PUT) +\S+ +HTTP\/\d/.test(start)) return sent("http", readHttp(start, notes));
  return readCode(text, notes);
}

function isCurlCommand(start: string): boolean {
  return (
    /^(?:[$>] +)?(?:[A-Za-z_]\w*=\S* +)*(?:head -c \d+ <<|(?:\S*[\\/])?curl(?:\.exe)?[\s^])/i.test(start) ||
    /\n[^\S\n]*curl(?:\.exe)? /i.test(start.slice(0, 4_000)) ||
    /\|\s*curl /.test(start)
  );
}

function sent(form: PastedForm, { url, body }: SentText): FoundRequest {
  if (body.trim() === "") throw new Unreadable("no_messages", "The command sends no body.");
  const parsed = parseJson(body);
  if (parsed === undefined) {
    throw new Unreadable("not_understood", `The body is no JSON: ${shortText(body)}`);
  }
  return { form, body: parsed, url };
}

function readHttp(text: string, notes: ImportNotes): SentText {
  const end = /\r?\n\r?\n/.exec(text);
  const head = text.slice(0, end?.index ?? text.length).split(/\r?\n/);
  if (head.length > 1) notes.lost("headers_not_taken", headersText(head.length - 1));
  const host = head
    .find((line) => /^host:/i.test(line))
    ?.slice(5)
    .trim();
  const path = head[0]?.split(" ")[1] ?? "";
  return {
    url: path.startsWith("http") || host === undefined ? path : `https://${host}${path}`,
    body: end ? text.slice(end.index + end[0].length) : "",
  };
}

/** JSON, or an object as Python and JavaScript write it. */
function readLiteral(text: string, notes: ImportNotes): FoundRequest | undefined {
  const parsed = parseJson(text);
  if (parsed !== undefined) return { form: "json", body: parsed };
  // Only a whole text that is one literal; in front of a program's call brackets mean something else.
  const language: Language = /\b(?:True|False|None)\b|"""|\bf["']/.test(text) ? "python" : "typescript";
  const reader = createCodeReader(text, language);
  const { value, end } = reader.valueAt(0);
  if (end < reader.tokens.length && !(end === reader.tokens.length - 1 && text.trimEnd().endsWith(";")))
    return undefined;
  const tools = { notes, names: createVariableNames(), values: {} };
  const record =
    value instanceof CodeRecord ? value : Array.isArray(value) ? new CodeRecord([["messages", value]]) : undefined;
  if (!record) return undefined;
  return { form: language, body: settleRequest(record, tools), values: tools.values };
}

function readCode(text: string, notes: ImportNotes): FoundRequest | undefined {
  const first: Language = looksLikePython(text) ? "python" : "typescript";
  for (const language of [first, first === "python" ? "typescript" : "python"] as const) {
    const found = readProgram(text, language, notes);
    if (found && Object.keys(found.body).length > 0) return { form: language, ...found };
  }
  return undefined;
}

function looksLikePython(text: string): boolean {
  return !scriptMarks.test(text.slice(0, 200_000));
}

function parseJson(text: string): JsonValue | undefined {
  if (isTooDeep(text)) throw new Unreadable("too_deep", "The JSON is nested more deeply than a prompt can be.");
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Which API a body is for: by the address where there is one, else by words only one API has. */
function requestOf(body: JsonValue, url: string | undefined): PastedRequest {
  if (url !== undefined) {
    if (/\/chat\/completions\b/.test(url)) return "openai-chat";
    if (/\/responses\b/.test(url)) return "openai-responses";
    if (/\/messages\b/.test(url)) return "anthropic-messages";
  }
  if (!isJsonObject(body)) return "none";
  if (Array.isArray(body["messages"])) return isAnthropic(body) ? "anthropic-messages" : "openai-chat";
  if (body["input"] !== undefined || body["instructions"] !== undefined) return "openai-responses";
  return typeof body["prompt"] === "string" && body["model"] !== undefined ? "openai-text" : "none";
}

function isAnthropic(body: JsonObject): boolean {
  if (body["system"] !== undefined || body["stop_sequences"] !== undefined || body["anthropic_version"] !== undefined)
    return true;
  const tools = body["tools"];
  if (Array.isArray(tools) && tools.some((tool) => isJsonObject(tool) && tool["input_schema"] !== undefined))
    return true;
  const model = body["model"];
  return typeof model === "string" && model.startsWith("claude") && body["max_tokens"] !== undefined;
}

function contentOf({ body, url }: FoundRequest, request: PastedRequest, notes: ImportNotes): BodyContent {
  if (Array.isArray(body)) return fromChatCompletions({ messages: body }, notes);
  if (!isJsonObject(body))
    throw new Unreadable("not_understood", "The JSON is neither a request nor a list of messages.");
  const content = bodyContent(body, request, notes);
  // Azure names the model in the address.
  const deployment = /\/deployments\/([^/?]+)\//.exec(url ?? "")?.[1];
  if (deployment === undefined || content.config["model"] !== undefined) return content;
  return { ...content, config: { model: `azure/${decodeURIComponent(deployment)}`, ...content.config } };
}

function bodyContent(body: JsonObject, request: PastedRequest, notes: ImportNotes): BodyContent {
  switch (request) {
    case "openai-chat":
      return fromChatCompletions(body, notes);
    case "openai-responses":
      return fromResponses(body, notes);
    case "anthropic-messages":
      return fromMessages(body, notes);
    case "openai-text":
      return fromCompletions(body, notes);
    case "none":
      return stored(body, notes);
  }
}

/** One message, or a prompt as Langfuse's API gives it. */
function stored(body: JsonObject, notes: ImportNotes): BodyContent {
  if (typeof body["role"] === "string") return fromChatCompletions({ messages: [body] }, notes);
  const { prompt, config } = body;
  if (typeof prompt !== "string" && !Array.isArray(prompt)) {
    throw new Unreadable("not_understood", "The JSON has no messages, input or prompt: it is no request to a model.");
  }
  const read = typeof prompt === "string" ? prompt : fromChatCompletions({ messages: prompt }, notes).prompt;
  return { prompt: read, config: isJsonObject(config) ? config : {} };
}

function typed({ prompt, config }: BodyContent): Pick<ImportedPrompt, "type" | "prompt" | "config"> {
  const content: Pick<PromptContent, "type" | "prompt"> =
    typeof prompt === "string" ? { type: "text", prompt } : { type: "chat", prompt };
  return { ...content, config };
}

function asText(text: string): ImportedPrompt {
  return { type: "text", prompt: text.trim(), config: {}, form: "text", request: "none", values: {}, notes: [] };
}

/** Text copied out of a page or a chat often stands between three backticks. */
function withoutFence(text: string): string {
  return /^\s*```[\w-]*\r?\n([\s\S]*?)\r?\n```\s*$/.exec(text)?.[1] ?? text;
}

function hostOf(url: string): string {
  const host = /^https?:\/\/(?:[^/@]*@)?([^/?#\s]*)/.exec(url)?.[1];
  return shortText(host === undefined || host === "" ? "as given" : host);
}
