import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { tell } from "./measure.ts";

/** Exact versions of what a goal is measured against; none of it is a dependency of the product. */
export interface PeerPackage {
  /** Of its folder below `peersFolder`. */
  name: string;
  dependencies: Record<string, string>;
  overrides?: Record<string, string>;
  /** A file of it that is there once it is installed. */
  probe: string;
  /** Leaves out what its packages call optional, of which a large one has many. */
  withoutOptional?: boolean;
}

/** Outside of the checkout, so that every checkout of a machine has one copy. */
export const peersFolder = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "promptscope-bench");

/** Installs a peer without running its scripts; gives its folder, or why it cannot be had. */
export function installPeer({
  name,
  probe,
  withoutOptional = false,
  ...manifest
}: PeerPackage): { folder: string } | { problem: string } {
  const folder = join(peersFolder, name);
  const text = JSON.stringify({ private: true, ...manifest });
  const file = join(folder, "package.json");
  // Written at the end: an install that was broken off is done again.
  const mark = join(folder, "installed.json");
  if (existsSync(join(folder, probe)) && existsSync(mark) && readFileSync(mark, "utf8") === text) return { folder };
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text);
  tell(`installing ${name} into ${folder}`);
  try {
    const optional = withoutOptional ? ["--omit=optional"] : [];
    execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...optional], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    const lines = said.split("\n").filter((line) => line.includes("error"));
    return { problem: `npm install ended with: ${(lines[0] ?? said).slice(0, 300)}` };
  }
  if (!existsSync(join(folder, probe))) return { problem: `${probe} is not in what npm installed` };
  writeFileSync(mark, text);
  return { folder };
}
