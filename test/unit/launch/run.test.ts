import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** `electron/launch/run.js` in a checkout made here, run by a Node that is told to read no TypeScript. */
const launch = resolve(import.meta.dirname, "../../../electron/launch");
const isWindows = process.platform === "win32";
const pinned = `node-${isWindows ? "win" : process.platform}-${process.arch}`;
const cannotReadTypeScript = "--no-experimental-strip-types";
const npm = { npm_config_user_agent: "npm/11.19.1 node/v20.20.2 linux x64 workspaces/false" };

let checkout: string;
beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), "promptscope-checkout-"));
  mkdirSync(join(checkout, "electron/launch/pinned-node"), { recursive: true });
  for (const file of ["run.js", "pinned-node/package.json"]) {
    copyFileSync(join(launch, file), join(checkout, "electron/launch", file));
  }
  writeFileSync(join(checkout, "package.json"), '{"type":"module"}');
  writeFileSync(
    join(checkout, "said.ts"),
    "const words: string[] = process.argv.slice(2);\nconsole.log(words.join());\nif (words[0] === 'fail') process.exitCode = 7;\n",
  );
});
afterEach(() => rmSync(checkout, { recursive: true, force: true }));

function bringNode(): void {
  mkdirSync(join(checkout, "node_modules", pinned, "bin"), { recursive: true });
  writeFileSync(join(checkout, "node_modules", pinned, "package.json"), '{"version":"24.21.0"}');
  symlinkSync(process.execPath, join(checkout, "node_modules", pinned, "bin", isWindows ? "node.exe" : "node"));
}

function run(nodeOptions: string[], words: string[], variables: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
  const file = join(checkout, "electron/launch/run.js");
  return spawnSync(process.execPath, [...nodeOptions, file, "said.ts", ...words], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], ...variables },
  });
}

describe("the start of a checkout", () => {
  it("runs in this process where Node reads TypeScript, and says nothing", () => {
    const { status, stdout, stderr } = run([], ["a", "--b"]);
    expect([status, stdout, stderr]).toEqual([0, "a,--b\n", ""]);
  });

  it("says in one line that the pinned Node is used where npm runs on an older one", () => {
    const { stdout, stderr } = run([], ["a"], npm);
    expect(stdout).toBe("a\n");
    expect(stderr).toBe(
      `Node 20.20.2 is too old to build Promptscope: using Node ${process.versions.node}, which npm ci put into this checkout.\n`,
    );
    expect(run([], ["a"], { npm_config_user_agent: "npm/11.19.1 node/v22.18.0 linux x64" }).stderr).toBe("");
  });

  it("takes the pinned Node where this one does not, with words and exit code", () => {
    bringNode();
    const { status, stdout, stderr } = run([cannotReadTypeScript], ["fail", "x"]);
    expect([status, stdout]).toEqual([7, "fail,x\n"]);
    expect(stderr).toMatch(/^Node \S+ is too old to build Promptscope: using Node 24\.21\.0, .*\n$/);
  });

  it("says what to install where there is none, without a trace of its inside", () => {
    const { status, stdout, stderr } = run([cannotReadTypeScript], ["a"]);
    expect([status, stdout]).toEqual([3, ""]);
    expect(stderr).toMatch(/^Node 22\.18 or newer is needed here; this is v\S+ npm ci brings .*install Node 24.*\n$/);
  });
});
