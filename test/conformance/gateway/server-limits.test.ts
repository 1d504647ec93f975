import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type GatewayWorld, openWorld } from "./gateway-world.ts";

const config = `
model_list:
  - {model_name: a, litellm_params: {model: openai/gpt-4o, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}}
`;
const clients = 1_000;

let world: GatewayWorld;
let sockets: Socket[] = [];
beforeEach(async () => {
  world = await openWorld({ config });
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await world.close();
});

function open(): Socket {
  const socket = connect(Number(new URL(world.url).port), "127.0.0.1");
  socket.on("error", () => undefined); // A refused connection may be reset.
  sockets.push(socket);
  return socket;
}

const request = (more = "") =>
  `GET /health/liveliness HTTP/1.1\r\nhost: ${new URL(world.url).host}\r\n${more}connection: keep-alive\r\n\r\n`;

/** True when the server has answered and keeps the connection; false when it closed it without a word. */
async function isServed(socket: Socket): Promise<boolean> {
  const answered = once(socket, "data").then(() => true);
  const closed = once(socket, "close").then(() => false);
  socket.write(request());
  return Promise.race([answered, closed]);
}

/** Limits of the gateway's server: without them one client can take all there is. */
describe("the gateway's server", () => {
  it("serves a thousand clients at once, each with a call of its own (the 65th was reset)", {
    timeout: 120_000,
  }, async () => {
    const served = await Promise.all(Array.from({ length: clients }, () => isServed(open())));
    expect(served.filter(Boolean)).toHaveLength(clients);
    expect(await isServed(open())).toBe(true);
  });

  it("answers a thousand calls at once (of a hundred, 37 were reset)", { timeout: 180_000 }, async () => {
    const body = { model: "a", messages: [{ role: "user", content: "hi" }] };
    const statuses = await Promise.all(
      Array.from({ length: clients }, async () => {
        const response = await world.post("/v1/chat/completions", body, { connection: "close" });
        await response.text();
        return response.status;
      }),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(clients);
  });

  it("answers 431 to more than 16 KB of headers, and takes less", async () => {
    const status = async (bytes: number) => {
      const socket = open();
      socket.write(request(`x-filler: ${"x".repeat(bytes)}\r\n`));
      const [answer] = (await once(socket, "data")) as [Buffer];
      return Number(answer.toString().split(" ")[1]);
    };
    expect(await status(15 * 1024)).toBe(200);
    expect(await status(17 * 1024)).toBe(431);
  });

  // Takes the ten seconds that are the limit; Node's own would be a minute, which is longer than a test may take.
  it("closes a connection whose headers never end", async () => {
    const socket = open();
    socket.write(request().slice(0, -2));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 408 /);
    expect(world.provider.requests).toHaveLength(0);
  });
});
