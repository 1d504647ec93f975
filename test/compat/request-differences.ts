import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { ReceivedRequest } from "../fakes/provider/fake-provider.ts";

/** What is compared of a request: method and path, the headers that mean something to a provider, the body. */
export interface SentRequest {
  path: string;
  headers: Record<string, string>;
  body: JsonValue;
}

/** One place where two values differ; undefined: it is not there. */
export interface Difference {
  at: string;
  theirs: JsonValue | undefined;
  ours: JsonValue | undefined;
}

const comparedHeaders = ["authorization", "api-key", "x-api-key", "anthropic-version", "anthropic-beta"];

/** A request without what says nothing: the order of keys, `stream: false`, one text block for a text, and in Responses two ways to write an item. */
export function sentRequest(request: ReceivedRequest): SentRequest {
  const url = new URL(request.path, "http://x");
  url.searchParams.sort();
  const headers = comparedHeaders.flatMap((name) => {
    const value = request.header(name);
    return value === undefined ? [] : [[name, value]];
  });
  const given = request.json() as JsonObject;
  const body = request.path.endsWith("/responses")
    ? plainResponse(given)
    : (plain(given, request.path.includes("/messages")) as JsonObject);
  const { stream, ...unstreamed } = body;
  return {
    path: `${request.method} ${url.pathname}${url.search}`,
    headers: Object.fromEntries(headers),
    body: stream === true ? body : unstreamed,
  };
}

/** Instructions are a system message that opens the conversation; an item is a message unless it says otherwise. */
function plainResponse({ instructions, ...body }: JsonObject): JsonObject {
  const opening = typeof instructions === "string" ? [{ role: "system", content: instructions }] : [];
  const input = typeof body["input"] === "string" ? [{ role: "user", content: body["input"] }] : body["input"];
  const items = Array.isArray(input) ? [...opening, ...input].map(plainItem) : (input ?? null);
  return { ...(plain(body, false) as JsonObject), input: items };
}

function plainItem(item: JsonValue): JsonValue {
  if (!isJsonObject(item)) return item;
  const { type, content, output, arguments: called, ...rest } = item;
  const kind = item["role"] === "assistant" ? "output_text" : "input_text";
  const parts = (given: JsonValue) => (typeof given === "string" ? [{ type: kind, text: given }] : given);
  const list = content === undefined ? undefined : parts(content);
  return {
    ...rest,
    ...(type === undefined || type === "message" ? {} : { type }),
    ...(called === undefined ? {} : { arguments: spaced(String(called)) }),
    ...(list === undefined ? {} : { content: Array.isArray(list) ? list.map(withoutAnnotations) : list }),
    ...(output === undefined ? {} : { output: parts(output) }),
  };
}

function withoutAnnotations(part: JsonValue): JsonValue {
  if (!isJsonObject(part) || !Array.isArray(part["annotations"]) || part["annotations"].length > 0) return part;
  const { annotations: _, ...rest } = part;
  return rest;
}

function plain(value: JsonValue, anthropic: boolean, key = ""): JsonValue {
  // Tool arguments are JSON as text: how it is spaced does not matter.
  if (key === "arguments" && typeof value === "string") return spaced(value);
  // Anthropic's two ways to write one text.
  if (anthropic && typeof value === "string" && (key === "content" || key === "system")) {
    return [{ type: "text", text: value }];
  }
  if (Array.isArray(value)) return value.map((entry) => plain(entry, anthropic));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      // A tool without a type is the caller's own.
      .filter(([name, part]) => !(anthropic && name === "type" && part === "custom"))
      .map(([name, part]) => [name, plain(part as JsonValue, anthropic, name)]),
  );
}

function spaced(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

/** Every place where two values differ, arrays of other lengths as one. */
export function differencesOf(theirs: JsonValue | undefined, ours: JsonValue | undefined, at = ""): Difference[] {
  if (isJsonObject(theirs) && isJsonObject(ours)) {
    const keys = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])];
    return keys.flatMap((key) => differencesOf(theirs[key], ours[key], at === "" ? key : `${at}.${key}`));
  }
  if (Array.isArray(theirs) && Array.isArray(ours) && theirs.length === ours.length) {
    return theirs.flatMap((entry, index) => differencesOf(entry, ours[index], `${at}[${index}]`));
  }
  return Object.is(theirs, ours) ? [] : [{ at, theirs, ours }];
}
