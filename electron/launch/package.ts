import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { ensureBuilt } from "./build.ts";
import { findOrFetchElectron } from "./electron-binary.ts";

/*
 * `npm run package`: makes every artefact of this system that this machine can make, one after the other, and says of each
 * other why not. Ends with 1 when none was made.
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

const [flag, ...names] = targets[process.platform] ?? [];
if (flag === undefined) {
  console.error(`There is no package for ${process.platform}.`);
  process.exit(1);
}
ensureBuilt(root);
const electron = await findOrFetchElectron(root);
if ("reason" in electron) {
  console.error(`No package can be made, because ${electron.reason}.`);
  process.exit(1);
}
let made = 0;
for (const name of names) {
  console.log(`Making ${name}…`);
  const builder = join(root, "node_modules/electron-builder/cli.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, [builder, flag, name, ...process.argv.slice(2)], {
    cwd: root,
    encoding: "utf8",
  });
  if (status === 0) made += 1;
  console.log(status === 0 ? `${name} lies in dist/.` : `${name} was not made: ${reasonIn(stdout + stderr)}`);
}
const others = Object.keys(targets).filter((platform) => platform !== process.platform);
console.log(`Packages for ${others.join(" and ")} are made on those systems.`);
process.exitCode = made > 0 ? 0 : 1;
