import { execFile } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { archive, archiveName, type Listening, makeCheckout, startMirror, startProxy } from "./electron-mirror.ts";

/*
 * The launcher's way to Electron's binary, against a mirror of a few hundred bytes with Electron's own installer. Silence,
 * a lost reason and a limit in minutes were the bugs.
 */

const program = resolve(import.meta.dirname, "../../../electron/launch/electron-binary.ts");

let checkout: ReturnType<typeof makeCheckout>;
let servers: Listening[];
beforeEach(() => {
  checkout = makeCheckout();
  servers = [];
});
afterEach(() => {
  for (const server of servers) server.close();
  checkout.remove();
});

async function mirror(answer: (response: ServerResponse) => void): Promise<Listening> {
  const server = await startMirror(answer);
  servers.push(server);
  return server;
}

/** Finds or fetches it in a process of its own; what it printed, with the outcome as its last line. */
function fetchElectron(variables: Record<string, string>): Promise<string> {
  const code = `
    const { findOrFetchElectron } = await import(${JSON.stringify(program)});
    const { binary, reason } = await findOrFetchElectron(${JSON.stringify(checkout.root)});
    console.log(reason ?? "binary " + binary);`;
  const env = {
    PATH: process.env["PATH"],
    HOME: checkout.root,
    electron_config_cache: join(checkout.root, "cache"),
    electron_use_remote_checksums: "1",
    ...variables,
  };
  return new Promise((done) => {
    execFile(process.execPath, ["--input-type=module", "-e", code], { env }, (_error, out, err) => done(out + err));
  });
}

const whole = (response: ServerResponse) => void response.setHeader("content-length", archive.length).end(archive);

describe("Electron's binary", () => {
  it("comes from the mirror of the environment with progress, and from the cache without a network", async () => {
    const { url } = await mirror(whole);
    const said = await fetchElectron({ ELECTRON_MIRROR: url });
    expect(said).toMatch(/^Fetching Electron .*\n {2}0\.0 MB of 0\.0 MB\nbinary .*electron(\.exe)?\n$/);
    servers[0]?.close();
    rmSync(join(checkout.root, "node_modules/electron/dist"), { recursive: true });
    // Only the checksums are asked for anew; those that Electron's package brings need no network at all.
    const other = await mirror((response) => void response.writeHead(500).end());
    expect(await fetchElectron({ ELECTRON_MIRROR: other.url, ELECTRON_CUSTOM_DIR: "other" })).toContain("answered 500");
    const same = await fetchElectron({ ELECTRON_MIRROR: url, electron_use_remote_checksums: "" });
    expect(same).not.toContain("answered");
  });

  it("comes through the proxy of the environment", async () => {
    const { url, asked } = await mirror(whole);
    const proxy = await startProxy(url);
    servers.push(proxy);
    const said = await fetchElectron({ ELECTRON_MIRROR: "http://mirror.example/", HTTP_PROXY: proxy.url });
    expect(said).toContain("binary ");
    expect(proxy.asked.join()).toContain("mirror.example");
    expect(asked.join()).toContain(archiveName);
  });

  it.each([
    [
      "is not there",
      (response: ServerResponse) => void response.writeHead(404).end(),
      / answered 404 for http:\S+\.zip$/m,
    ],
    [
      "is cut",
      (response: ServerResponse) => {
        response.setHeader("content-length", archive.length * 100).write(archive, () => response.destroy());
      },
      /the connection broke at 0\.0 MB/,
    ],
    [
      "is another",
      (response: ServerResponse) => void response.end(Buffer.concat([archive, Buffer.from("!")])),
      /is not what Electron published \(checksum\)/,
    ],
    [
      "stalls",
      (response: ServerResponse) => void response.setHeader("content-length", 9_999_999).write(archive),
      /stalled at 0\.0 MB: nothing came for 8 s/,
    ],
  ])("whose archive %s is not had, with the reason", async (_what, answer, reason) => {
    const { url } = await mirror(answer);
    const said = await fetchElectron({ ELECTRON_MIRROR: url, PROMPTSCOPE_STALLED_MS: "8000" });
    expect(said).toMatch(reason);
    expect(said.trim().split("\n").at(-1)).toContain("Electron's binary is not installed and ");
    expect(existsSync(join(checkout.root, "node_modules/electron/dist"))).toBe(false);
  });

  // A limit of five minutes for all of it meant that a slow line never had it, and began anew at each start.
  it("comes over a line that is slow for longer than one may be silent", async () => {
    const { url } = await mirror((response) => {
      response.setHeader("content-length", archive.length);
      const size = Math.ceil(archive.length / 12);
      let at = 0;
      const next = () => {
        response.write(archive.subarray(at, at + size));
        at += size;
        if (at < archive.length) setTimeout(next, 500);
        else response.end();
      };
      next();
    });
    const said = await fetchElectron({ ELECTRON_MIRROR: url, PROMPTSCOPE_STALLED_MS: "4000" });
    expect(said).toMatch(/\nbinary .*electron(\.exe)?\n$/);
  });

  it("is not had where nothing listens, and the way out is named", async () => {
    const { url, close } = await mirror(whole);
    close();
    const said = await fetchElectron({ ELECTRON_MIRROR: url });
    expect(said).toMatch(/cannot be reached \(ECONNREFUSED\); a proxy is taken from HTTPS_PROXY/);
  });

  it("is the one of ELECTRON_OVERRIDE_DIST_PATH, or none", async () => {
    const said = await fetchElectron({ ELECTRON_OVERRIDE_DIST_PATH: "/nowhere" });
    expect(said).toBe("there is no Electron in /nowhere (ELECTRON_OVERRIDE_DIST_PATH)\n");
    expect(await fetchElectron({ ELECTRON_SKIP_BINARY_DOWNLOAD: "1" })).toContain(
      "ELECTRON_SKIP_BINARY_DOWNLOAD is set",
    );
  });
});
