import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Path of the Electron binary, by looking at files: importing `electron` would start a download. Null: not there. */
export function findElectron(root: string): string | null {
  const folder = join(root, "node_modules/electron");
  const pathFile = join(folder, "path.txt");
  // As `electron/index.js` reads it: Nix and companies bring a distribution of their own.
  const own = process.env["ELECTRON_OVERRIDE_DIST_PATH"];
  if (!existsSync(pathFile) && !own) return null;
  const name = existsSync(pathFile) ? readFileSync(pathFile, "utf8") : "electron";
  const binary = join(own || join(folder, "dist"), name);
  return existsSync(binary) ? binary : null;
}

/** The binary, found or fetched, or why it cannot be had, in words that finish "… because". */
export async function findOrFetchElectron(root: string): Promise<{ binary: string } | { reason: string }> {
  const found = findElectron(root);
  if (found !== null) return { binary: found };
  const own = process.env["ELECTRON_OVERRIDE_DIST_PATH"];
  if (own) return { reason: `there is no Electron in ${own} (ELECTRON_OVERRIDE_DIST_PATH)` };
  if (process.env["ELECTRON_SKIP_BINARY_DOWNLOAD"]) {
    return { reason: "Electron's binary is not installed and ELECTRON_SKIP_BINARY_DOWNLOAD is set" };
  }
  if (!existsSync(join(root, "node_modules/electron/install.js"))) {
    return { reason: "Electron's package is not installed: npm ci brings it" };
  }
  console.log("Fetching Electron (about 110 MB, once; Ctrl-C ends it)…");
  const reason = await fetchElectron(root);
  const binary = findElectron(root);
  return binary === null ? { reason: `Electron's binary is not installed and ${reason}` } : { binary };
}

/** Resolves with its last word: the reason, where it failed. */
function fetchElectron(root: string): Promise<string> {
  const program = join(import.meta.dirname, "fetch-electron.ts");
  const child = spawn(process.execPath, [program, root], {
    stdio: ["ignore", "inherit", "pipe"],
    // HTTP_PROXY, HTTPS_PROXY and NO_PROXY count for it (Node 22.21 and 24.5 on).
    env: { ...process.env, NODE_USE_ENV_PROXY: "1" },
  });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", () => resolve(said.trim().split("\n").at(-1) || "fetching it failed"));
  });
}
