import { type IncomingMessage, request } from "node:http";
import type { FileContent } from "@routes/host-services.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createUploads } from "../../../../electron/hosts/web/uploads.ts";
import { startTestHost, type TestHost } from "../../../fakes/routes/web-host.ts";
import { rawRequest } from "./raw-request.ts";

let host: TestHost;
let token: string;
beforeAll(async () => {
  host = await startTestHost();
  token = await host.token();
});
afterAll(() => host.close());
beforeEach(() => {
  host.clock.now += 2_000;
});
afterEach(() => void vi.useRealTimers());

const stop = new AbortController();

/** Asks for a file: where it is to go, and what comes. */
function ask(signal = stop.signal) {
  const source = host.files.uploads.ask();
  const content = source.open(signal);
  content.catch(() => undefined); // Looked at later.
  return { path: source.path ?? "", content };
}

async function bytesOf(content: Promise<FileContent>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const piece of (await content).pieces) parts.push(piece);
  return Buffer.concat(parts);
}

async function post(path: string, at: number, of: number, body: Uint8Array<ArrayBuffer>) {
  const response = await fetch(`${host.origin}${path}?at=${at}&of=${of}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" },
    body,
  });
  return { status: response.status, envelope: await response.json() };
}

const taken = { status: 200, envelope: { ok: true, data: null } };
/** Three megabytes and a bit, with every byte in them. */
const file = Uint8Array.from({ length: 3_200_000 }, (_, at) => at % 251);

describe("a file that a page hands over", () => {
  it("comes byte for byte, in parts, each answered when it was taken", async () => {
    const { path, content } = ask();
    expect(path).toMatch(/^\/upload\/[\w-]{43}$/);
    const all = bytesOf(content);
    expect(await post(path, 0, file.length, file.slice(0, 2_000_000))).toEqual(taken);
    expect(await post(path, 2_000_000, file.length, file.slice(2_000_000))).toEqual(taken);
    expect((await all).equals(file)).toBe(true);
    expect((await content).bytes).toBe(file.length);
    // Its address is good for nothing afterwards.
    expect((await post(path, 0, 1, file.slice(0, 1))).status).toBe(401);
  });

  it("may be empty", async () => {
    const { path, content } = ask();
    const all = bytesOf(content);
    expect(await post(path, 0, 0, new Uint8Array())).toEqual(taken);
    expect((await all).byteLength).toBe(0);
  });

  it("is taken from nobody without token and address, from another site, as a form, by another name or method", async () => {
    const { path } = ask();
    const right = [`Authorization: Bearer ${token}`, "Content-Type: application/octet-stream"];
    const send = (change: { method?: string; to?: string; headers?: string[]; name?: string }) => {
      const { method = "POST", to = `${path}?at=0&of=2`, headers = right, name = `127.0.0.1:${host.port}` } = change;
      const head = [`${method} ${to} HTTP/1.1`, `Host: ${name}`, "Connection: close", ...headers, "Content-Length: 2"];
      return rawRequest(host.port, head, "{}").then(({ status }) => status);
    };
    expect(await send({ name: "evil.com" })).toBe(421);
    expect(await send({ headers: [...right, "Origin: https://evil.com"] })).toBe(403);
    expect(await send({ headers: [...right, "Sec-Fetch-Site: same-site"] })).toBe(403);
    for (const method of ["GET", "PUT", "OPTIONS"]) expect(await send({ method })).toBe(405);
    for (const type of ["text/plain", "multipart/form-data; boundary=x", "application/json"])
      expect(await send({ headers: [`Authorization: Bearer ${token}`, `Content-Type: ${type}`] })).toBe(415);
    expect(await send({ headers: [...right, "Content-Encoding: gzip"] })).toBe(415);
    expect(await send({ headers: ["Content-Type: application/octet-stream"] })).toBe(401);
    expect(await send({ to: "/upload/wrong?at=0&of=2" })).toBe(401);
  });

  it.each([
    ["a part is missing", (path: string) => post(path, 5, 10, file.slice(0, 5))],
    ["it is longer than was said", (path: string) => post(path, 0, 5, file.slice(0, 10))],
  ])("is refused on both sides when %s", async (_, send) => {
    const { path, content } = ask();
    const failed = expect(bytesOf(content)).rejects.toThrow("in their order");
    const { status, envelope } = await send(path);
    expect(status).toBe(400);
    expect(envelope).toMatchObject({ ok: false, error: { message: expect.stringContaining("in their order") } });
    await failed;
  });

  it("whose part says no place is still waited for", async () => {
    const { path, content } = ask();
    const all = bytesOf(content);
    expect((await post(`${path}?x=`, 0, 5, file.slice(0, 5))).status).toBe(400);
    expect(await post(path, 0, 5, file.slice(0, 5))).toEqual(taken);
    expect((await all).byteLength).toBe(5);
  });

  // The browser heard of a broken connection, and the page said that Promptscope had ended.
  it("that is not wanted any further is answered, also to a browser that is still sending", async () => {
    const { path, content } = ask();
    const all = (async () => {
      for await (const _piece of (await content).pieces) throw new Error("no backup");
    })();
    const failed = expect(all).rejects.toThrow("no backup");
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": "application/octet-stream",
      "content-length": 3_000_000,
    };
    const sending = request(`${host.origin}${path}?at=0&of=3000000`, { method: "POST", headers });
    let answer: IncomingMessage | undefined;
    const answered = new Promise<void>((resolve) => {
      sending.on("response", (response) => {
        answer = response.resume();
        resolve();
      });
    });
    sending.write(Buffer.alloc(2_000_000));
    await failed;
    // By now an answer would be here that did not wait for the rest.
    await host.post("/api/app.info", {}, { authorization: `Bearer ${token}` });
    expect(answer).toBeUndefined();
    sending.end(Buffer.alloc(1_000_000));
    await answered;
    expect(answer?.statusCode).toBe(400);
  });

  it("that breaks off in the middle is none", async () => {
    const { path, content } = ask();
    const all = bytesOf(content);
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": "application/octet-stream",
      "content-length": 1_000_000,
    };
    const sending = request(`${host.origin}${path}?at=0&of=1000000`, { method: "POST", headers });
    sending.on("error", () => undefined);
    sending.write(Buffer.alloc(300_000));
    await content;
    sending.destroy();
    await expect(all).rejects.toThrow("The browser did not hand over the whole file.");
  });

  it("is waited for no longer than the page wants it, also in the middle of a part", async () => {
    const early = new AbortController();
    const never = ask(early.signal);
    early.abort();
    await expect(never.content).rejects.toMatchObject({ error: { code: "cancelled" } });

    const late = new AbortController();
    const { path, content } = ask(late.signal);
    const all = bytesOf(content);
    const headers = {
      authorization: `Bearer ${token}`,
      "content-type": "application/octet-stream",
      "content-length": 1_000_000,
    };
    const sending = request(`${host.origin}${path}?at=0&of=1000000`, { method: "POST", headers });
    sending.on("error", () => undefined);
    sending.write("half of it");
    await content;
    late.abort();
    await expect(all).rejects.toMatchObject({ error: { code: "cancelled" } });
  });

  it("that never comes is not waited for for ever", async () => {
    vi.useFakeTimers();
    const uploads = createUploads();
    const { path = "", open } = uploads.ask();
    const code = path.split("/").at(-1) ?? "";
    const failed = expect(open(stop.signal)).rejects.toThrow("did not hand over");
    expect(uploads.knows(code)).toBe(true);
    await vi.advanceTimersByTimeAsync(31_000);
    await failed;
    expect(uploads.knows(code)).toBe(false);
  });
});
