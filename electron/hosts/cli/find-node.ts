import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The engine is built for this Node and uses what older ones lack. */
export const oldestNodeMajor = 24;

/**
 * The Node to run the app with: this one when it is new enough, else the one the `node` package brought along
 * (`from` is the folder to look from). Null: neither.
 */
export function findNode(from: string): string | null {
  if (Number.parseInt(process.versions.node, 10) >= oldestNodeMajor) return process.execPath;
  try {
    const manifest = createRequire(join(from, "main.js")).resolve("node/package.json");
    const binary = join(dirname(manifest), "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(binary) ? binary : null;
  } catch {
    return null; // The package is not installed.
  }
}
