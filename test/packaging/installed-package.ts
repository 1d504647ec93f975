import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(import.meta.dirname, "../..");
export const run = promisify(execFile);

/** The variables of this process without what npm tells the tests about itself: that is not for an npm under test. */
export const plainEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_|^NODE_OPTIONS$/i.test(name)),
);

/** A project of a user, with the package in its `node_modules` as npm would unpack it. */
export interface UserProject {
  folder: string;
  remove(): Promise<void>;
}

/** What `npm pack` says of a tarball. */
export interface Packed {
  /** Where it lies. */
  tarball: string;
  /** In bytes. */
  size: number;
  files: { path: string }[];
  bundled: string[];
}

/** Packs the built package into a folder, as `npm publish` would send it. */
export async function packInto(folder: string): Promise<Packed> {
  const words = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const answer: unknown = JSON.parse((await run("npm", words, { cwd: root })).stdout);
  const [first] = (Array.isArray(answer) ? answer : Object.values(answer as object)) as (Packed & {
    filename: string;
  })[];
  if (first === undefined) throw new Error("npm pack made nothing.");
  return { ...first, tarball: join(folder, first.filename) };
}

export async function installPackage(): Promise<UserProject> {
  const folder = await mkdtemp(join(tmpdir(), "promptscope-user-"));
  const target = join(folder, "node_modules/promptscope");
  await mkdir(target, { recursive: true });
  const { tarball } = await packInto(folder);
  await run("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"]);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The compiler of this repository. */
export const typescript = join(root, "node_modules/.bin/tsc");
