import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** Exact versions of what a goal is measured against; none of it is a dependency of the product. */
export interface PeerPackage {
  /** Of its folder below `test/.peers`, which is ignored. */
  name: string;
  dependencies: Record<string, string>;
  overrides?: Record<string, string>;
  /** A file of it that is there once it is installed. */
  probe: string;
}

/** Installs a peer without running its scripts; gives its folder, undefined where it cannot be had. */
export function installPeer({ name, probe, ...manifest }: PeerPackage): string | undefined {
  const folder = join(root, "test/.peers", name);
  const text = JSON.stringify({ private: true, ...manifest });
  const file = join(folder, "package.json");
  if (existsSync(join(folder, probe)) && readFileSync(file, "utf8") === text) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  try {
    execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: folder, stdio: "ignore" });
    return folder;
  } catch {
    return undefined;
  }
}
