import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const reachableMs = 3_000;
const downloadMs = 5 * 60_000;

/** Path of the Electron binary, by looking at files: importing `electron` would start a download. Null: not there. */
export function findElectron(root: string): string | null {
  const folder = join(root, "node_modules/electron");
  const pathFile = join(folder, "path.txt");
  if (!existsSync(pathFile)) return null;
  const binary = join(folder, "dist", readFileSync(pathFile, "utf8"));
  return existsSync(binary) ? binary : null;
}

/** Finds the binary or fetches it where its server answers at once. Null: it cannot be had here. */
export async function findOrFetchElectron(root: string): Promise<string | null> {
  const found = findElectron(root);
  if (found !== null) return found;
  const installer = join(root, "node_modules/electron/install.js");
  if (!existsSync(installer) || !(await isServerReachable())) return null;
  console.log("Fetching Electron (about 110 MB, once)…");
  await run(process.execPath, [installer], downloadMs);
  return findElectron(root);
}

/** Without this check the installer retries for most of a minute on a machine that has no way out. */
async function isServerReachable(): Promise<boolean> {
  const server =
    process.env["ELECTRON_MIRROR"] ??
    process.env["npm_config_electron_mirror"] ??
    "https://github.com/electron/electron";
  try {
    await fetch(server, { method: "HEAD", signal: AbortSignal.timeout(reachableMs) });
    return true;
  } catch {
    return false;
  }
}

function run(command: string, args: string[], timeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: "ignore", timeout: timeoutMs });
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  });
}
