import { createServer, type Server } from "node:http";
import type { Dispatcher } from "@routes/dispatch.ts";
import { createRendererFiles } from "@routes/renderer-files.ts";
import { createGuard } from "./guard.ts";
import { createHttpTransport } from "./http-transport.ts";
import { createSessions, type Sessions } from "./session.ts";

interface WebServerOptions {
  dispatcher: Dispatcher;
  /** Folder of the built interface. */
  rendererRoot: string;
  /** 0 takes any free port. */
  port: number;
  monotonic: () => number;
  devOrigin?: string;
  knownFingerprints?: readonly string[];
  onSession?: (sessions: Sessions) => void;
}

export interface WebServer {
  port: number;
  /** A fresh address with a launch code that works once; for ten minutes, if not said otherwise. */
  launchUrl(lifetimeMs?: number): string;
  close(): Promise<void>;
}

/**
 * Serves the interface and the contract on 127.0.0.1, and only there.
 * @throws the system's error, `EADDRINUSE` for a port that is taken.
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { dispatcher, rendererRoot, monotonic, devOrigin, knownFingerprints, onSession } = options;
  const server = createServer({ maxHeaderSize: 16 * 1024, headersTimeout: 10_000, requestTimeout: 60_000 });
  server.maxConnections = 64;
  const port = await listen(server, options.port);
  const sessions = createSessions(monotonic, knownFingerprints);
  const guard = createGuard({ port, sessions, monotonic, ...(devOrigin === undefined ? {} : { devOrigin }) });
  const readFile = createRendererFiles(rendererRoot);
  const handle = createHttpTransport({
    dispatcher,
    guard,
    sessions,
    readFile,
    ...(onSession === undefined ? {} : { onSession: () => onSession(sessions) }),
  });
  server.on("request", (request, response) => void handle(request, response));
  server.on("upgrade", (_request, socket) => socket.destroy()); // Nothing here speaks WebSocket.
  return {
    port,
    launchUrl: (lifetimeMs) => `http://127.0.0.1:${port}/#k=${sessions.mintCode(lifetimeMs)}`,
    close: () => close(server),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
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
