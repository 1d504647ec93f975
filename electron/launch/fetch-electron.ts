import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/*
 * Fetches Electron's binary into its package, in a process of its own: the proxy of the environment is Node's and counts
 * only from a process's start. Prints how far it is; its last line is the reason where it does not come to an end.
 *
 * Mirror, cache and checksums are those of Electron's own installer, whose download this is (`@electron/get`): it tells
 * neither how far it is nor, in a word, why it stopped.
 */

const folder = join(resolve(process.argv[2] ?? "."), "node_modules/electron");
const require = createRequire(join(folder, "install.js"));
/** Nothing came for this long. A slow line may take its time. */
const stalledMs = Number(process.env["PROMPTSCOPE_STALLED_MS"] ?? 30_000);
const tellEveryMs = 5_000;

interface Progress {
  transferred: number;
  total: number | null;
}

interface ElectronGet {
  downloadArtifact(details: {
    version: string;
    artifactName: string;
    platform: string;
    arch: string;
    force: boolean;
    cacheRoot: string | undefined;
    checksums: Record<string, string> | undefined;
    downloadOptions: { quiet: boolean; signal: AbortSignal; getProgressCallback(progress: Progress): Promise<void> };
  }): Promise<string>;
}

const stalled = new AbortController();
let watch: NodeJS.Timeout | undefined;
let last: Progress = { transferred: 0, total: null };
let toldAt = performance.now();
let toldWhole = false;

function waitForMore(): void {
  clearTimeout(watch);
  watch = setTimeout(() => stalled.abort(), stalledMs);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}

async function onProgress(progress: Progress): Promise<void> {
  last = progress;
  waitForMore();
  const isWhole = !toldWhole && progress.transferred === progress.total;
  if (performance.now() - toldAt < tellEveryMs && !isWhole) return;
  toldWhole ||= isWhole;
  toldAt = performance.now();
  const { transferred, total } = progress;
  console.log(`  ${megabytes(transferred)}${total === null ? "" : ` of ${megabytes(total)}`}`);
}

async function download(): Promise<void> {
  const { downloadArtifact } = (await import(pathToFileURL(require.resolve("@electron/get")).href)) as ElectronGet;
  const { env } = process;
  const remote = env["electron_use_remote_checksums"] ?? env["npm_config_electron_use_remote_checksums"];
  waitForMore();
  await downloadArtifact({
    version: (require("./package.json") as { version: string }).version,
    artifactName: "electron",
    platform: env["ELECTRON_INSTALL_PLATFORM"] ?? env["npm_config_platform"] ?? process.platform,
    arch: env["ELECTRON_INSTALL_ARCH"] ?? env["npm_config_arch"] ?? process.arch,
    force: env["force_no_cache"] === "true",
    cacheRoot: env["electron_config_cache"],
    checksums: remote ? undefined : (require("./checksums.json") as Record<string, string>),
    downloadOptions: { quiet: true, signal: stalled.signal, getProgressCallback: onProgress },
  });
  clearTimeout(watch);
}

/** Electron's installer finds the archive in the cache, holds it against its checksum and unpacks it. */
function unpack(): Promise<void> {
  const child = spawn(process.execPath, [join(folder, "install.js")], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", (code) => (code === 0 ? done() : fail(new Error(said.trim().split("\n")[0] ?? "it failed"))));
  });
}

/** Why it failed, in words that finish "… because". */
function reasonOf(error: unknown): string {
  if (stalled.signal.aborted) {
    return `fetching it stalled at ${megabytes(last.transferred)}: nothing came for ${Math.round(stalledMs / 1000)} s`;
  }
  if (!(error instanceof Error)) return String(error);
  const status = /^Response code (\d+) \(.*\) for (\S+)/.exec(error.message);
  if (status) return `the server of Electron's binary answered ${status[1]} for ${status[2]}`;
  if (/checksum|Checksum/.test(error.name + error.message))
    return "what came of it is not what Electron published (checksum)";
  const codes = codesOf(error);
  if (codes.includes("ENOSPC")) return "there is no room on the disk for it";
  if (last.transferred > 0)
    return `the connection broke at ${megabytes(last.transferred)} (${codes[0] ?? error.message})`;
  if (codes.length > 0)
    return `its server cannot be reached (${codes[0]}); a proxy is taken from HTTPS_PROXY, a mirror from ELECTRON_MIRROR`;
  return error.message;
}

function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const own = "code" in error && typeof error.code === "string" ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  return [...inner.flatMap(codesOf), ...own];
}

try {
  await download();
  await unpack();
} catch (error) {
  console.error(reasonOf(error));
  process.exitCode = 1;
} finally {
  clearTimeout(watch);
}
