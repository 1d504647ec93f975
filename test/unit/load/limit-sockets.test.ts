import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { limitSockets } from "@engine/loopback/limit-sockets.ts";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

const most = 3;
let server: Server;
let now: number;
let told: number[];
let held: ServerResponse[];
let sockets: Socket[];

beforeEach(async () => {
  [now, told, held, sockets] = [0, [], [], []];
  server = createServer();
  const admits = limitSockets(server, {
    most,
    monotonic: () => now,
    refuse: (_request, response) => response.writeHead(503).end("full"),
    onFull: (refused) => told.push(refused),
  });
  server.on("request", (request, response) => {
    if (!admits(request, response)) return;
    if (request.url === "/hold") held.push(response);
    else response.end("served");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  server.close();
});

async function open(): Promise<Socket> {
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.on("error", () => undefined);
  sockets.push(socket);
  await once(socket, "connect");
  return socket;
}

const write = (socket: Socket, path: string) => socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`);

/** The head and body of the answer, or "closed". */
async function ask(socket: Socket, path = "/"): Promise<string> {
  const answered = once(socket, "data").then(([data]) => String(data));
  const closed = once(socket, "close").then(() => "closed");
  write(socket, path);
  return Promise.race([answered, closed]);
}

async function hold(): Promise<void> {
  const before = held.length;
  write(await open(), "/hold");
  await vi.waitUntil(() => held.length > before);
}

it("closes the connection that has been idle longest when another client comes (it was reset)", async () => {
  const first = await open();
  expect(await ask(first)).toContain("served");
  await hold();
  await hold();
  const gone = once(first, "close");
  expect(await ask(await open())).toContain("served");
  await gone;
  expect(told).toEqual([]);
});

it("says 503 and when to come again where all are busy, and serves the next when there is room", async () => {
  for (let count = 0; count < most; count++) await hold();
  const refused = await open();
  const answer = await ask(refused);
  expect(answer).toMatch(/^HTTP\/1.1 503 /);
  expect(answer.toLowerCase()).toContain("retry-after: 1");
  expect(told).toEqual([1]);
  held[0]?.end();
  await vi.waitUntil(async () => (await ask(await open())).includes("served"));
});

it("tells of a crowd once in ten seconds, with how many there were", async () => {
  for (let count = 0; count < most; count++) await hold();
  for (let count = 0; count < 4; count++) await ask(await open());
  expect(told).toEqual([1]);
  now = 10_001;
  await ask(await open());
  expect(told).toEqual([1, 4]);
});

it("closes no connection that has just been opened, and those that stay silent first", async () => {
  const silent = await open();
  await hold();
  await hold();
  await vi.waitUntil(() => new Promise((resolve) => server.getConnections((_error, count) => resolve(count === most))));
  expect(await ask(await open())).toMatch(/ 503 /);
  now = 1_001;
  const gone = once(silent, "close");
  expect(await ask(await open())).toContain("served");
  await gone;
});
