import type { IncomingMessage, Server, ServerResponse } from "node:http";

export interface SocketLimit {
  /** Sockets that are kept; above them idle ones are closed, the longest idle first. */
  most: number;
  monotonic: () => number;
  /** Answers a request of a client too many; the socket is closed behind it. */
  refuse: (request: IncomingMessage, response: ServerResponse) => void;
  /** Told of refusals, at most once in ten seconds, with how many there were since it was told last. */
  onFull: (refused: number) => void;
}

/** Beyond the limit so many more are let in to be told so; those behind them are closed at once. */
const mostRefused = 500;
/** A socket that has never sent a request is idle after this long: its client is no slower than that. */
const silentMs = 1_000;
const tellEveryMs = 10_000;
/** What the system holds of sockets that were not accepted yet; the rest of a crowd waits and tries again. */
export const backlog = 4_096;

interface Client {
  /** Requests that are being answered. */
  busy: number;
  /** Since when it is idle. */
  since: number;
  /** It has had an answer. */
  served: boolean;
  /** It came when there was no room. */
  refused: boolean;
}

/**
 * Keeps the number of a server's sockets in bounds without resetting those who ask for something: idle ones make room, and where all are busy a client hears 503.
 * @returns false for a request that was refused; its server does nothing more about it
 */
export function limitSockets(server: Server, limit: SocketLimit) {
  const { most, monotonic } = limit;
  const clients = new Map<IncomingMessage["socket"], Client>();
  let refused = 0;
  let told = Number.NEGATIVE_INFINITY;

  function tell(): void {
    refused += 1;
    const now = monotonic();
    if (now - told < tellEveryMs) return;
    limit.onFull(refused);
    told = now;
    refused = 0;
  }

  function makeRoom(): boolean {
    const now = monotonic();
    // In the order in which they became idle: a client that gets busy or idle goes to the end.
    for (const [socket, { busy, since, served }] of clients) {
      if (busy > 0 || !(served || now - since > silentMs)) continue;
      clients.delete(socket);
      socket.destroySoon();
      return true;
    }
    return false;
  }

  server.on("connection", (socket) => {
    const isFull = clients.size >= most && !makeRoom();
    if (isFull && clients.size >= most + mostRefused) {
      tell();
      socket.destroy();
      return;
    }
    clients.set(socket, { busy: 0, since: monotonic(), served: false, refused: isFull });
    socket.once("close", () => clients.delete(socket));
  });

  return function admits(request: IncomingMessage, response: ServerResponse): boolean {
    const { socket } = request;
    const client = clients.get(socket);
    // Its socket has just been closed to make room.
    if (!client) return true;
    // Room may have come since.
    if (client.refused && clients.size > most) {
      tell();
      response.setHeader("connection", "close");
      response.setHeader("retry-after", "1");
      limit.refuse(request, response);
      return false;
    }
    client.refused = false;
    client.busy += 1;
    response.once("close", () => {
      client.busy -= 1;
      client.served = true;
      client.since = monotonic();
      if (client.busy > 0 || !clients.delete(socket)) return;
      clients.set(socket, client);
    });
    return true;
  };
}
