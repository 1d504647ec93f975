import { createServer, type Server } from "node:http";
import { backlog, limitSockets } from "../../loopback/limit-sockets.ts";
import { requestLimits } from "../../loopback/request-limits.ts";
import { GatewayFailure } from "../body/gateway-failure.ts";
import type { Gateway } from "../gateway.ts";
import { createGatewayGuard } from "./guard.ts";
import { createGatewayMetrics } from "./metrics.ts";
import type { RefusedRequest } from "./refused.ts";
import type { RouteIo } from "./route.ts";
import { route, sendError } from "./routes.ts";

export interface GatewayServerOptions {
  gateway: Gateway;
  host: string;
  /** 0 takes any free port. */
  port: number;
  version: string;
  monotonic: () => number;
  /** Told of each request that is turned away before it is a call. */
  onRefused?: (refusal: RefusedRequest) => void;
  /** Told now and then of clients that found no room: how many since the last time. */
  onFull?: (refused: number) => void;
}

export interface GatewayServer {
  port: number;
  /** Another gateway answers from the next request on, with its own key; those under way end as they began. */
  replace(gateway: Gateway): void;
  /** Takes no connection and no request from now on; resolves when those under way are answered. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** Far more than one machine's clients open; each costs some kilobytes. */
const mostConnections = 2_000;
const tooMany = "Too many clients are connected at once; try again.";
const ignore = () => undefined;

const loopback = new Set(["127.0.0.1", "::1", "localhost"]);

/** Whether an address is reachable from this machine only. */
export function isLoopback(host: string): boolean {
  return loopback.has(host);
}

/**
 * Serves a gateway. Limits: `README.md#limits-of-the-server`; no `Access-Control-*` header, ever.
 * @throws the system's error, `EADDRINUSE` for a port that is taken.
 */
export async function startGatewayServer(options: GatewayServerOptions): Promise<GatewayServer> {
  const { monotonic, version } = options;
  const server = createServer({ ...requestLimits, noDelay: true });
  const port = await listen(server, options.host, options.port);
  const loopbackOnly = isLoopback(options.host);
  const guardOf = ({ config }: Gateway) =>
    createGatewayGuard({ port, loopbackOnly, masterKey: config.masterKey?.read() ?? null, monotonic });
  let guard = guardOf(options.gateway);
  let io: RouteIo = {
    gateway: options.gateway,
    version,
    metrics: createGatewayMetrics(),
    onRefused: options.onRefused ?? (() => undefined),
  };
  let draining = false;
  const admits = limitSockets(server, {
    most: mostConnections,
    monotonic,
    refuse: (request, response) =>
      sendError(request, response, new GatewayFailure(503, tooMany), { ...io, onRefused: ignore }),
    onFull: options.onFull ?? ignore,
  });
  server.on("request", (request, response) => {
    // A client that resets its connection is no fault of ours; the close is acted on where it matters.
    response.on("error", () => undefined);
    if (!admits(request, response)) return;
    try {
      guard(request);
      if (draining) throw new GatewayFailure(503, "The gateway is stopping.");
    } catch (refusal) {
      if (draining) response.setHeader("connection", "close");
      sendError(request, response, refusal, io);
      return;
    }
    void route(request, response, io);
  });
  server.on("upgrade", (_request, socket) => socket.destroy()); // Nothing here speaks WebSocket.
  return {
    port,
    replace(gateway) {
      guard = guardOf(gateway);
      io = { ...io, gateway };
    },
    drain() {
      draining = true;
      return drain(server);
    },
    close: () => close(server),
  };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, exclusive: true, backlog }, () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("The gateway has no port."));
      else resolve(address.port);
    });
  });
}

/** A connection whose answer has ended meanwhile waits for another request, which nobody would answer. */
const idleLookMs = 50;

function drain(server: Server): Promise<void> {
  const looking = setInterval(() => server.closeIdleConnections(), idleLookMs);
  return new Promise((resolve) => {
    server.close(() => {
      clearInterval(looking);
      resolve();
    });
  });
}

/** Ends what is under way. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
