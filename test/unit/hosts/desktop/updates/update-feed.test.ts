import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { inspect } from "node:util";
import { askForProxies, environmentProxies } from "@engine/http/proxies.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  findPackage,
  openUpdateFeed,
  type PackageKind,
  UpdateFailure,
  type VerifySignature,
} from "../../../../../electron/hosts/desktop/updates/update-feed.ts";
import { type LocalProxy, startLocalProxy } from "../../../http/local-proxy.ts";
import { type InstalledApp, installApp, largeInstaller as installer, type LocalFeed, startFeed } from "./local-feed.ts";

/* The real library against a real feed over HTTP: only Electron and the installer itself are not there. */

const pem = (name: string) => readFileSync(join(import.meta.dirname, `../../../../fixtures/tls/${name}.pem`), "utf8");
const trusted = getCACertificates("default");
const never = new AbortController().signal;

let feed: LocalFeed;
let app: InstalledApp | undefined;
let proxy: LocalProxy | undefined;
beforeEach(async () => {
  feed = await startFeed(installer);
});
afterEach(() => {
  feed.close();
  app?.remove();
  proxy?.close();
  app = proxy = undefined;
  askForProxies(environmentProxies({}));
  setDefaultCACertificates(trusted);
  vi.unstubAllEnvs();
});

interface Installed {
  kind?: PackageKind;
  url?: string;
  publisherName?: string;
  verify?: VerifySignature;
}

function open({ kind = "AppImage", url = feed.url, publisherName, verify }: Installed = {}) {
  app = installApp(url, publisherName);
  const old = join(app.folder, "Promptscope.AppImage");
  writeFileSync(old, "this version");
  vi.stubEnv("APPIMAGE", old);
  vi.stubEnv("XDG_CACHE_HOME", join(app.folder, "cache"));
  const { folder, resources } = app;
  mkdirSync(join(folder, "data"));
  const quit = () => undefined;
  return openUpdateFeed(
    kind,
    { version: "0.1.0", platform: process.platform, resources, userData: join(folder, "data"), quit },
    verify,
  );
}

/** Files that were fetched and kept. */
function kept(): string[] {
  const cache = join(app?.folder ?? "", "cache");
  try {
    const files = readdirSync(cache, { recursive: true, encoding: "utf8" });
    return files.filter((file) => /\.(AppImage|exe)$/.test(file));
  } catch {
    return [];
  }
}

const unchanged = () => readFileSync(join(app?.folder ?? "", "Promptscope.AppImage"), "utf8");

/** What is told of a failure. */
async function told(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error("nothing failed"),
    (failure: unknown) => failure,
  );
  return error instanceof UpdateFailure ? `${error.stage}: ${error.message} ${error.advice}` : String(error);
}

describe.each([
  ["an AppImage", "AppImage"],
  ["an installer of Windows", "nsis"],
] as const)("%s", (_what, kind) => {
  it("is found, fetched whole with its progress, and not installed by that", async () => {
    const updates = await open({ kind });
    expect(await updates.check(never)).toBe("0.2.0");
    expect(feed.asked.filter((path) => !path.endsWith(".yml"))).toEqual([]);
    // The library tells of progress once a second and at the end.
    const parts: number[] = [];
    await updates.download(never, (part) => parts.push(part));
    expect(parts.at(-1)).toBe(1);
    expect(kept()).toHaveLength(1);
    expect(readFileSync(join(app?.folder ?? "", "cache", kept()[0] ?? ""))).toEqual(installer);
    expect(unchanged()).toBe("this version");
  });

  it("that is not what the feed announced is refused, and nothing of it is kept", async () => {
    feed.answer = (response) => response.end(Buffer.concat([installer, Buffer.from("!")]));
    const updates = await open({ kind });
    await updates.check(never);
    expect(await told(updates.download(never, () => undefined))).toMatch(
      /^download: What came is not what the feed announced \(checksum\)\. Nothing of it was kept, and nothing was installed\./,
    );
    expect([kept(), unchanged()]).toEqual([[], "this version"]);
  });

  it("that is cut is told of, and comes whole when it is tried again", async () => {
    const { answer } = feed;
    feed.answer = (response) => {
      response.setHeader("content-length", installer.length).write(installer.subarray(0, 99_000), () => {
        response.destroy();
      });
    };
    const updates = await open({ kind });
    await updates.check(never);
    expect(await told(updates.download(never, () => undefined))).toMatch(
      /^download: The connection to 127\.0\.0\.1:\d+ broke\. /,
    );
    expect(kept()).toEqual([]);
    feed.answer = answer;
    await updates.download(never, () => undefined);
    expect(kept()).toHaveLength(1);
  });
});

it.each(["0.1.0", "0.0.9", "0.1.0-beta.1"])("a feed with %s has nothing newer than 0.1.0", async (version) => {
  feed.version = version;
  expect(await (await open()).check(never)).toBeNull();
});

it("an installer that somebody else has signed is refused, and nothing of it is kept", async () => {
  const asked: string[][] = [];
  const verify: VerifySignature = async (publishers) => {
    asked.push(publishers);
    return "CN=Somebody Else";
  };
  const updates = await open({ kind: "nsis", publisherName: "Promptscope", verify });
  await updates.check(never);
  expect(await told(updates.download(never, () => undefined))).toMatch(
    /^download: What came is not signed by whoever signed this version\. Nothing of it was kept/,
  );
  expect([asked, kept()]).toEqual([[["Promptscope"]], []]);
});

