import { spawn } from "node:child_process";
import { lstatSync, readdirSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isProving } from "../prove-scale.ts";
import { type Packed, packInto, plainEnvironment, run } from "./installed-package.ts";

/*
 * `npm run prove` alone: installs with the npm and the Node of others, which come from the registry. Npm 12 runs no install
 * script unasked, npm 10 has another lock; Node 22.16 is the oldest that the package runs on, 20 the oldest that finds its way
 * into a checkout.
 */

const root = resolve(import.meta.dirname, "../..");
const npms = ["10.9.4", "11.19.1", "12.2.2"];
const nodes = ["22.16.0", "24.21.0"];
const oldNode = "20.20.2";
/** What a library and a command may take of the disk, with the key ring's library. */
const mostInstalled = 60_000_000;

const isWindows = process.platform === "win32";
const nodePackage = `node-${isWindows ? "win" : process.platform}-${process.arch}`;

describe.runIf(isProving)("installs from the registry", () => {
  let folder: string;
  let packed: Packed;
  const programs = new Map<string, string>();

  async function fetch(name: string, version: string): Promise<string> {
    const at = join(folder, `${name}-${version}`);
    await mkdir(at, { recursive: true });
    const words = ["install", "--prefix", at, "--no-audit", "--no-fund", "--ignore-scripts", `${name}@${version}`];
    await run("npm", words, { env: plainEnvironment });
    return join(at, "node_modules", name);
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "promptscope-registry-"));
    packed = await packInto(folder);
    for (const version of npms) programs.set(`npm ${version}`, join(await fetch("npm", version), "bin/npm-cli.js"));
    for (const version of [...nodes, oldNode]) {
      programs.set(`node ${version}`, join(await fetch(nodePackage, version), "bin", isWindows ? "node.exe" : "node"));
    }
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** One npm on one Node, as a user's shell would find both. */
  function tools(npm: string, node: string) {
    const program = programs.get(`node ${node}`) ?? "";
    const cli = programs.get(`npm ${npm}`) ?? "";
    const env = { ...plainEnvironment, PATH: [dirname(program), plainEnvironment["PATH"]].join(delimiter) };
    return {
      node: program,
      cli,
      env,
      npm: (cwd: string, ...words: string[]) => run(program, [cli, ...words], { cwd, env }),
    };
  }

  const pairs = npms.flatMap((npm) => nodes.map((node) => [npm, node] as const));
  it.each(pairs)(
    "npm %s on Node %s: the commands and the library run, with what they take of the disk",
    async (npm, node) => {
      const user = join(folder, `user-${npm}-${node}`);
      await mkdir(user);
      await writeFile(join(user, "package.json"), JSON.stringify({ name: "user", private: true }));
      const tool = tools(npm, node);
      await tool.npm(user, "install", "--no-audit", "--no-fund", packed.tarball);
      expect(await readdir(join(user, "node_modules/.bin"))).not.toContain("node");
      const installed = bytesIn(join(user, "node_modules"));
      console.log(`npm ${npm}, Node ${node}: ${(installed / 1e6).toFixed(1)} MB installed`);
      expect(installed).toBeLessThan(mostInstalled);
      const env = { ...tool.env, PROMPTSCOPE_HOME: join(user, "profile") };
      const cli = join(user, "node_modules/promptscope/out/cli/main.js");
      const { stdout, stderr } = await run(tool.node, [cli, "run", "movie-critic", "--source", "demo"], {
        cwd: user,
        env,
      });
      expect([stdout.trim() !== "", stderr]).toEqual([true, expect.not.stringMatching(/experimental/i)]);
      const script = "import('promptscope').then((all) => console.log(Object.keys(all).join()))";
      expect((await run(tool.node, ["-e", script], { cwd: user, env })).stdout).toBe(
        "PromptscopeError,completion,embedding\n",
      );
    },
  );

  it.each(npms)("npm %s on Node 20: a checkout is installed, built and served", async (npm) => {
    const checkout = join(folder, `checkout-${npm}`);
    const { stdout } = await run("git", ["ls-files", "-z"], { cwd: root, maxBuffer: 64_000_000 });
    const files = stdout.split("\0").filter(Boolean);
    for (const file of files) await cp(join(root, file), join(checkout, file));
    const tool = tools(npm, oldNode);
    await tool.npm(checkout, "ci", "--no-audit", "--no-fund");
    const said = await startUntilServed(tool, checkout);
    expect(said).toMatch(/Node 20\.20\.2 is too old to build Promptscope: using Node 24\.\d+\.\d+/);
    expect(said).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#k=/m);
    await rm(checkout, { recursive: true, force: true });
  });
});

/** `npm start` in the browser, ended as soon as it serves; what it said. */
function startUntilServed(
  tools: { node: string; cli: string; env: NodeJS.ProcessEnv },
  checkout: string,
): Promise<string> {
  const env = { ...tools.env, PROMPTSCOPE_HOME: join(checkout, "profile") };
  const words = [tools.cli, "start", "--", "--web", "--port", "0", "--no-open"];
  // A group of its own: npm, its shell, the launcher and the host end together.
  const starting = spawn(tools.node, words, { cwd: checkout, env, detached: true });
  let said = "";
  return new Promise((done, fail) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("#k=")) process.kill(-(starting.pid ?? 0), "SIGTERM");
    };
    starting.stdout.on("data", hear);
    starting.stderr.on("data", hear);
    starting.once("error", fail);
    starting.once("close", () => done(said));
  });
}

/** Bytes of all files below a folder, each link to one counted once. */
function bytesIn(folder: string): number {
  const seen = new Set<number>();
  let sum = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const { size, ino, nlink } = lstatSync(join(folder, name));
    if (nlink > 1 && seen.has(ino)) continue;
    seen.add(ino);
    sum += size;
  }
  return sum;
}
