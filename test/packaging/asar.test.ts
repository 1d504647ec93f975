import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { archiveProblems } from "../../electron/launch/check-archive.ts";
import { findChromium } from "../chromium.ts";

const root = resolve(import.meta.dirname, "../..");
const asar = createRequire(import.meta.url)("@electron/asar") as {
  listPackage(path: string, options: { isPack: boolean }): string[];
  extractFile(path: string, name: string): Buffer;
  extractAll(path: string, folder: string): void;
};

let folder: string;
let archive: string;
let files: string[];

/** As much of an Electron distribution as the builder looks at; the real one cannot be fetched everywhere. */
async function makeFakeDistribution(path: string): Promise<void> {
  await mkdir(join(path, "resources"), { recursive: true });
  await writeFile(join(path, "electron"), "#!/bin/sh\n", { mode: 0o755 });
  await Promise.all(["LICENSE", "LICENSES.chromium.html"].map((name) => writeFile(join(path, name), "")));
  await writeFile(join(path, "version"), "45.4.1");
}

/** The real configuration, but for the fuses: flipping those needs a real binary. */
async function writeConfiguration(path: string): Promise<void> {
  const text = await readFile(join(root, "electron-builder.yml"), "utf8");
  await writeFile(path, text.replace(/^electronFuses:\n( .*\n)+/m, ""));
}

beforeAll(async () => {
  await access(join(root, "out/main/main.js")); // `npm run build` comes first.
  folder = await mkdtemp(join(tmpdir(), "promptscope-package-"));
  await makeFakeDistribution(join(folder, "electron"));
  await writeConfiguration(join(folder, "electron-builder.yml"));
  const cli = join(root, "node_modules/electron-builder/cli.js");
  await promisify(execFile)(
    process.execPath,
    [
      cli,
      "--linux",
      "dir",
      "--config",
      join(folder, "electron-builder.yml"),
      `-c.electronDist=${join(folder, "electron")}`,
      `-c.directories.output=${join(folder, "dist")}`,
      "--publish=never",
      "-c.publish.provider=generic",
      "-c.publish.url=https://feed.example/promptscope",
    ],
    { cwd: root },
  );
  archive = join(folder, "dist/linux-unpacked/resources/app.asar");
  files = asar.listPackage(archive, { isPack: false });
}, 180_000);

// The page has just been closed, and its profile may be written in while it is removed.
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));

const required = ["main/main.js", "threads/history-worker.js", "preload/preload.cjs", "renderer/index.html"]
  .map((path) => `/out/${path}`)
  .concat("/package.json", "/LICENSE", "/out/renderer/notices.txt");

describe("app.asar", () => {
  it("holds what the app needs to start, and nothing else", () => {
    expect(archiveProblems(files)).toEqual([]);
    expect(JSON.parse(asar.extractFile(archive, "package.json").toString())).toMatchObject({
      main: "out/main/main.js",
      productName: "Promptscope",
    });
  });

  it.each([
    ["a source", [...required, "/electron/hosts/desktop/main.ts"]],
    ["a map", [...required, "/out/main/main.js.map"]],
    ["another host", [...required, "/out/cli/main.js"]],
    ["a package", [...required, "/node_modules/yaml/index.js"]],
    ["no page", required.filter((path) => path !== "/out/renderer/index.html")],
  ])("would be told of with %s", (_what, paths) => {
    expect(archiveProblems(paths)).toHaveLength(1);
  });

  // A library of the system cannot be loaded out of an archive.
  it("has the key ring's library beside it, where npm has brought it", async () => {
    const beside = await readdir(`${archive}.unpacked`, { recursive: true }).catch(() => []);
    const inside = files.filter((path) => path.endsWith(".node")).map((path) => path.slice(1));
    expect(beside.filter((path) => path.endsWith(".node"))).toEqual(inside);
  });

  it("has the feed beside it that it was built with", async () => {
    const path = join(folder, "dist/linux-unpacked/resources/app-update.yml");
    expect(parse(await readFile(path, "utf8"))).toMatchObject({
      provider: "generic",
      url: "https://feed.example/promptscope",
      updaterCacheDirName: expect.stringContaining("promptscope"),
    });
  });

  // Bundles that found a package beside the checkout only: what lies in the archive has to be enough. As far as the stand-in
  // goes, which reads no archives: Electron itself starts it in the packages' workflow.
  it.skipIf(process.platform === "win32")(
    "starts from nothing but itself, shows its page and keeps its history",
    async () => {
      const unpacked = join(folder, "unpacked");
      asar.extractAll(archive, unpacked);
      const chromium = findChromium();
      const log = join(folder, "standin.log");
      const child = spawn(join(root, "test/standin/electron"), [unpacked], {
        stdio: ["ignore", "ignore", "pipe", "ipc"],
        env: {
          PATH: process.env["PATH"],
          HOME: folder,
          TMPDIR: folder,
          PROMPTSCOPE_HOME: join(folder, "profile"),
          PROMPTSCOPE_KEY_RING: "off",
          STANDIN_NODE: process.execPath,
          STANDIN_RESOURCES: join(folder, "dist/linux-unpacked/resources"),
          STANDIN_LOG: log,
          ...(chromium === null ? {} : { CHROMIUM: chromium }),
        },
      });
      let said = "";
      child.stderr?.on("data", (chunk) => {
        said += chunk;
      });
      const ended = once(child, "exit");
      try {
        const shown = vi.waitFor(async () => expect(await readFile(log, "utf8")).toContain('["show","app:'), 90_000);
        await Promise.race([
          shown,
          ended.then(([code]) => Promise.reject(new Error(`It ended with ${code}: ${said}`))),
        ]);
        child.send("stop");
        expect(await ended).toEqual([0, null]);
        expect(await readdir(join(folder, "profile"))).toEqual(expect.arrayContaining(["history.db", "window.json"]));
      } finally {
        child.kill("SIGKILL");
      }
    },
  );
});
