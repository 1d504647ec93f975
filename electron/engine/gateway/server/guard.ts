import { hash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import {
  checkHost,
  checkPeer,
  checkTarget,
  headerValues,
  isPlainJson,
  loopbackNames,
  pathOf,
} from "../../loopback/request-checks.ts";
import { GatewayFailure } from "../body/gateway-failure.ts";

export interface GatewayGuardOptions {
  port: number;
  /** False when it listens to other machines; then a master key is a must and names are not limited. */
  loopbackOnly: boolean;
  masterKey: string | null;
  monotonic: () => number;
}

/** Turns a request away by throwing, before anything looked at what it asks for. */
export type GatewayGuard = (request: IncomingMessage) => void;

const failedKeysPerSecond = 5;
/** What a load balancer asks before it has a key. */
const openPaths = new Set(["/health/liveliness", "/health/liveness", "/health/readiness"]);
/** LiteLLM's own header: it is for the gateway and nobody else, so it counts where there are others. */
const ownKeyHeader = "x-litellm-api-key";
/** Other headers in which clients of other APIs send their key, as LiteLLM takes it. */
const otherKeyHeaders = ["x-api-key", "api-key", "x-goog-api-key"];

/**
 * The ONE check in front of every route and 404 (`README.md#the-guard`): who connects, under which name, from which
 * page, in which form, and with which key.
 */
export function createGatewayGuard(options: GatewayGuardOptions): GatewayGuard {
  const hosts = loopbackNames(options.port);
  const origins = hosts.map((host) => `http://${host}`);
  const isMasterKey = options.masterKey === null ? null : createKeyCheck(options.masterKey);
  const failures: number[] = [];

  function checkKey(request: IncomingMessage): void {
    if (isMasterKey === null || openPaths.has(pathOf(request))) return;
    const given = keysOf(request);
    if (given.length === 0) throw refusal("No api key passed in.");
    const [key] = given;
    // Nobody can say which of two would count; one key in two headers is one key (AzureOpenAI sends it so).
    if (given.some((other) => other !== key)) throw new GatewayFailure(400, "More than one key was passed in.");
    if (!key) throw refusal("Malformed API Key passed in. Ensure Key has `Bearer ` prefix.");
    if (isMasterKey(key)) return;
    countFailure(options.monotonic());
    // LiteLLM repeats the key here; whatever was sent may be somebody's real one.
    if (!key.startsWith("sk-")) throw refusal("LiteLLM Virtual Key expected, which starts with 'sk-'.");
    throw refusal("Invalid proxy server token passed.");
  }

  /** A right key is always let in: others must not be able to lock it out. */
  function countFailure(now: number): void {
    while (failures.length > 0 && (failures[0] ?? now) <= now - 1000) failures.shift();
    if (failures.length >= failedKeysPerSecond) throw new GatewayFailure(429, "Too many wrong keys.");
    failures.push(now);
  }

  /** The documented address counts at any port: with a container's ports a client's is another than ours. */
  function checkName(request: IncomingMessage) {
    const [name = "", ...more] = headerValues(request, "host");
    const isDocumented = more.length === 0 && /^0\.0\.0\.0(:\d+)?$/.test(name) && !isOfBrowser(request);
    return isDocumented ? null : checkHost(request, hosts);
  }

  return function guard(request) {
    const refused = (options.loopbackOnly ? (checkPeer(request) ?? checkName(request)) : null) ?? checkTarget(request);
    if (refused) throw new GatewayFailure(refused.status, refused.reason);
    checkOrigin(request, origins);
    checkForm(request);
    checkKey(request);
  };
}

const ofBrowsers = /^(origin|sec-fetch-.+)$/i;

/**
 * Browsers send an Origin with whatever a page may post. To them `0.0.0.0` is no name of this machine: pages have
 * reached servers by it, past the rules for localhost. Node's own fetch, and with it the clients in JavaScript, sends
 * `sec-fetch-mode: cors` and nothing else of the kind; a browser that says that says Sec-Fetch-Site as well.
 */
function isOfBrowser(request: IncomingMessage): boolean {
  const [mode, ...more] = headerValues(request, "sec-fetch-mode");
  const isNodeFetch = mode === "cors" && more.length === 0;
  const { rawHeaders } = request;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (ofBrowsers.test(name) && !(isNodeFetch && name.toLowerCase() === "sec-fetch-mode")) return true;
  }
  return false;
}

/** Each key that was sent; empty text for one that could not be read. */
function keysOf(request: IncomingMessage): string[] {
  const own = headerValues(request, ownKeyHeader);
  if (own.length > 0) return own.map(withoutScheme);
  const keys = headerValues(request, "authorization").map((value) => bearer.exec(value)?.[1]?.trim() ?? "");
  for (const name of otherKeyHeaders) for (const value of headerValues(request, name)) keys.push(withoutScheme(value));
  return keys;
}

/** The scheme has no case (RFC 9110). */
const bearer = /^Bearer +(\S.*)$/i;

function withoutScheme(value: string): string {
  return bearer.exec(value)?.[1]?.trim() ?? value.trim();
}

/** No page may call the gateway: there are no CORS headers, and simple requests are stopped here. */
function checkOrigin(request: IncomingMessage, own: readonly string[]): void {
  const foreign = headerValues(request, "origin").some((origin) => !own.includes(origin.toLowerCase()));
  const sites = headerValues(request, "sec-fetch-site");
  const crossSite = sites.some((site) => site !== "same-origin" && site !== "none");
  if (foreign || crossSite) throw new GatewayFailure(403, "Requests from web pages are refused.");
}

function checkForm(request: IncomingMessage): void {
  const { method } = request;
  // A browser asks before it lets a page of another origin say DELETE, and is answered nothing.
  if (method === "GET" || method === "HEAD" || method === "DELETE") return;
  if (method !== "POST") throw new GatewayFailure(405, "Only GET, POST and DELETE are known here.");
  if (!isPlainJson(request)) throw new GatewayFailure(415, "The body must be plain application/json.");
}

function refusal(words: string): GatewayFailure {
  return new GatewayFailure(401, `Authentication Error, ${words}`, { type: "auth_error", param: "None" });
}

/** Bytes that keys are compared in; a longer one is compared by its hash. */
const keyRoom = 256;

/**
 * Compares as many bytes whatever was sent, so that no time tells how much of a key is right. A hash of each would do as
 * well, and is 2 % of a call.
 */
function createKeyCheck(expected: string): (key: string) => boolean {
  const paddedTo = (room: Buffer, key: string) => {
    room.fill(0);
    const bytes = Buffer.byteLength(key);
    if (bytes <= keyRoom) room.write(key);
    else hash("sha256", key, "buffer").copy(room);
    return bytes;
  };
  const [right, given] = [Buffer.alloc(keyRoom), Buffer.alloc(keyRoom)];
  const length = paddedTo(right, expected);
  return (key) => {
    const sameLength = paddedTo(given, key) === length;
    return timingSafeEqual(given, right) && sameLength;
  };
}
