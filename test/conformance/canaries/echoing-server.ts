import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Mode } from "./echo-events.ts";
import { modes } from "./echo-modes.ts";

/** A server that was told how to repeat the keys it gets. It takes every path: chats, messages and Langfuse's. */
export interface EchoingServer {
  origin: string;
  /** From now on. */
  behave(mode: string, form: (key: string) => string): void;
  /** Keys that came, so that no test passes by sending nothing. */
  received: Set<string>;
  close(): Promise<void>;
}

export async function startEchoingServer(): Promise<EchoingServer> {
  let mode: Mode = modes["text, whole"] ?? (() => undefined);
  let form = (key: string) => key;
  const received = new Set<string>();
  const server = createServer((request, response) => {
    void read(request).then((body) => {
      const keys = keysOf(request);
      for (const key of keys) received.add(key);
      const said = keys.map(form).join(" ");
      const path = request.url ?? "";
      const dialect = path.includes("/api/public/") ? "langfuse" : path.includes("/messages") ? "messages" : "chat";
      const raw = /\\/.test(said) && !said.includes('"');
      mode({ said, raw, stream: /"stream":\s*true/.test(body), dialect }, response);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    behave(name, given) {
      const found = modes[name];
      if (!found) throw new Error(`No mode ${name}.`);
      mode = found;
      form = given;
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of request) text += String(piece);
  return text;
}

/** Every key of a request, whatever header it is in; of HTTP Basic the password. */
function keysOf({ headers }: IncomingMessage): string[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    if (!/auth|key|token|secret|cookie/.test(name) || typeof value !== "string") return [];
    const basic = /^Basic (.+)$/.exec(value)?.[1];
    if (basic !== undefined) return [Buffer.from(basic, "base64").toString().split(":")[1] ?? ""];
    return [value.replace(/^Bearer /, "")];
  });
}
