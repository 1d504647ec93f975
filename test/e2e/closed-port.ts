import { once } from "node:events";
import { createServer } from "node:net";

/** Stands where a server was and counts who still comes. */
export interface ClosedPort {
  /** Connections that were tried since. */
  knocks(): number;
  close(): Promise<void>;
}

/** Takes the place of a server that has been closed; every connection is ended at once. */
export async function watchClosedPort(origin: string): Promise<ClosedPort> {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.destroy();
  });
  server.listen(Number(new URL(origin).port), "127.0.0.1");
  await once(server, "listening");
  return {
    knocks: () => count,
    async close() {
      server.close();
      await once(server, "close");
    },
  };
}
