import { routes } from "@shared/contract/routes.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestHost, type TestHost } from "../../../fakes/routes/web-host.ts";
import { rawRequest } from "./raw-request.ts";

let host: TestHost;
let token: string;

beforeAll(async () => {
  host = await startTestHost();
  token = await host.token();
});
afterAll(() => host.close());

const routeNames = Object.keys(routes).map((name) => `/api/${name}`);
const everyPath = [
  "/",
  "/assets/main-abc.js",
  "/nowhere",
  "/api/session",
  "/api/nowhere",
  "/download/x",
  "/upload/x",
  ...routeNames,
];

/** A request that is right in everything but what a case changes. */
function send(change: { method?: string; path?: string; version?: string; headers?: string[]; hosts?: string[] } = {}) {
  const { method = "POST", path = "/api/app.info", version = "1.1", headers, hosts } = change;
  return rawRequest(
    host.port,
    [
      `${method} ${path} HTTP/${version}`,
      ...(hosts ?? [`127.0.0.1:${host.port}`]).map((value) => `Host: ${value}`),
      "Connection: close",
      ...(headers ?? [`Authorization: Bearer ${token}`, "Content-Type: application/json"]),
      "Content-Length: 2",
    ],
    "{}",
  );
}

/** The answer has to be a refusal and no handler may have run. */
async function expectRefused(status: number, change: Parameters<typeof send>[0]) {
  const before = host.calls.length;
  const response = await send(change);
  expect(response.status).toBe(status);
  expect(host.calls.length).toBe(before);
  expect(response.head.toLowerCase()).not.toContain("access-control-");
}

describe("who is asked (DNS rebinding)", () => {
  const port = () => host.port;
  it.each<[string, () => string[]]>([
    ["another name", () => [`evil.com:${port()}`]],
    ["no port", () => ["127.0.0.1"]],
    ["a trailing dot", () => [`localhost.:${port()}`]],
    ["a path in it", () => [`127.0.0.1:${port()}/public?`]],
    ["the address as one number", () => [`2130706433:${port()}`]],
    ["nothing", () => [""]],
    ["two headers, the right one first", () => [`127.0.0.1:${port()}`, "evil.com"]],
    ["user information", () => [`x@127.0.0.1:${port()}`]],
  ])("refuses %s on every path", async (_, hosts) => {
    for (const path of everyPath) {
      const response = await send({ path, hosts: hosts() });
      // Node itself answers 400 to a second Host in strict mode; either way nothing ran.
      expect([400, 421]).toContain(response.status);
    }
    expect(host.calls).toEqual([]);
  });

  it("refuses HTTP/1.0 without a Host", () => expectRefused(421, { version: "1.0", hosts: [] }));

  it.each(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE"])("refuses a wrong name for %s too", (method) =>
    expectRefused(421, { method, hosts: ["evil.com"] }),
  );

  it("knows itself by the three names of loopback, in any case", async () => {
    for (const name of [`127.0.0.1:${port()}`, `LOCALHOST:${port()}`, `[::1]:${port()}`]) {
      expect((await send({ hosts: [name] })).status).toBe(200);
    }
  });
});

describe("what is asked for", () => {
  it.each(["//evil/api/app.info", "http://evil/api/app.info", "*", "/\\evil"])(
    "refuses the target %s",
    async (path) => {
      const before = host.calls.length;
      expect((await send({ path, method: path === "*" ? "OPTIONS" : "POST" })).status).toBe(400);
      expect(host.calls.length).toBe(before);
    },
  );

  it("refuses every method but POST for calls", async () => {
    for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]) await expectRefused(405, { method });
  });

  it("refuses to write files", () => expectRefused(405, { path: "/index.html" }));
});

describe("who asks (cross-site requests)", () => {
  const withHeaders = (...more: string[]) => [
    `Authorization: Bearer ${token}`,
    "Content-Type: application/json",
    ...more,
  ];

  it.each([
    "Origin: https://evil.com",
    "Origin: null",
    "Origin: http://127.0.0.1:1",
    "Origin: http://localhost",
    "Sec-Fetch-Site: cross-site",
    "Sec-Fetch-Site: same-site",
    "Sec-Fetch-Site: none",
  ])("refuses %s on every call", async (header) => {
    for (const path of ["/api/session", "/api/nowhere", ...routeNames]) {
      expect((await send({ path, headers: withHeaders(header) })).status).toBe(403);
    }
  });

  // `localhost` and `127.0.0.1` are different sites to a browser.
  it("refuses the origin of another name of this host", () =>
    expectRefused(403, { headers: withHeaders(`Origin: http://localhost:${host.port}`) }));

  it("lets its own page call, and a typed address open the page", async () => {
    const own = withHeaders(`Origin: http://127.0.0.1:${host.port}`, "Sec-Fetch-Site: same-origin");
    expect((await send({ headers: own })).status).toBe(200);
    expect((await send({ method: "GET", path: "/", headers: ["Sec-Fetch-Site: none"] })).status).toBe(200);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx"])(
    "refuses a body of type %s, which a form could send",
    async (type) => {
      for (const path of ["/api/session", ...routeNames]) {
        const headers = [`Authorization: Bearer ${token}`, `Content-Type: ${type}`];
        expect((await send({ path, headers })).status).toBe(415);
      }
    },
  );

  it("refuses a body without a type, and a compressed one", async () => {
    await expectRefused(415, { headers: [`Authorization: Bearer ${token}`] });
    await expectRefused(415, { headers: withHeaders("Content-Encoding: gzip") });
  });

  it("destroys an attempt to upgrade", async () => {
    const response = await rawRequest(host.port, [
      "GET / HTTP/1.1",
      `Host: 127.0.0.1:${host.port}`,
      "Connection: Upgrade",
      "Upgrade: websocket",
    ]);
    expect(response.status).toBe(0);
  });
});

describe("the token", () => {
  it("is needed on every route of the contract and on unknown ones", async () => {
    for (const path of ["/api/", "/api", "/api/nowhere", ...routeNames]) {
      await expectRefused(401, { path, headers: ["Content-Type: application/json"] });
    }
  });

  it.each([
    ["wrong", () => "Bearer wrong"],
    ["one letter longer", () => `Bearer ${token}x`],
    ["without its scheme", () => token],
    ["in two headers", () => `Bearer ${token}\r\nAuthorization: Bearer ${token}`],
  ])("is refused when it is %s", async (_, value) => {
    host.clock.now += 2000;
    await expectRefused(401, { headers: ["Content-Type: application/json", `Authorization: ${value()}`] });
  });

  it("cannot be guessed quickly, and guessing does not lock the user out", async () => {
    host.clock.now += 2000;
    const guess = () => send({ headers: ["Content-Type: application/json", "Authorization: Bearer guess"] });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) statuses.push((await guess()).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await send()).status).toBe(200);
    host.clock.now += 2000;
    expect((await guess()).status).toBe(401);
  });
});
