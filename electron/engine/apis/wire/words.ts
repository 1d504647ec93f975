import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { isTooDeep } from "@shared/domain/json/json-depth.ts";
import { listAt, objectAt, textAt } from "@shared/domain/json/read-json.ts";
import type { Refusal } from "../api.ts";
import { isPage, textOfPage } from "./page-text.ts";

/** A server's own words of a failure, its code and its type. */
export type Words = Pick<Refusal, "message" | "code" | "type">;

/** A server quoted inside another's words is quoted up to here. */
const longestQuote = 2_000;
/** Errors within errors, as routers nest them. */
const deepest = 4;

/**
 * What a refusal's body says (`README.md#words-of-a-failure`): of JSON the words, of an event the same, of a web page
 * its text, any other text as it is.
 */
export function wordsOf(body: string, depth = 0): Words {
  const text = body.trim();
  if (isPage(text)) return { message: textOfPage(text) };
  const value = parsed(text) ?? parsed(dataOfEvents(text));
  if (typeof value === "string") return { message: value };
  const outer = firstObject(value);
  return (outer && failureIn(outer, depth)) ?? { message: text };
}

/** The failure that an object tells of in any place where servers put one; undefined for an object that tells of none. */
export function failureIn(answer: JsonObject, depth = 0): Words | undefined {
  if (answer["object"] === "error" || answer["type"] === "error") {
    return saysFailure(answer["error"]) ? describeError(answer["error"], depth) : describeError(answer, depth);
  }
  const { error, errors, detail } = answer;
  if (saysFailure(error)) return beside(describeError(error, depth), answer);
  if (Array.isArray(errors) && saysFailure(errors)) return describeError(errors, depth);
  const status = objectAt(answer, "base_resp");
  const refused = status?.["status_code"];
  if (status && saysFailure(refused)) {
    return { message: textAt(status, "status_msg") || String(refused), code: String(refused) };
  }
  const message = textAt(answer, "error_msg") ?? textAt(answer, "error_message") ?? textOf(answer);
  if (message !== undefined) return { message, ...signsOf(answer) };
  return saysFailure(detail) ? { message: describeDetail(detail) } : undefined;
}

/** Whether the value of an error field says that something failed: servers also write empty ones beside good answers. */
export function saysFailure(error: JsonValue | undefined): error is JsonValue {
  if (typeof error === "string") return error.trim() !== "";
  if (Array.isArray(error)) return error.some(saysFailure);
  return isJsonObject(error) ? Object.values(error).some(saysFailure) : Boolean(error);
}

/** OpenAI's error object, or the text, list or nesting that some servers send in its place. */
export function describeError(error: JsonValue, depth = 0): Words {
  if (typeof error === "string") return { message: error };
  if (Array.isArray(error)) {
    const [first, ...more] = error.map((one) => describeError(one, depth));
    return first ? { ...first, message: [first, ...more].map(({ message }) => message).join("; ") } : { message: "" };
  }
  if (!isJsonObject(error)) return { message: JSON.stringify(error) };
  const inner = error["error"];
  const nested = depth < deepest && saysFailure(inner) ? describeError(inner, depth + 1) : undefined;
  const message = textOf(error) ?? nested?.message ?? JSON.stringify(error);
  return { ...nested, ...signsOf(error), message: withQuote(message, error, depth) };
}

/** A router such as OpenRouter says that a provider failed, and quotes that provider in its metadata. */
function withQuote(message: string, error: JsonObject, depth: number): string {
  const metadata = objectAt(error, "metadata");
  const raw = metadata?.["raw"];
  const reasons = listAt(metadata, "reasons").filter((reason) => typeof reason === "string");
  const quote = saysFailure(raw) ? quoted(raw, depth) : reasons.join(", ");
  if (quote === "" || message.includes(quote)) return message;
  const speaker = textAt(metadata, "provider_name");
  return `${message}: ${speaker ? `${speaker}: ` : ""}${quote.slice(0, longestQuote)}`;
}

function quoted(raw: JsonValue, depth: number): string {
  if (depth >= deepest) return typeof raw === "string" ? raw : JSON.stringify(raw);
  return (typeof raw === "string" ? wordsOf(raw, depth + 1) : describeError(raw, depth + 1)).message;
}

/** A bare word as the error and the sentence beside it. */
function beside(words: Words, answer: JsonObject): Words {
  if (isJsonObject(answer["error"])) return words;
  const sentence = textOf(answer) ?? textAt(answer, "error_description") ?? textAt(answer, "detail");
  if (!sentence || sentence === words.message) return { ...signsOf(answer), ...words };
  return { ...signsOf(answer), message: sentence, code: words.message };
}

function textOf(error: JsonObject): string | undefined {
  for (const key of ["message", "msg", "error_msg", "detail"]) {
    const said = error[key];
    if (typeof said === "string" && said !== "") return said;
    if (saysFailure(said) && typeof said === "object") return describeDetail(said);
  }
  return undefined;
}

function signsOf(error: JsonObject): Pick<Words, "code" | "type"> {
  const code = [error["code"], error["error_code"], error["status"]].find(isCode);
  const type = textAt(error, "type");
  return { ...(code === undefined ? {} : { code: String(code) }), ...(type && type !== "error" ? { type } : {}) };
}

function isCode(code: JsonValue | undefined): code is string | number {
  return typeof code === "number" || (typeof code === "string" && code !== "");
}

/** FastAPI's list of `{"loc": […], "msg"}`: where it is wrong, and what. */
function describeDetail(detail: JsonValue): string {
  if (typeof detail === "string") return detail;
  if (!Array.isArray(detail)) return isJsonObject(detail) ? (textOf(detail) ?? JSON.stringify(detail)) : String(detail);
  return detail
    .map((one) => {
      const said = isJsonObject(one) ? textAt(one, "msg") : undefined;
      if (!isJsonObject(one) || said === undefined) return typeof one === "string" ? one : JSON.stringify(one);
      const place = listAt(one, "loc").join(".");
      return place === "" ? said : `${place}: ${said}`;
    })
    .join("; ");
}

/** Gemini wraps its error object in a list. */
export function firstObject(value: JsonValue | undefined): JsonObject | undefined {
  const first = Array.isArray(value) ? value[0] : value;
  return isJsonObject(first) ? first : undefined;
}

/** The data of the first event, of a refusal that came as a stream. */
function dataOfEvents(text: string): string {
  return /^(?:data|error): ?(.*)$/m.exec(text)?.[1] ?? "";
}

/** The value of a JSON text; nothing for what is none, or so deep that nobody could keep it. */
export function parsed(text: string): JsonValue | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
