import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";

export interface RawServer {
  url: string;
  port: number;
  /** All bytes of every connection, in order. */
  received: string[];
  sockets: Socket[];
  /** Resolves when the n-th connection (from 0) was closed by the client. */
  closed(index: number): Promise<void>;
  connected(index: number): Promise<Socket>;
  stop(): Promise<void>;
}

/** A server below HTTP: it sees the very bytes. `answer` is called with what a connection has sent so far. */
export async function startRawServer(
  answer: (text: string, socket: Socket, index: number) => void,
): Promise<RawServer> {
  const received: string[] = [];
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    const index = sockets.push(socket) - 1;
    received[index] = "";
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      received[index] += chunk.toString("latin1");
      answer(received[index] ?? "", socket, index);
    });
    server.emit("numbered", index);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const connected = async (index: number): Promise<Socket> => {
    for (;;) {
      const socket = sockets[index];
      if (socket) return socket;
      await once(server, "numbered");
    }
  };
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    sockets,
    connected,
    async closed(index) {
      const socket = await connected(index);
      if (!socket.destroyed) await once(socket, "close");
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

export function httpAnswer(body: string, headers: readonly string[] = []): string {
  return ["HTTP/1.1 200 OK", `Content-Length: ${Buffer.byteLength(body)}`, ...headers, "", body].join("\r\n");
}
