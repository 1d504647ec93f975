import { createServer, type Server } from "node:http";
import { backlog, limitSockets } from "@engine/loopback/limit-sockets.ts";
import { requestLimits } from "@engine/loopback/request-limits.ts";
import type { Dispatcher } from "@routes/dispatch.ts";
import { createRendererFiles } from "@routes/renderer-files.ts";
import type { BrowserFiles } from "./browser-files.ts";
import { createGuard } from "./guard.ts";
import { createGuessLimit } from "./guess-limit.ts";
import { createHttpTransport } from "./http-transport.ts";
import { createSessions, type Sessions } from "./session.ts";

interface WebServerOptions {
  dispatcher: Dispatcher;
  /** Files that browsers keep and hand over. */
  files: Pick<BrowserFiles, "downloads" | "uploads">;
  /** Folder of the built interface. */
  rendererRoot: string;
  /** 0 takes any free port. */
  port: number;
  monotonic: () => number;
  devOrigin?: string;
  knownFingerprints?: readonly string[];
  onSession?: (sessions: Sessions) => void;
  /** Told now and then of clients that found no room: how many since the last time. */
  onFull?: (refused: number) => void;
}

export interface WebServer {
  port: number;
  /** A fresh address with a launch code that works once; for ten minutes, if not said otherwise. */
  launchUrl(lifetimeMs?: number): string;
  /** Answers every request with 503 from now on; streams that were begun go on. */
  refuse(): void;
  close(): Promise<void>;
}

/** A window has six; scripts and other windows some more. */
const mostConnections = 2_000;

/**
 * Serves the interface and the contract on 127.0.0.1, and only there.
 * @throws the system's error, `EADDRINUSE` for a port that is taken.
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { dispatcher, files, rendererRoot, monotonic, devOrigin, knownFingerprints, onSession, onFull } = options;
  const server = createServer(requestLimits);
  const port = await listen(server, options.port);
  const sessions = createSessions(monotonic, knownFingerprints);
  const guard = createGuard({ port, sessions, files, monotonic, ...(devOrigin === undefined ? {} : { devOrigin }) });
  const readFile = createRendererFiles(rendererRoot);
  const handle = createHttpTransport({
    dispatcher,
    guard,
    sessions,
    files,
    readFile,
    guesses: createGuessLimit(monotonic, wrongCodesPerSecond),
    ...(onSession === undefined ? {} : { onSession: () => onSession(sessions) }),
  });
  const admits = limitSockets(server, {
    most: mostConnections,
    monotonic,
    refuse: (_request, response) => response.writeHead(503).end(),
    onFull: onFull ?? (() => undefined),
  });
  let refusing = false;
  server.on("request", (request, response) => {
    if (refusing) response.writeHead(503, { connection: "close" }).end();
    else if (admits(request, response)) void handle(request, response);
  });
  server.on("upgrade", (_request, socket) => socket.destroy()); // Nothing here speaks WebSocket.
  return {
    port,
    launchUrl: (lifetimeMs) => `http://127.0.0.1:${port}/#k=${sessions.mintCode(lifetimeMs)}`,
    refuse() {
      refusing = true;
    },
    close: () => close(server),
  };
}

const wrongCodesPerSecond = 10;

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1", exclusive: true, backlog }, () => {
      server.off("error", reject);
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("The server has no TCP address."));
      else resolve(address.port);
    });
  });
}

/** Open streams would keep the server alive for ever. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
