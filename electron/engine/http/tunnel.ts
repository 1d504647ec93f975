import { connect, isIP, type Socket } from "node:net";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { HttpProxy } from "./proxies.ts";
import { tls } from "./trust.ts";

/** A proxy that says more than this before it has let a connection through says nothing we wait for. */
const mostHeadBytes = 16_384;

/**
 * A connection to a server through a proxy (RFC 9110, 9.3.6). What goes over it the proxy only passes on.
 * @throws AppFailure `proxy_failed`, or `cancelled` once `signal` has aborted.
 */
export function openTunnel(proxy: HttpProxy, host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const socket = connectTo(proxy);
  const place = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  let head = Buffer.alloc(0);

  const fail = (failure: AppFailure) => {
    stop();
    socket.on("error", () => undefined);
    socket.destroy();
    reject(failure);
  };
  const onAbort = () => fail(new AppFailure("cancelled"));
  const onError = (error: NodeJS.ErrnoException) => fail(unreachable(proxy, error.code));
  const onEnd = () => fail(refused(proxy, "closed the connection"));
  const onData = (bytes: Buffer) => {
    head = Buffer.concat([head, bytes]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0 && head.length > mostHeadBytes) fail(refused(proxy, "does not speak HTTP"));
    if (end < 0) return;
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head.toString("latin1"))?.[1]);
    if (!(status >= 200 && status < 300)) return fail(refusedBy(proxy, status, place));
    stop();
    socket.pause();
    if (head.length > end + 4) socket.unshift(head.subarray(end + 4));
    resolve(socket);
  };
  const stop = () => {
    signal.removeEventListener("abort", onAbort);
    socket.off("data", onData).off("error", onError).off("end", onEnd);
  };

  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  socket.on("data", onData).on("error", onError).on("end", onEnd);
  socket.once(proxy.secure ? "secureConnect" : "connect", () => {
    const authorization = proxy.authorization === undefined ? "" : `Proxy-Authorization: ${proxy.authorization}\r\n`;
    socket.write(`CONNECT ${place} HTTP/1.1\r\nHost: ${place}\r\n${authorization}\r\n`, "latin1");
  });
  return promise;
}

function connectTo({ secure, host, port }: HttpProxy): Socket {
  const options = { host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 1_000 };
  if (!secure) return connect(options);
  return tls().connect({ ...options, servername: isIP(host) === 0 ? host : "", rejectUnauthorized: true });
}

/** The proxy itself is not there. */
export function unreachable(proxy: HttpProxy, code: string | undefined): AppFailure {
  return new AppFailure("proxy_failed", {
    message: `The proxy ${proxy.shown} cannot be reached.`,
    ...(code === undefined ? {} : { detail: code }),
  });
}

function refused(proxy: HttpProxy, what: string): AppFailure {
  return new AppFailure("proxy_failed", { message: `The proxy ${proxy.shown} ${what}.` });
}

function refusedBy(proxy: HttpProxy, status: number, place: string): AppFailure {
  if (status !== 407) return refused(proxy, `did not connect to ${place}: it answered ${status || "no HTTP"}`);
  return passwordWanted(proxy);
}

/** The proxy lets only those through whom it knows (407). */
export function passwordWanted(proxy: HttpProxy): AppFailure {
  return new AppFailure("proxy_failed", {
    message: `The proxy ${proxy.shown} asks for a name and a password (407).`,
    advice: "Set PROMPTSCOPE_PROXY=http://NAME:PASSWORD@HOST:PORT before you start. Kerberos and NTLM are not served.",
  });
}
