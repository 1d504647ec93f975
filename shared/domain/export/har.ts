import type { Exchange, WireText, WireTimings } from "../wire/wire.ts";

/*
 * Exchanges as an HTTP Archive (HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/). A secret is its variable,
 * e.g. `Bearer $OPENAI_API_KEY`. What HAR has no place for stands in fields that begin with an underscore.
 */

interface NameValue {
  name: string;
  value: string;
}

export interface HarEntry {
  startedDateTime: string;
  time: number;
  request: {
    method: string;
    url: string;
    httpVersion: string;
    cookies: [];
    headers: NameValue[];
    queryString: NameValue[];
    postData?: { mimeType: string; text: string };
    headersSize: -1;
    bodySize: number;
  };
  response: {
    status: number;
    statusText: string;
    httpVersion: string;
    cookies: [];
    headers: NameValue[];
    content: { size: number; mimeType: string; text: string; encoding?: "base64" };
    redirectURL: "";
    headersSize: -1;
    bodySize: number;
    _error?: string;
  };
  cache: Record<string, never>;
  timings: HarTimings;
  _attempt: number;
  _kind: Exchange["kind"];
  /** When each event of a stream came, in milliseconds since the request was started. */
  _frames?: { time: number; bytes: number }[];
}

/** Milliseconds; -1 for what did not happen, as on a reused connection. */
interface HarTimings {
  blocked: -1;
  dns: number;
  connect: number;
  ssl: number;
  send: number;
  wait: number;
  receive: number;
}

const head = { version: "1.2", creator: { name: "Promptscope", version: "1" } };

/** A whole archive. */
export function toHar(exchanges: readonly Exchange[]): { log: typeof head & { entries: HarEntry[] } } {
  return { log: { ...head, entries: exchanges.map(toHarEntry) } };
}

export function toHarEntry(exchange: Exchange): HarEntry {
  const { request, response, frames } = exchange;
  const responseHeaders = (response?.headers ?? []).map(([name, value]) => ({ name, value }));
  const requestHeaders = request.headers.map(({ name, value }) => ({ name, value: plain(value) }));
  const timings = toTimings(exchange.timings);
  const { bodyBase64 } = response ?? {};
  return {
    startedDateTime: new Date(exchange.startedAt).toISOString(),
    time: totalOf(timings),
    request: {
      method: request.method,
      url: request.url,
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: requestHeaders,
      queryString: queryOf(request.url),
      ...(request.body === "" ? {} : { postData: { mimeType: typeOf(requestHeaders), text: request.body } }),
      headersSize: -1,
      bodySize: request.bodyBytes,
    },
    response: {
      status: response?.status ?? 0,
      statusText: response?.statusText ?? "",
      httpVersion: response ? `HTTP/${response.httpVersion}` : "",
      cookies: [],
      headers: responseHeaders,
      content: {
        size: response?.bodyBytes ?? 0,
        mimeType: typeOf(responseHeaders),
        text: bodyBase64 ?? response?.body ?? "",
        ...(bodyBase64 === undefined ? {} : { encoding: "base64" as const }),
      },
      redirectURL: "",
      headersSize: -1,
      bodySize: response?.bodyBytes ?? -1,
      ...(exchange.failure === undefined ? {} : { _error: exchange.failure }),
    },
    cache: {},
    timings,
    _attempt: exchange.attempt,
    _kind: exchange.kind,
    ...(frames.length === 0 ? {} : { _frames: frames.map(({ at, bytes }) => ({ time: at, bytes })) }),
  };
}

function plain(value: WireText): string {
  return value.map((part) => (typeof part === "string" ? part : `$${part.variable}`)).join("");
}

function typeOf(headers: readonly NameValue[]): string {
  return headers.find(({ name }) => name.toLowerCase() === "content-type")?.value ?? "";
}

function queryOf(url: string): NameValue[] {
  return URL.canParse(url) ? [...new URL(url).searchParams].map(([name, value]) => ({ name, value })) : [];
}

/** Ours are moments, HAR's are durations; its `connect` includes `ssl`. */
function toTimings({ dns, connect, tls, requestSent, firstByte, end }: WireTimings): HarTimings {
  const between = (from: number | undefined, to: number | undefined) =>
    to === undefined ? -1 : Math.max(0, to - (from ?? 0));
  const connected = tls ?? connect;
  return {
    blocked: -1,
    dns: between(0, dns),
    connect: between(dns, connected),
    ssl: tls === undefined ? -1 : between(connect, tls),
    send: Math.max(0, between(connected, requestSent)),
    wait: Math.max(0, between(requestSent, firstByte)),
    receive: firstByte === undefined ? 0 : Math.max(0, between(firstByte, end)),
  };
}

function totalOf({ dns, connect, send, wait, receive }: HarTimings): number {
  return [dns, connect, send, wait, receive].reduce((total, part) => total + Math.max(0, part), 0);
}
