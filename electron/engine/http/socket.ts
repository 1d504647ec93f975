import { isAscii } from "node:buffer";
import { type LookupAddress, lookup } from "node:dns";
import { BlockList, connect, isIP, type LookupFunction, type Socket } from "node:net";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { remember } from "@shared/domain/remember.ts";
import type { WireTimings } from "@shared/domain/wire/wire.ts";
import { Connection, type Place } from "./connection.ts";
import { createConnectionPool } from "./connection-pool.ts";
import { findProxy, type HttpProxy } from "./proxies.ts";
import { tls } from "./trust.ts";
import { openTunnel } from "./tunnel.ts";

/** Bytes of a body that leaves as one text with its head. */
const mostJoined = 16_384;
const pool = createConnectionPool();

/** Cloud metadata services hand credentials to whoever asks from inside (`README.md#addresses`). */
const forbiddenAddresses = new BlockList();
forbiddenAddresses.addSubnet("169.254.0.0", 16, "ipv4");
forbiddenAddresses.addAddress("fd00:ec2::254", "ipv6");

/**
 * A connection to an address, one that lies idle where there is one. `fresh`: a new one, which no other request gets.
 * @throws AppFailure `base_url_invalid` for a metadata address.
 */
export function openConnection(url: URL, { fresh }: { fresh: boolean }): Connection {
  const place = { ...targetOf(url), lookup: guardedLookup };
  return fresh ? new Connection(place, (used) => used.destroy()) : pool.take(place);
}

interface Way {
  fresh: boolean;
  proxy: HttpProxy;
  /** Ends the making of a tunnel. */
  signal: AbortSignal;
}

/**
 * The same by way of a proxy, which has to let a new one through first. Where a name leads, only the proxy knows.
 * @throws AppFailure `base_url_invalid` for a metadata address, `proxy_failed`.
 */
export function openThroughProxy(url: URL, { fresh, proxy, signal }: Way): Connection | Promise<Connection> {
  const target = targetOf(url);
  const via = proxy.shown;
  const open = (place: Place) => (fresh ? new Connection(place, (used) => used.destroy()) : pool.open(place));
  const place = target.secure
    ? { ...target, lookup, via }
    : { secure: proxy.secure, host: proxy.host, port: proxy.port, lookup, via };
  const idle = fresh ? undefined : pool.idle(place);
  if (idle) return idle;
  if (!target.secure) return open(place);
  return openTunnel(proxy, target.host, target.port, signal).then((through) => open({ ...place, through }));
}

/**
 * A bare connection for a client that speaks HTTP itself: by the same proxies and certificates as every other.
 * @throws AppFailure `base_url_invalid` for a metadata address, `proxy_failed`, or `cancelled` once `signal` has aborted.
 */
export async function openSocket(url: URL, signal: AbortSignal): Promise<Socket> {
  const { secure, host, port } = targetOf(url);
  const proxy = await findProxy(url);
  const tunnel = proxy === null ? null : await openTunnel(proxy, host, port, signal);
  if (!secure) return tunnel ?? connect({ host, port, lookup: guardedLookup });
  const way = tunnel === null ? { host, port, lookup: guardedLookup } : { socket: tunnel, host };
  return tls().connect({ ...way, servername: isIP(host) === 0 ? host : "", rejectUnauthorized: true });
}

function targetOf(url: URL): { secure: boolean; host: string; port: number } {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host)) assertAllowedAddress(host, isIP(host));
  const secure = url.protocol === "https:";
  return { secure, host, port: url.port === "" ? (secure ? 443 : 80) : Number(url.port) };
}

/**
 * The bytes of a request: its head, with headers as `[name, value, …]` in the order they leave, and its body. A short body
 * of ASCII is one text with the head and so costs one write; a larger one would be copied.
 */
export function requestParts(
  url: URL,
  method: string,
  headers: readonly string[],
  { bytes, text }: { bytes: Buffer; text: string },
  proxy: HttpProxy | null = null,
): (string | Buffer)[] {
  // Whom a proxy is to ask in the clear, it has to be told (RFC 9112, 3.2.2).
  const isForProxy = proxy !== null && url.protocol === "http:";
  let head = `${method} ${isForProxy ? url.origin : ""}${url.pathname}${url.search} HTTP/1.1\r\n`;
  if (isForProxy && proxy.authorization !== undefined) head += `Proxy-Authorization: ${proxy.authorization}\r\n`;
  for (let index = 0; index < headers.length; index += 2) head += `${headers[index]}: ${headers[index + 1]}\r\n`;
  head += "\r\n";
  if (bytes.byteLength === 0) return [head];
  return bytes.byteLength < mostJoined && isAscii(bytes) ? [head + text] : [head, bytes];
}

/** Notes when each step of a connection was done and calls `onReady` when bytes can flow. */
export function watchConnection(
  { isReused, socket }: Connection,
  timings: WireTimings,
  elapsed: () => number,
  secure: boolean,
  onReady: () => void,
): void {
  timings.reusedConnection = isReused;
  if (isReused) {
    onReady();
    return;
  }
  const steps: [name: "lookup" | "connect" | "secureConnect", done: () => void][] = [
    [
      "lookup",
      () => {
        timings.dns = elapsed();
      },
    ],
    [
      "connect",
      () => {
        timings.connect = elapsed();
        if (!secure) ready();
      },
    ],
    [
      "secureConnect",
      () => {
        timings.tls = elapsed();
        ready();
      },
    ],
  ];
  // Not every connection takes every step, and what still listened would keep the first call as long as the connection.
  const ready = () => {
    for (const [name, done] of steps) socket.off(name, done);
    onReady();
  };
  for (const [name, done] of steps) socket.once(name, done);
}

const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) {
      callback(error, []);
      return;
    }
    try {
      for (const { address, family } of addresses) assertAllowedAddress(address, family);
    } catch (refused) {
      callback(refused as NodeJS.ErrnoException, []);
      return;
    }
    if (options.all) {
      callback(null, addresses);
      return;
    }
    const first: LookupAddress | undefined = addresses[0];
    callback(null, first?.address ?? "", first?.family);
  });
};

function assertAllowedAddress(address: string, family: number): void {
  if (judgeAddress(`${family} ${address}`) === "allowed") return;
  throw new AppFailure("base_url_invalid", {
    message: "The address belongs to a cloud metadata service, which is never called.",
  });
}

/** The list is searched once for each address: a gateway calls the same one again and again. */
const judgeAddress = remember(64, (key) => {
  const [family, address = ""] = key.split(" ");
  return forbiddenAddresses.check(address, family === "6" ? "ipv6" : "ipv4") ? "forbidden" : "allowed";
});