it("a feed where nothing listens is told of", async () => {
  feed.close();
  expect(await told((await open()).check(never))).toMatch(/^check: Nothing is listening on 127\.0\.0\.1:\d+\. /);
});

it.each([
  [404, /^check: 127\.0\.0\.1:\d+ has no list of versions for this system\. /],
  [500, /^check: 127\.0\.0\.1:\d+ answered 500\. /],
])("a feed that answers %i is told of", async (status, expected) => {
  feed.answerList = (response) => void response.writeHead(status).end();
  expect(await told((await open()).check(never))).toMatch(expected);
});

it("a feed whose file is not there is told of, with what it answered", async () => {
  feed.answer = (response) => void response.writeHead(403).end();
  const updates = await open();
  await updates.check(never);
  expect(await told(updates.download(never, () => undefined))).toMatch(/^download: 127\.0\.0\.1:\d+ answered 403\. /);
});

it("a list that is none is told of in one line", async () => {
  feed.answerList = (response) => void response.end("<html>\n<p>: {");
  expect(await told((await open()).check(never))).toMatch(/^check: [^\n]+$/);
});

// On Linux nothing but the feed says whose the file is.
it.each([
  ["of a feed", async () => open({ url: "http://feed.example/" })],
  [
    "a feed leads to",
    async () => {
      feed.answerList = (response: ServerResponse) =>
        void response.writeHead(302, { location: "http://feed.example/latest-linux.yml" }).end();
      return open();
    },
  ],
])("an address %s that is not encrypted is not asked", async (_whose, opened) => {
  expect(await told((await opened()).check(never))).toMatch(/^check: http:\/\/feed\.example is not encrypted: /);
});

it("the feed is reached through the proxy that every call takes, and its certificate is checked", async () => {
  feed.close();
  feed = await startFeed(installer, { key: pem("other-host.key"), cert: pem("other-host.cert") });
  proxy = await startLocalProxy({ port: feed.port });
  askForProxies(environmentProxies({ HTTPS_PROXY: proxy.url }));
  const updates = await open({ url: "https://other.example/" });
  expect(await told(updates.check(never))).toContain("The certificate of other.example is not trusted.");
  setDefaultCACertificates([pem("authority.cert")]);
  expect(await updates.check(never)).toBe("0.2.0");
  expect(proxy.asked.map(({ line }) => line)).toContain("CONNECT other.example:443");
});

it("a proxy that wants a password is told of without one, and lets an update through by the right one, which nothing shows", async () => {
  feed.close();
  feed = await startFeed(installer, { key: pem("other-host.key"), cert: pem("other-host.cert") });
  setDefaultCACertificates([pem("authority.cert")]);
  proxy = await startLocalProxy({ port: feed.port, password: "ada:c0rrect" });
  const as = (person: string) =>
    askForProxies(environmentProxies({ HTTPS_PROXY: proxy?.url.replace("//", `//${person}`) }));
  const updates = await open({ url: "https://other.example/" });
  for (const person of ["", "ada:wr0ng@"]) {
    as(person);
    const words = await told(updates.check(never));
    expect(words).toContain(`The proxy ${proxy.url} asks for a name and a password (407).`);
    expect(words).toContain("PROMPTSCOPE_PROXY=http://NAME:PASSWORD@HOST:PORT");
    expect(words).not.toContain("wr0ng");
  }
  expect(feed.asked).toEqual([]);
  as("ada:c0rrect@");
  expect(await updates.check(never)).toBe("0.2.0");
  await updates.download(never, () => undefined);
  expect(kept()).toHaveLength(1);
  // What fails behind the proxy names the feed, not the way to it.
  feed.answerList = (response) => void response.writeHead(500).end();
  const failure = await updates.check(never).catch((error: unknown) => error);
  expect(inspect(failure, { depth: 9 })).not.toMatch(/c0rrect|YWRhOmMwcnJlY3Q/);
});

it("one who stops a download closes its connection and keeps nothing", async () => {
  const stop = new AbortController();
  feed.answer = (response) => {
    // It goes on coming, so that nothing but the stop ends it.
    response.setHeader("content-length", 99_000_000).write(installer, () => stop.abort());
    const more = setInterval(() => response.write("more"), 100);
    response.once("close", () => clearInterval(more));
  };
  const updates = await open();
  await updates.check(never);
  await expect(updates.download(stop.signal, () => undefined)).rejects.toMatchObject({ error: { code: "cancelled" } });
  await vi.waitFor(async () => expect(await feed.open()).toBe(0), 20_000);
  expect(kept()).toEqual([]);
});

describe("whether this copy can be updated", () => {
  it("is decided by the package it came from; a plain build has no feed", () => {
    app = installApp(feed.url);
    const { folder, resources } = app;
    const at = (platform: NodeJS.Platform, variables = {}, where = resources) =>
      findPackage({ platform, resources: where }, variables);
    expect([at("win32"), at("darwin"), at("linux"), at("linux", { APPIMAGE: "/P.AppImage" })]).toEqual([
      "nsis",
      "mac",
      null,
      "AppImage",
    ]);
    for (const kind of ["deb", "rpm"]) {
      writeFileSync(join(resources, "package-type"), `${kind}\n`);
      expect(at("linux")).toBe(kind);
    }
    expect(["win32", "darwin", "linux"].map((platform) => at(platform as NodeJS.Platform, {}, folder))).toEqual([
      null,
      null,
      null,
    ]);
  });
});
