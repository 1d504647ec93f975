import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createHttps, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** As large as takes more than one piece to come. */
export const largeInstaller = Buffer.alloc(300_000, "the newer version\n");

/** A feed as `electron-builder` writes one for a plain web server, with one file in it. */
export interface LocalFeed {
  url: string;
  port: number;
  /** Version in the list of versions. */
  version: string;
  /** What answers for the file. */
  answer(response: ServerResponse): void;
  /** What answers for the list; undefined: the list. */
  answerList: ((response: ServerResponse) => void) | undefined;
  /** Paths asked for. */
  asked: string[];
  /** Connections that are open. */
  open(): Promise<number>;
  close(): void;
}

const names: Partial<Record<string, string>> = {
  "/latest-linux.yml": "Promptscope.AppImage",
  "/latest-linux-arm64.yml": "Promptscope.AppImage",
  "/latest.yml": "Promptscope.exe",
};

/** @param file the newer version. @param certificate of a server that speaks TLS. */
export async function startFeed(file: string | Buffer, certificate?: ServerOptions): Promise<LocalFeed> {
  const installer = Buffer.from(file);
  const sha512 = createHash("sha512").update(installer).digest("base64");
  const asked: string[] = [];
  const onRequest: RequestListener = (incoming, response) => {
    const { pathname } = new URL(incoming.url ?? "", "http://feed");
    asked.push(pathname);
    const listed = names[pathname];
    // What has changed between two versions is not told: the whole file is fetched.
    if (pathname.endsWith(".blockmap")) response.writeHead(404).end();
    else if (listed === undefined) feed.answer(response);
    else if (feed.answerList) feed.answerList(response);
    else {
      const { version } = feed;
      response.end(
        `version: ${version}\nfiles:\n  - url: ${listed}\n    sha512: ${sha512}\n    size: ${installer.length}\npath: ${listed}\nsha512: ${sha512}\n`,
      );
    }
  };
  const server = certificate ? createHttps(certificate, onRequest) : createServer(onRequest);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const feed: LocalFeed = {
    url: `${certificate ? "https" : "http"}://127.0.0.1:${port}/`,
    port,
    version: "0.2.0",
    answer: (response) => response.setHeader("content-length", installer.length).end(installer),
    answerList: undefined,
    asked,
    open: () =>
      new Promise((done, fail) => server.getConnections((error, count) => (error ? fail(error) : done(count)))),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return feed;
}

/** Where an installed app lies and keeps its files. */
export interface InstalledApp {
  folder: string;
  resources: string;
  remove(): void;
}

/** An installed app whose package was built with a feed. `publisherName`: who has signed it, on Windows. */
export function installApp(url: string, publisherName?: string): InstalledApp {
  const folder = mkdtempSync(join(tmpdir(), "promptscope-updates-"));
  const resources = join(folder, "resources");
  mkdirSync(resources);
  const lines = ["provider: generic", `url: ${url}`, "updaterCacheDirName: promptscope-updater"];
  writeFileSync(
    join(resources, "app-update.yml"),
    [...lines, ...(publisherName ? [`publisherName: [${publisherName}]`] : []), ""].join("\n"),
  );
  return { folder, resources, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
