import type { IncomingMessage } from "node:http";

/** Why a request is turned away, before anything looked at what it asks for. */
export interface Refusal {
  status: 400 | 401 | 403 | 405 | 415 | 421 | 429;
  reason: string;
}

/** Checks that every loopback server of the product makes in front of its routes (`README.md#the-guard`). */

export function checkPeer(request: IncomingMessage): Refusal | null {
  const address = request.socket.remoteAddress ?? "";
  if (/^(::ffff:)?127\.\d+\.\d+\.\d+$/.test(address) || address === "::1") return null;
  return { status: 403, reason: "Only this machine may connect." };
}

/** Stops DNS rebinding. Node itself lets duplicate, missing and odd Host headers through. */
export function checkHost(request: IncomingMessage, hosts: readonly string[]): Refusal | null {
  const given = headerValues(request, "host");
  if (given.length === 1 && hosts.includes(given[0]?.toLowerCase() ?? "")) return null;
  return { status: 421, reason: "This server is not known by that name." };
}

/** The names under which a server on this machine's loopback may be asked. */
export function loopbackNames(port: number): string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
}

/** `//evil/api` and `http://evil/api` would become another host for whoever parses the target as a URL. */
export function checkTarget(request: IncomingMessage): Refusal | null {
  const target = request.url ?? "";
  if (target.startsWith("/") && !target.startsWith("//") && !target.includes("\\")) return null;
  return { status: 400, reason: "The request target must be a path." };
}

/** Plain, uncompressed JSON: a form or `text/plain` can be posted by any page without the browser asking first. */
export function isPlainJson(request: IncomingMessage): boolean {
  const types = headerValues(request, "content-type");
  const isJson = types.length === 1 && /^application\/json(\s*;\s*charset="?utf-8"?)?$/i.test(types[0] ?? "");
  return isJson && request.headers["content-encoding"] === undefined;
}

/** The raw path: never taken from a URL built with what the client sent as Host. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? "").split("?", 1)[0] ?? "";
}

/** Every value of a header, as sent: Node's `headers` keeps only the first of some and joins others. */
export function headerValues(request: IncomingMessage, name: string): string[] {
  const { rawHeaders } = request;
  const values: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const sent = rawHeaders[index] ?? "";
    // The length first: this is asked of every header for a dozen names.
    if (sent.length === name.length && sent.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? "");
  }
  return values;
}
