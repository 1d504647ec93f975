import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Packed, packInto, plainEnvironment, run } from "./installed-package.ts";

/**
 * The package as npm installs it into a project of a user: it brings no Node, and the user's own stays. Needs a build.
 * Other versions of npm and Node, which come from the registry: `registry-installs.test.ts`.
 */
let folder: string;
let packed: Packed;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "promptscope-install-"));
  packed = await packInto(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("the tarball holds no Node, and depends on nothing but, where it can be had, the key ring", async () => {
  const { stdout } = await run("tar", ["-xzOf", packed.tarball, "package/package.json"]);
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
  const manifest = JSON.parse((await run("tar", ["-xzOf", packed.tarball, "package/package.json"])).stdout);
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
  expect(packed.size).toBeLessThan(4_000_000);
  const unpacked = join(folder, "unpacked");
  await mkdir(unpacked);
  await run("tar", ["-xzf", packed.tarball, "-C", unpacked]);
  const files = packed.files.filter(({ path }) => path.endsWith(".js"));
  const texts = await Promise.all(files.map(({ path }) => readFile(join(unpacked, "package", path), "utf8")));
  // A token, with the blank before it, that no other code has.
  expect(texts.filter((text) => /["`'] uninterrupted["`']/.test(text))).toHaveLength(1);
});

it("leaves the user's own node alone, and the commands run", async () => {
  const user = join(folder, "user");
  await mkdir(user);
  const scripts = { which: "node -p process.execPath", tell: "promptscope prompts --source demo" };
  await writeFile(join(user, "package.json"), JSON.stringify({ name: "user", private: true, scripts }));
  const env = {
    ...plainEnvironment,
    PATH: [dirname(process.execPath), plainEnvironment["PATH"]].join(delimiter),
    PROMPTSCOPE_HOME: join(user, "profile"),
  };
  const npm = (...words: string[]) => run("npm", words, { cwd: user, env });
  // Nothing has to be fetched: what depends on the network is optional, and left out without it.
  await npm("install", "--offline", "--omit=optional", "--no-audit", "--no-fund", packed.tarball);
  expect((await npm("run", "--silent", "which")).stdout.trim()).toBe(process.execPath);
  expect((await readdir(join(user, "node_modules"))).filter((name) => !name.startsWith("."))).toEqual(["promptscope"]);
  expect(await readdir(join(user, "node_modules/.bin"))).not.toContain("node");
  expect((await npm("run", "--silent", "tell")).stdout).toContain("movie-critic");
  expect(await readFile(join(user, "package.json"), "utf8")).toContain("promptscope");
});
