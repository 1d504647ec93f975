import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect, createServer } from "node:net";
import { json } from "node:stream/consumers";
import { createDispatcher } from "@routes/dispatch.ts";
import { contentSecurityPolicy } from "@routes/renderer-files.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createBrowserFiles } from "../../../../electron/hosts/web/browser-files.ts";
import { startWebServer } from "../../../../electron/hosts/web/server.ts";
import { createFakeHandlers } from "../../../fakes/routes/handlers.ts";
import { startTestHost, type TestHost } from "../../../fakes/routes/web-host.ts";

let host: TestHost;
beforeAll(async () => {
  host = await startTestHost();
});
afterAll(() => host.close());

const exchange = async (code: unknown) => (await host.post("/api/session", { code })).status;

it("keeps a hundred windows and scripts connected at once (the 65th connection was reset)", async () => {
  const authorization = `Bearer ${await host.token()}`;
  const sockets = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const socket = connect(host.port, "127.0.0.1");
      await once(socket, "connect");
      return socket;
    }),
  );
  const heads = await Promise.all(
    sockets.map(async (socket) => {
      const answer = once(socket, "data");
      socket.write(
        `POST /api/settings.get HTTP/1.1\r\nhost: 127.0.0.1:${host.port}\r\nauthorization: ${authorization}\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`,
      );
      return String((await answer)[0]).split("\r\n")[0];
    }),
  );
  for (const socket of sockets) socket.destroy();
  expect(new Set(heads)).toEqual(new Set(["HTTP/1.1 200 OK"]));
});

describe("the launch code", () => {
  it("opens one session and works once", async () => {
    const code = host.mintCode();
    expect(await exchange(code)).toBe(200);
    expect(await exchange(code)).toBe(401);
  });

  it("is too old after ten minutes", async () => {
    const early = host.mintCode();
    host.clock.now += 9 * 60_000;
    const late = host.mintCode();
    expect(await exchange(early)).toBe(200);
    host.clock.now += 10 * 60_000 + 1;
    expect(await exchange(late)).toBe(401);
  });

  // Each body was read up to 32 MB before anybody had shown a code.
  it("is read no further than a code can be long", async () => {
    expect(await exchange("x".repeat(20_000))).toBe(413);
  });

  it("cannot be guessed at speed, and a right one is taken all the same", async () => {
    host.clock.now += 60_000;
    const answers: number[] = [];
    for (let guess = 0; guess < 14; guess += 1) answers.push(await exchange(`guess ${guess}`));
    expect(answers).toEqual([...Array(10).fill(401), ...Array(4).fill(429)]);
    expect(await exchange(host.mintCode())).toBe(200);
    host.clock.now += 60_000;
  });

  // Seventy half requests shut the owner out for 22 s: all connections were theirs.
  it("gets in past any number of connections that ask for nothing", async () => {
    const strangers = Array.from({ length: 150 }, () => {
      const socket = connect(host.port, "127.0.0.1", () => socket.write("POST /api/session HTTP/1.1\r\nHost: "));
      return socket.on("error", () => undefined);
    });
    await Promise.all(strangers.map((socket) => once(socket, "connect")));
    expect(await exchange(host.mintCode())).toBe(200);
    for (const socket of strangers) socket.destroy();
  });

  it.each([["wrong"], [""], [7], [null], ["x".repeat(10_000)]])("is refused when it is %j", async (code) => {
    expect(await exchange(code)).toBe(401);
  });

  it("gives every tab a session of its own", async () => {
    const [first, second] = [await host.token(), await host.token()];
    for (const token of [first, second]) {
      const response = await host.post("/api/app.info", {}, { authorization: `Bearer ${token}` });
      expect(response.status).toBe(200);
    }
  });
});

describe("files", () => {
  it.each(["/", "/assets/main-abc.js", "/nowhere", "/api/app.info"])(
    "%s carries the security headers",
    async (path) => {
      const response = await fetch(`${host.origin}${path}`);
      expect(response.headers.get("content-security-policy")).toBe(contentSecurityPolicy);
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("referrer-policy")).toBe("no-referrer");
      expect(response.headers.get("cross-origin-opener-policy")).toBe("same-origin");
    },
  );

  it("serves the page without a token and nothing that is not part of the build", async () => {
    expect(await (await fetch(`${host.origin}/`)).text()).toContain("shell");
    expect((await fetch(`${host.origin}/package.json`)).status).toBe(404);
  });
});

