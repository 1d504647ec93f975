import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isProving } from "../prove-scale.ts";
import { run } from "./installed-package.ts";

/**
 * The package as npm installs it into a project of a user: it brings no Node, and the user's own stays. Needs a build.
 * The proof fetches npm 10, 11 and 12 and the oldest Node we run on from the registry.
 */
const root = resolve(import.meta.dirname, "../..");
const npms = isProving ? ["10.9.4", "11.19.1", "12.2.2"] : [];
const oldestNode = "22.16.0";
/** What npm tells the tests about itself is not for the npm under test. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_OPTIONS$/i.test(name)),
);

interface Packed {
  filename: string;
  files: { path: string }[];
  bundled: string[];
}

let folder: string;
let packed: Packed;
let tarball: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "promptscope-install-"));
  const { stdout } = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: root,
  });
  const answer: unknown = JSON.parse(stdout);
  [packed] = (Array.isArray(answer) ? answer : Object.values(answer as object)) as [Packed];
  tarball = join(folder, packed.filename);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("the tarball holds no Node, and depends on none nor on anything else", async () => {
  const { stdout } = await run("tar", ["-xzOf", tarball, "package/package.json"]);
  const { dependencies, optionalDependencies, peerDependencies, engines, scripts } = JSON.parse(stdout);
  expect([dependencies, optionalDependencies, peerDependencies, packed.bundled]).toEqual([
    undefined,
    undefined,
    undefined,
    [],
  ]);
  expect(engines).toEqual({ node: ">=22.16" });
  expect(Object.keys(scripts).filter((name) => /install|prepare/.test(name))).toEqual([]);
  const foreign = packed.files.filter(({ path }) => !/^(out\/|package\.json$|README\.md$|LICENSE$)/.test(path));
  expect(foreign).toEqual([]);
  expect(packed.files.filter(({ path }) => /pinned-node|(^|\/)node(\.exe)?$/.test(path))).toEqual([]);
});

describe.each(["as installed here", ...npms])("npm %s", (version) => {
  /** The program and its first words. */
  async function findNpm(): Promise<[string, ...string[]]> {
    if (!npms.includes(version)) return ["npm"];
    const at = join(folder, `npm-${version}`);
    await mkdir(at, { recursive: true });
    await run("npm", ["install", "--prefix", at, "--no-audit", "--no-fund", `npm@${version}`], { env: environment });
    return [process.execPath, join(at, "node_modules/npm/bin/npm-cli.js")];
  }

  it("leaves the user's own node alone, and the commands run", async () => {
    const [program, ...first] = await findNpm();
    const user = join(folder, `user-${version.replaceAll(" ", "-")}`);
    await mkdir(user);
    const scripts = { which: "node -p process.execPath", tell: "promptscope prompts --source demo" };
    await writeFile(join(user, "package.json"), JSON.stringify({ name: "user", private: true, scripts }));
    const env = {
      ...environment,
      PATH: [dirname(process.execPath), environment["PATH"]].join(delimiter),
      PROMPTSCOPE_HOME: join(user, "profile"),
    };
    const npm = (...words: string[]) => run(program, [...first, ...words], { cwd: user, env });
    // Nothing is to be fetched: the package is all there is to install.
    await npm("install", "--offline", "--no-audit", "--no-fund", tarball);
    expect((await npm("run", "--silent", "which")).stdout.trim()).toBe(process.execPath);
    expect((await readdir(join(user, "node_modules"))).filter((name) => !name.startsWith("."))).toEqual([
      "promptscope",
    ]);
    expect(await readdir(join(user, "node_modules/.bin"))).not.toContain("node");
    expect((await npm("run", "--silent", "tell")).stdout).toContain("movie-critic");
    expect(await readFile(join(user, "package.json"), "utf8")).toContain("promptscope");
  });
});

describe.runIf(isProving)(`Node ${oldestNode}, the oldest we run on`, () => {
  it("runs the commands and the library, and says nothing of experiments", async () => {
    const at = join(folder, "oldest");
    await mkdir(at);
    await writeFile(join(at, "package.json"), '{"private":true}');
    const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
    await run("npm", ["install", "--no-audit", "--no-fund", `${name}@${oldestNode}`, tarball], {
      cwd: at,
      env: environment,
    });
    const node = join(at, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
    const env = { ...environment, PROMPTSCOPE_HOME: join(at, "profile") };
    const cli = join(at, "node_modules/promptscope/out/cli/main.js");
    const words = ["run", "movie-critic", "--source", "demo"];
    const { stdout, stderr } = await run(node, [cli, ...words], { cwd: at, env });
    expect([stdout.trim() !== "", stderr]).toEqual([true, expect.not.stringMatching(/experimental/i)]);
    const script = "import('promptscope').then((all) => console.log(Object.keys(all).join()))";
    expect((await run(node, ["-e", script], { cwd: at, env })).stdout).toBe("PromptscopeError,completion,embedding\n");
  });
});
