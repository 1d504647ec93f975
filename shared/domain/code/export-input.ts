import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import type { RequestPlan } from "../run/request-plan.ts";
import type { SecretRef, WireHeader, WireRequest } from "../wire/wire.ts";

/** What a run sent, or would send. */
export interface ExportInput {
  wire: WireRequest;
  plan: RequestPlan;
}

/** Program text for a request, or why there can be none. */
export type CodeExport = { code: string } | { unavailable: string };

/** A key as code gets it: out of the environment, or a fixed text where the server wants none. */
export type KeyInCode = { variable: string } | { text: string };

/** The parts a chat completion's client library takes apart. */
export interface ChatCall {
  baseUrl: string;
  /** Azure's, which is in the query. */
  apiVersion: string | undefined;
  key: KeyInCode;
  /** Headers the library would not send by itself. */
  extraHeaders: [name: string, value: string][];
  body: JsonObject;
}

const completionPath = "/chat/completions";
/** APIs whose requests a client library for OpenAI's chat completions can make. */
const libraryApis: ReadonlySet<string> = new Set(["chat-completions"]);
/** Headers that every HTTP client writes itself. */
const connectionHeaders = new Set(["host", "content-length", "connection"]);
const libraryHeaders = new Set(["content-type", "accept", "user-agent", "authorization"]);

/** Headers worth writing down, without those that follow from address and body. */
export function writtenHeaders({ headers }: WireRequest): WireHeader[] {
  return headers.filter(({ name }) => !connectionHeaders.has(name.toLowerCase()));
}

/** Takes a request apart for a library that speaks OpenAI's chat completions. */
export function readChatCall({ wire, plan }: ExportInput): ChatCall | { unavailable: string } {
  const body = parseBody(wire.body);
  if (!body) return { unavailable: "The body is not a JSON object; curl and raw HTTP send it as it is." };
  const url = new URL(wire.url);
  const hasPath = url.pathname.endsWith(completionPath);
  // Runs of before kept no API: then only the path tells.
  if (plan.api === undefined ? !hasPath : !libraryApis.has(plan.api)) {
    return { unavailable: "This request does not speak OpenAI's chat completions." };
  }
  if (!hasPath) {
    return {
      unavailable: `The library sends to addresses that end in ${completionPath}; curl and raw HTTP send this as it is.`,
    };
  }
  const apiVersion = url.searchParams.get("api-version") ?? undefined;
  const azureKey = headerOf(wire, "api-key");
  const isVersioned = apiVersion !== undefined && azureKey !== undefined;
  const key = keyOf(isVersioned ? azureKey : (headerOf(wire, "authorization") ?? azureKey));
  return {
    baseUrl: `${url.origin}${url.pathname.slice(0, -completionPath.length)}`,
    apiVersion: isVersioned ? apiVersion : undefined,
    key,
    extraHeaders: wire.headers.flatMap((header) => extraHeader(header, isVersioned)),
    body,
  };
}

function extraHeader({ name, value }: WireHeader, isVersioned: boolean): [string, string][] {
  const lower = name.toLowerCase();
  if (connectionHeaders.has(lower) || libraryHeaders.has(lower)) return [];
  if (lower === "api-key" && isVersioned) return [];
  return value.every((part) => typeof part === "string") ? [[name, value.join("")]] : [];
}

function headerOf({ headers }: WireRequest, wanted: string): WireHeader | undefined {
  return headers.find(({ name }) => name.toLowerCase() === wanted);
}

function keyOf(header: WireHeader | undefined): KeyInCode {
  const ref = header?.value.find((part): part is SecretRef => typeof part !== "string");
  if (ref) return { variable: ref.variable };
  const text = (header?.value ?? []).join("").replace(/^Bearer /, "");
  return { text: text === "" ? "no-key" : text };
}

function parseBody(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
