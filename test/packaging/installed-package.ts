import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(import.meta.dirname, "../..");
export const run = promisify(execFile);

/** A project of a user, with the package in its `node_modules` as npm would unpack it. */
export interface UserProject {
  folder: string;
  remove(): Promise<void>;
}

export async function installPackage(): Promise<UserProject> {
  const folder = await mkdtemp(join(tmpdir(), "promptscope-user-"));
  const target = join(folder, "node_modules/promptscope");
  await mkdir(target, { recursive: true });
  const { stdout } = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], {
    cwd: root,
  });
  const packed: unknown = JSON.parse(stdout);
  const [first] = Array.isArray(packed) ? packed : Object.values(packed as object);
  await run("tar", ["-xzf", join(folder, first.filename), "-C", target, "--strip-components=1"]);
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The compiler of this repository. */
export const typescript = join(root, "node_modules/.bin/tsc");