describe("limits", () => {
  /** The first line of the answer to a head that nothing follows. */
  async function statusLine(head: string): Promise<string> {
    const socket = connect(host.port, "127.0.0.1");
    socket.write(head);
    const [answer] = (await once(socket, "data")) as [Buffer];
    socket.destroy();
    return answer.toString().split("\r\n")[0] ?? "";
  }

  // Twelve bodies of 30 MB that nobody had a token for took 400 MB.
  it("a body without a token is refused before a byte of it is read", async () => {
    const announced = `host: 127.0.0.1:${host.port}\r\ncontent-type: application/json\r\ncontent-length: 31457280\r\n\r\n`;
    for (const name of ["history.import", "run.start", "draft.save"])
      expect(await statusLine(`POST /api/${name} HTTP/1.1\r\n${announced}`)).toBe("HTTP/1.1 401 Unauthorized");
    expect(await statusLine(`POST /api/session HTTP/1.1\r\n${announced}`)).toMatch(/ 413 /);
  });

  it("answers 413 to a body over 32 MB, announced or not, and keeps serving others", async () => {
    const authorization = `Bearer ${await host.token()}`;
    const headers = { authorization, "content-type": "application/json" };
    const huge = "x".repeat(33 * 1024 * 1024);
    const announced = await fetch(`${host.origin}/api/app.info`, { method: "POST", headers, body: huge }).then(
      (response) => response.status,
      () => "closed",
    );
    // The server may close before a client that is still sending has read the answer.
    expect([413, "closed"]).toContain(announced);
    expect((await host.post("/api/app.info", {}, { authorization })).status).toBe(200);
  });

  // "Correct the field that is named" helps nobody whose draft is too large.
  it.each([
    ["draft.save", "The draft is larger than 32 MB", "Remove or shorten the longest values and messages"],
    ["run.start", "This is larger than 32 MB", "fewer or smaller pictures"],
  ])("says of a %s over the limit what the limit is and what to do", async (route, message, advice) => {
    const headers = {
      authorization: `Bearer ${await host.token()}`,
      "content-type": "application/json",
      "content-length": 33 * 1024 * 1024,
    };
    const sending = request(`${host.origin}/api/${route}`, { method: "POST", headers });
    sending.flushHeaders();
    const [answer] = (await once(sending, "response")) as [IncomingMessage];
    expect(answer.statusCode).toBe(413);
    const { error } = (await json(answer)) as { error: AppError };
    expect(error.message).toContain(message);
    expect(error.advice).toContain(advice);
    sending.destroy();
  });

  it.each([["{"], [""], ["\xff\xfe"]])("answers 400 to a body that is not JSON: %j", async (body) => {
    const response = await fetch(`${host.origin}/api/app.info`, {
      method: "POST",
      headers: { authorization: `Bearer ${await host.token()}`, "content-type": "application/json" },
      body: Buffer.from(body, "latin1"),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ ok: false, error: { code: "invalid_input" } });
  });

  it("closes with streams and idle sockets open", async () => {
    const other = await startTestHost({
      "app.commands": async function* (_input, { signal }) {
        await new Promise((resolve) => signal.addEventListener("abort", resolve));
        yield* [];
      },
    });
    const response = await other.post("/api/app.commands", {}, { authorization: `Bearer ${await other.token()}` });
    const idle = connect(other.port, "127.0.0.1");
    const idleClosed = new Promise((resolve) => idle.once("close", resolve));
    await new Promise((resolve) => idle.once("connect", resolve));
    await other.close();
    await expect(response.text()).rejects.toThrow();
    await idleClosed;
  });
});

describe("the port", () => {
  it("fails clearly when it is taken, instead of trusting whoever has it", async () => {
    const squatter = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => squatter.once("listening", resolve));
    const address = squatter.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { handlers } = createFakeHandlers();
    const dispatcher = createDispatcher({ handlers, redact: (text) => text });
    const started = startWebServer({
      ...{ dispatcher, files: createBrowserFiles(), port },
      ...{ rendererRoot: "/nowhere", monotonic: () => 0 },
    });
    await expect(started).rejects.toMatchObject({ code: "EADDRINUSE" });
    squatter.close();
  });

  it("is announced by address, since another process may hold the same port of localhost on IPv6", () => {
    expect(host.launchUrl()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#k=[\w-]{43}$/);
  });
});
