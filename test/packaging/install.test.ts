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
  /** In bytes. */
  size: number;
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

it("the tarball holds no Node, and depends on nothing but, where it can be had, the key ring", async () => {
  const { stdout } = await run("tar", ["-xzOf", tarball, "package/package.json"]);
  const { dependencies, optionalDependencies, peerDependencies, engines, scripts } = JSON.parse(stdout);
  expect([dependencies, optionalDependencies, peerDependencies, packed.bundled]).toEqual([
    undefined,
    { "@napi-rs/keyring": "2.1.2" },
    undefined,
    [],
  ]);
  expect(engines).toEqual({ node: ">=22.16" });
  expect(Object.keys(scripts).filter((name) => /install|prepare/.test(name))).toEqual([]);
  const foreign = packed.files.filter(({ path }) => !/^(out\/|package\.json$|README\.md$|LICENSE$)/.test(path));
  expect(foreign).toEqual([]);
  expect(packed.files.filter(({ path }) => /pinned-node|(^|\/)node(\.exe)?$/.test(path))).toEqual([]);
});

// Old resolvers load `main`: it was the desktop app's, which is not in it.
it("every file that package.json names is in the tarball; nothing of the desktop app is", async () => {
  const manifest = JSON.parse((await run("tar", ["-xzOf", tarball, "package/package.json"])).stdout);
  const named = (value: unknown): string[] =>
    typeof value === "string" ? [value.replace(/^\.\//, "")] : Object.values(value as object).flatMap(named);
  const paths = packed.files.map(({ path }) => path);
  const wanted = [manifest.main, manifest.types, ...named(manifest.exports), ...named(manifest.bin)];
  expect(wanted.filter((path) => !paths.includes(path))).toEqual([]);
  expect(paths.filter((path) => /^out\/(main|preload)\/|\.map$/.test(path))).toEqual([]);
  // `npm publish` from a fresh checkout would send a package without a program.
  expect(manifest.scripts.prepack).toBe(manifest.scripts.build);
});

it("the tarball is small, and has one copy of each tokenizer's table", async () => {
  expect(packed.size).toBeLessThan(4 * 1024 * 1024);
  const unpacked = join(folder, "unpacked");
  await mkdir(unpacked);
  await run("tar", ["-xzf", tarball, "-C", unpacked]);
  const files = packed.files.filter(({ path }) => path.endsWith(".js"));
  const texts = await Promise.all(files.map(({ path }) => readFile(join(unpacked, "package", path), "utf8")));
  // A token, with the blank before it, that no other code has.
  expect(texts.filter((text) => /["`'] uninterrupted["`']/.test(text))).toHaveLength(1);
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
    // Nothing has to be fetched: what depends on the network is optional, and left out without it.
    await npm("install", "--offline", "--omit=optional", "--no-audit", "--no-fund", tarball);
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
