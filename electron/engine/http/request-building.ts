import { hash } from "node:crypto";
import { validateHeaderName, validateHeaderValue } from "node:http";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { remember } from "@shared/domain/remember.ts";
import type { SecretRef, WireHeader, WireRequest, WireText } from "@shared/domain/wire/wire.ts";
import type { SecretResolver } from "../ports.ts";
import { toWireText } from "./secret-placeholder.ts";

/** A request that is complete but for its secrets. */
export interface OutgoingRequest {
  url: URL;
  body: Buffer;
  wire: WireRequest;
}

type FetchInput = Parameters<typeof globalThis.fetch>[0];
type FetchInit = NonNullable<Parameters<typeof globalThis.fetch>[1]>;

/** Headers that describe the connection; they are ours to write. */
const connectionHeaders = new Set(["host", "connection", "content-length", "transfer-encoding", "keep-alive"]);

/**
 * Writes down the request exactly as it will go over the wire: final URL, every header in order, body bytes.
 * Headers given as a list or an object keep their order and case; a `Headers` object has neither.
 * @throws AppFailure `base_url_invalid`, `invalid_input`, `secret_invalid`.
 */
export async function buildRequest(
  input: FetchInput,
  init: FetchInit | undefined,
  allowed: readonly SecretRef[],
): Promise<OutgoingRequest> {
  const given = input instanceof Request ? input : undefined;
  const sent = init?.body === undefined ? given?.body : init.body;
  const method = (init?.method ?? given?.method ?? "GET").toUpperCase();
  const headers = headerPairs(init?.headers ?? given?.headers);
  return writeRequest({ url: given ? given.url : String(input), method, headers }, await bodyBytes(sent), allowed);
}

interface RequestHead {
  url: string;
  method: string;
  headers: readonly [string, string][];
}

/** The same of a POST whose body is a text. @throws AppFailure as `buildRequest`. */
export function buildPost(
  { url, headers, body }: { url: string; headers: readonly [string, string][]; body: string },
  allowed: readonly SecretRef[],
): OutgoingRequest {
  // A surrogate alone leaves as the mark that stands for what cannot be read.
  const text = body.toWellFormed();
  return writeRequest({ url, method: "POST", headers }, Buffer.from(text, "utf8"), allowed, text);
}

function writeRequest(
  head: RequestHead,
  body: Buffer,
  allowed: readonly SecretRef[],
  text = body.toString("utf8"),
): OutgoingRequest {
  const url = checkedUrl(head.url);
  const { method } = head;
  const headers = completeHeaders(url, method, head.headers, body.byteLength, allowed);
  return {
    url,
    body,
    wire: {
      method,
      url: url.href,
      headers,
      body: text,
      bodyBytes: body.byteLength,
      bodySha256: hash("sha256", body, "hex"),
    },
  };
}

/**
 * Joins the secrets into the headers. This is the last line before the socket; the result must not be kept.
 * @returns names and values in turn, as node takes them when nothing may be added or reordered.
 * @throws AppFailure `secret_invalid` without quoting the value; whatever the resolver throws.
 */
export function joinSecrets(headers: readonly WireHeader[], secrets: SecretResolver): string[] {
  const joined: string[] = [];
  for (const { name, value } of headers) {
    let text = "";
    for (const part of value) text += partValue(part, secrets);
    joined.push(name, text);
  }
  return joined;
}

function partValue(part: WireText[number], secrets: SecretResolver): string {
  if (typeof part === "string") return part;
  const value = secrets.resolve(part.secret);
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new AppFailure("secret_invalid", {
      message: `The key in ${part.variable} has characters a key cannot have.`,
    });
  }
  return value;
}

/** A gateway calls the same few addresses again and again. The URLs are shared: nobody may change one. */
const checkedUrl = remember(64, (text): URL => {
  const url = URL.parse(text);
  if (!url) throw new AppFailure("base_url_invalid");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new AppFailure("base_url_invalid", { message: `${url.protocol} addresses cannot be called.` });
  }
  if (url.username !== "" || url.password !== "") {
    throw new AppFailure("base_url_invalid", { message: "The address has a user name or password in it." });
  }
  if (url.hash !== "") url.hash = "";
  return url;
});

function headerPairs(headers: RequestInit["headers"]): [string, string][] {
  if (!headers) return [];
  if (headers instanceof Headers) return [...headers];
  if (Array.isArray(headers)) return headers.map(([name, value]) => [String(name), String(value)]);
  return Object.entries(headers).map(([name, value]) => [name, String(value)]);
}

function completeHeaders(
  url: URL,
  method: string,
  given: readonly [string, string][],
  bodyLength: number,
  allowed: readonly SecretRef[],
): WireHeader[] {
  const headers: WireHeader[] = [{ name: "host", value: [url.host] }];
  for (const [name, value] of given) {
    if (connectionHeaders.has(name.toLowerCase())) continue;
    assertHeader(name, value);
    headers.push({ name, value: toWireText(value, allowed) });
  }
  if (bodyLength > 0 || method === "POST" || method === "PUT" || method === "PATCH") {
    headers.push({ name: "content-length", value: [String(bodyLength)] });
  }
  headers.push({ name: "connection", value: ["keep-alive"] });
  return headers;
}

function assertHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    // Node's own message is not passed on: it may quote the value.
    throw new AppFailure("invalid_input", { message: "A request header has characters a header cannot have." });
  }
}

async function bodyBytes(body: RequestInit["body"]): Promise<Buffer> {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === "string") return Buffer.from(body, "utf8");
  return Buffer.from(await new Response(body).arrayBuffer());
}
