import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const outputs = [
  "main/main.js",
  "preload/preload.cjs",
  "web/main.js",
  "cli/main.js",
  "library/index.js",
  "renderer/index.html",
];
const sources = ["electron", "renderer", "shared", "package.json", "vite.config.ts"];

/**
 * Builds the app when the build is missing or older than the sources. An installed package has no sources and no Vite.
 * @throws Error with the build's own output.
 */
export function ensureBuilt(root: string): void {
  if (!isStale(root)) return;
  console.log("Building Promptscope…");
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const build = spawnSync(process.execPath, [vite, "build", "--app", "--logLevel", "warn"], {
    cwd: root,
    encoding: "utf8",
  });
  if (build.status === 0) return;
  throw new Error(`The build failed.\n${build.stdout}${build.stderr}`);
}

function isStale(root: string): boolean {
  const built = outputs.map((output) => modifiedAt(join(root, "out", output)));
  if (built.includes(0)) return true;
  const oldest = Math.min(...built);
  return sources.some((source) => newestIn(join(root, source)) > oldest);
}

/** Milliseconds of the newest file at or under a path; 0 for none. */
function newestIn(path: string): number {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return modifiedAt(path);
  const entries = readdirSync(path, { recursive: true, encoding: "utf8" });
  // Folders count too: deleting a file changes nothing but its folder.
  return entries.reduce((newest, entry) => Math.max(newest, modifiedAt(join(path, entry))), modifiedAt(path));
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
