import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { buffer } from "node:stream/consumers";
import type { FileToKeep } from "@routes/host-services.ts";
import type { FileKeeping } from "@shared/domain/backup.ts";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createDownloads } from "../../../../electron/hosts/web/downloads.ts";
import { startTestHost, type TestHost } from "../../../fakes/routes/web-host.ts";
import { rawRequest } from "./raw-request.ts";

let host: TestHost;
beforeAll(async () => {
  host = await startTestHost();
});
afterAll(() => host.close());
afterEach(() => void vi.useRealTimers());

const piece = Buffer.alloc(1_048_576, "x");

/** A file of so many megabytes; `signal` is what it was read with, `stopped` that reading it came to its end. */
function fileOf(megabytes: number) {
  const seen: { signal?: AbortSignal; stopped: boolean } = { stopped: false };
  const file: FileToKeep = {
    name: "promptscope-2026-11-29.backup",
    bytes: megabytes * piece.byteLength,
    async *pieces(signal) {
      seen.signal = signal;
      try {
        for (let at = 0; at < megabytes; at += 1) {
          signal.throwIfAborted();
          yield piece;
        }
      } finally {
        seen.stopped = true;
      }
    },
  };
  return { file, seen };
}

/** Offers a file: its path, and everything told after. */
async function offer(file: FileToKeep, signal = new AbortController().signal) {
  const steps = host.files.downloads.offer(file, signal);
  const first = (await steps.next()).value as Extract<FileKeeping, { kind: "offered" }>;
  const rest = (async () => {
    const told: FileKeeping[] = [];
    for await (const step of steps) told.push(step);
    return told;
  })();
  rest.catch(() => undefined); // Looked at later.
  return { path: first.path, rest };
}

/** As a browser that has paused: the head has come, and nothing is read. */
async function startFetching(path: string): Promise<IncomingMessage> {
  const asking = request(`${host.origin}${path}`).end();
  asking.on("error", () => undefined);
  const [response] = (await once(asking, "response")) as [IncomingMessage];
  return response;
}

function send(path: string, method = "GET", more: string[] = [], name = `127.0.0.1:${host.port}`) {
  return rawRequest(host.port, [`${method} ${path} HTTP/1.1`, `Host: ${name}`, "Connection: close", ...more]);
}

describe("a file that a browser keeps", () => {
  it("is fetched whole, once: its address is good for nothing afterwards", async () => {
    const { file } = fileOf(3);
    const { path, rest } = await offer(file);
    expect(path).toMatch(/^\/download\/[\w-]{43}$/);
    const response = await fetch(`${host.origin}${path}`, { headers: { "sec-fetch-site": "same-origin" } });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": 'attachment; filename="promptscope-2026-11-29.backup"',
      "content-length": String(3 * piece.byteLength),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
    });
    expect((await response.arrayBuffer()).byteLength).toBe(file.bytes);
    expect((await rest).at(-1)).toEqual({ kind: "written", bytes: file.bytes, path: null });
    expect((await send(path)).status).toBe(401);
  });

  it("is given to nobody by the wrong name, from another site, by a typed address, or by another method", async () => {
    const { file, seen } = fileOf(1);
    const stop = new AbortController();
    const { path, rest } = await offer(file, stop.signal);
    expect((await send(path, "GET", [], "evil.com")).status).toBe(421);
    for (const header of ["Origin: https://evil.com", "Origin: null"])
      expect((await send(path, "GET", [header])).status).toBe(403);
    for (const site of ["cross-site", "same-site", "none"])
      expect((await send(path, "GET", [`Sec-Fetch-Site: ${site}`])).status).toBe(403);
    for (const method of ["HEAD", "POST", "PUT", "OPTIONS"]) expect((await send(path, method)).status).toBe(405);
    for (const wrong of ["/download/", `${path}x`, `${path}/`, `/download/x${path}`])
      expect([401, 429]).toContain((await send(wrong)).status);
    expect(seen.signal).toBeUndefined();
    stop.abort();
    await expect(rest).rejects.toMatchObject({ error: { code: "cancelled" } });
    // What the page does not want any more is not to be had.
    host.clock.now += 2_000;
    expect((await send(path)).status).toBe(401);
  });

  // Browsers take a connection that was closed in order for the end of the file.
  it("that is stopped is cut off, also for a browser that has paused, so that it is no whole one", async () => {
    const { file, seen } = fileOf(200);
    const stop = new AbortController();
    const { path, rest } = await offer(file, stop.signal);
    const browser = connect(host.port, "127.0.0.1");
    browser.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\n\r\n`);
    await once(browser, "readable");
    const failed = once(browser, "error");
    browser.on("end", () => browser.destroy(new Error("closed in order")));
    stop.abort();
    await expect(rest).rejects.toMatchObject({ error: { code: "cancelled" } });
    expect(seen.stopped).toBe(true);
    browser.resume();
    expect((await failed)[0]).toMatchObject({ code: "ECONNRESET" });
  });

  it("that the browser stops is told of in words, and is read no further", async () => {
    const { file, seen } = fileOf(200);
    const { path, rest } = await offer(file);
    (await startFetching(path)).destroy();
    await expect(rest).rejects.toThrow("The browser stopped the download.");
    expect(seen.stopped).toBe(true);
  });

  it("that cannot be read to its end is cut off, and the reason is told", async () => {
    const { file } = fileOf(1);
    const broken: FileToKeep = {
      ...file,
      async *pieces() {
        yield piece.subarray(0, 1_000);
        throw new Error("EIO");
      },
    };
    const { path, rest } = await offer(broken);
    await expect(startFetching(path).then(buffer)).rejects.toThrow();
    await expect(rest).rejects.toThrow("EIO");
  });

  it("that no browser comes for is not offered for ever", async () => {
    vi.useFakeTimers();
    const downloads = createDownloads();
    const steps = downloads.offer(fileOf(1).file, new AbortController().signal);
    const first = (await steps.next()).value as Extract<FileKeeping, { kind: "offered" }>;
    const code = first.path.split("/").at(-1) ?? "";
    expect(downloads.knows(code)).toBe(true);
    const rest = (async () => {
      for await (const _step of steps);
    })();
    const failed = expect(rest).rejects.toThrow("The browser did not fetch the file.");
    await vi.advanceTimersByTimeAsync(31_000);
    await failed;
    expect(downloads.knows(code)).toBe(false);
  });
});
