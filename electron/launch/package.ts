import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { ensureBuilt } from "./build.ts";
import { archiveProblems } from "./check-archive.ts";
import { findOrFetchElectron } from "./electron-binary.ts";

/*
 * `npm run package`: makes every artefact of this system that this machine can make, one after the other, and says of each
 * other why not; looks into what it has made. Ends with 1 when none was made, or one holds what it should not.
 */

const root = resolve(import.meta.dirname, "../..");
/** What `electron-builder.yml` names for each system. */
const targets: Partial<Record<NodeJS.Platform, [flag: string, ...names: string[]]>> = {
  linux: ["--linux", "AppImage", "deb", "rpm"],
  darwin: ["--mac", "dmg", "zip"],
  win32: ["--win", "nsis"],
};

/** The last line of the builder that names a reason; it writes many that do not. */
function reasonIn(output: string): string {
  const lines = output.split("\n").filter((line) => /⨯|error|cannot|not found|ENOTFOUND/i.test(line));
  return (
    lines
      .at(-1)
      ?.replace(/^\s*[⨯•]\s*/, "")
      .trim() ?? "the builder gave no reason"
  );
}

/** What is made on other systems. */
function elsewhere(): string {
  const systems = { linux: "Linux", darwin: "macOS", win32: "Windows" };
  const others = Object.entries(systems).filter(([platform]) => platform !== process.platform);
  const made = others.map(([platform, system]) => {
    const [, ...packages] = targets[platform as NodeJS.Platform] ?? [];
    return `${packages.join(" and ")} on ${system}`;
  });
  return `Made elsewhere, each on its own system: ${made.join("; ")}.`;
}

const [flag, ...names] = targets[process.platform] ?? [];
if (flag === undefined) {
  console.error(`There is no package for ${process.platform}.`);
  process.exit(1);
}
ensureBuilt(root);
const electron = await findOrFetchElectron(root);
if ("reason" in electron) {
  console.error(`No package can be made here, because ${electron.reason}.`);
  console.error(`With it this machine makes ${names.join(", ")}. ${elsewhere()}`);
  process.exit(1);
}
const { listPackage } = createRequire(join(root, "package.json"))("@electron/asar") as {
  listPackage(path: string, options: { isPack: boolean }): string[];
};

/** What is wrong with the archives that lie in `dist/` now, by path. */
function problemsInDist(): string[] {
  const files = readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" });
  const archives = files.filter((file) => /[\\/]app\.asar$/.test(file));
  return archives.flatMap((archive) => {
    const paths = listPackage(join(root, "dist", archive), { isPack: false }).map((path) => path.replaceAll("\\", "/"));
    return archiveProblems(paths).map((problem) => `${archive}: ${problem}`);
  });
}

let made = 0;
for (const name of names) {
  console.log(`Making ${name}…`);
  const builder = join(root, "node_modules/electron-builder/cli.js");
  // Where a feed is configured, the builder would upload to it by itself on a machine of CI.
  const words = [flag, name, "--publish", "never", ...process.argv.slice(2)];
  const { status, stdout, stderr } = spawnSync(process.execPath, [builder, ...words], { cwd: root, encoding: "utf8" });
  if (status === 0) made += 1;
  console.log(status === 0 ? `${name} lies in dist/.` : `${name} was not made: ${reasonIn(stdout + stderr)}`);
}
console.log(elsewhere());
const problems = made > 0 ? problemsInDist() : [];
for (const problem of problems) console.error(problem);
process.exitCode = made > 0 && problems.length === 0 ? 0 : 1;
