import { once } from "node:events";
import { createServer, request } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

export interface LocalProxy {
  url: string;
  /** What was asked of it: `CONNECT host:port` or `GET http://…`, and its `Proxy-Authorization`. */
  asked: { line: string; authorization: string | undefined }[];
  /** Tunnels that are open. */
  open(): number;
  close(): void;
}

interface Behaviour {
  /** Where every name leads. */
  port: number;
  /** Answered to CONNECT in place of a tunnel; `hang`: nothing is. */
  refuse?: number | "hang";
  /** `name:password`, without which it answers 407. */
  password?: string;
}

/** An HTTP proxy that knows one server, under every name. */
export async function startLocalProxy({ port, refuse, password }: Behaviour): Promise<LocalProxy> {
  const asked: LocalProxy["asked"] = [];
  const tunnels = new Set<Socket>();
  const wanted = password === undefined ? undefined : `Basic ${Buffer.from(password).toString("base64")}`;
  const isStranger = (authorization: string | undefined) => wanted !== undefined && authorization !== wanted;
  const server = createServer((incoming, response) => {
    asked.push({ line: `${incoming.method} ${incoming.url}`, authorization: incoming.headers["proxy-authorization"] });
    if (isStranger(incoming.headers["proxy-authorization"])) {
      response.writeHead(407, { "proxy-authenticate": 'Basic realm="company"' }).end();
      return;
    }
    const { pathname } = new URL(incoming.url ?? "", "http://none");
    const { method, headers } = incoming;
    const asking = request({ host: "127.0.0.1", port, method, headers, path: pathname }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(asking);
  });
  server.on("connect", (incoming, client: Socket) => {
    asked.push({ line: `CONNECT ${incoming.url}`, authorization: incoming.headers["proxy-authorization"] });
    client.on("error", () => undefined);
    tunnels.add(client.once("close", () => tunnels.delete(client)));
    if (isStranger(incoming.headers["proxy-authorization"])) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="company"\r\n\r\n');
      return;
    }
    if (refuse === "hang") {
      client.resume().once("end", () => client.end());
      return;
    }
    if (refuse !== undefined) {
      client.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
      return;
    }
    const onward = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.pipe(client).pipe(onward);
    });
    onward.on("error", () => client.destroy());
    client.once("close", () => onward.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    open: () => tunnels.size,
    close() {
      for (const tunnel of tunnels) tunnel.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
