import { createHash } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createServer, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { crc32 } from "node:zlib";

const repository = resolve(import.meta.dirname, "../../..");
const { version } = JSON.parse(readFileSync(join(repository, "node_modules/electron/package.json"), "utf8"));
export const archiveName = `electron-v${version}-${process.platform}-${process.arch}.zip`;

/** An archive of an Electron that is a script of two lines. */
export const archive = zip({ version, electron: "#!/bin/sh\necho started\n", "electron.exe": "" });

/** A checkout with Electron's package as npm leaves it, and no binary. */
export function makeCheckout(): { root: string; remove(): void } {
  const root = mkdtempSync(join(tmpdir(), "promptscope-fetch-"));
  mkdirSync(join(root, "node_modules/electron"), { recursive: true });
  for (const file of ["package.json", "install.js", "checksums.json"]) {
    cpSync(join(repository, "node_modules/electron", file), join(root, "node_modules/electron", file));
  }
  for (const scope of ["@electron", "@electron-internal"]) {
    symlinkSync(join(repository, "node_modules", scope), join(root, "node_modules", scope));
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

export interface Listening {
  url: string;
  /** Paths and addresses asked for. */
  asked: string[];
  close(): void;
}

/** A mirror that answers for the archive as it is told, and gives the checksum of the right one. */
export function startMirror(answer: (response: ServerResponse) => void): Promise<Listening> {
  const sum = createHash("sha256").update(archive).digest("hex");
  return listen((path, response) => {
    if (path.endsWith("SHASUMS256.txt")) response.end(`${sum} *${archiveName}\n`);
    else answer(response);
  });
}

/** A proxy for plain HTTP: knows one mirror, under whatever name it is asked for. */
export function startProxy(mirror: string): Promise<Listening> {
  return listen((address, response) => {
    const { pathname } = new URL(address, mirror);
    request(new URL(pathname, mirror), (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    }).end();
  }, true);
}

async function listen(answer: (path: string, response: ServerResponse) => void, tunnels = false): Promise<Listening> {
  const asked: string[] = [];
  const server: Server = createServer((incoming, response) => {
    asked.push(incoming.url ?? "");
    answer(incoming.url ?? "", response);
  });
  // Node tunnels plain HTTP through a proxy too.
  if (tunnels) {
    server.on("connect", (incoming, socket) => {
      asked.push(incoming.url ?? "");
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      server.emit("connection", socket);
    });
  }
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A ZIP archive without compression (APPNOTE.TXT 6.3.10, 4.3). */
function zip(files: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const content = Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), content]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(0o100755 * 0x10000, 6);
    tail.writeUInt32LE(offset, 10);
    // Made by Unix, so that the file's mode counts.
    entries.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x03"), common, tail, Buffer.from(name)]));
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}
