import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/*
 * `npm start`, `npm test` and the like: runs a TypeScript file of this checkout, with the words that follow it, on a
 * Node that can. Plain JavaScript of an old kind, so that every Node reads at least this and can say what is missing.
 */

const root = fileURLToPath(new URL("../..", import.meta.url));
/** The oldest Node that runs TypeScript as it stands. */
const oldestNode = "22.18";
const [script = "", ...words] = process.argv.slice(2);
const file = join(root, script);

if (process.features.typescript) {
  tellOfOwnNode();
  process.argv.splice(1, 2, file);
  await import(pathToFileURL(file).href);
} else {
  const node = findPinnedNode();
  if (node === null) {
    console.error(whatToInstall());
    process.exitCode = 3;
  } else {
    process.exitCode = await runOn(node.binary, node.version);
  }
}

/** npm puts the pinned Node first: whoever has an older one hears that his was not used. */
function tellOfOwnNode() {
  const own = /\bnode\/v(\S+)/.exec(process.env.npm_config_user_agent || "");
  const version = own?.[1].split(".").map(Number);
  const [major, minor] = oldestNode.split(".").map(Number);
  if (!version || version[0] > major || (version[0] === major && version[1] >= minor)) return;
  tell(own[1], process.versions.node);
}

/** @param {string} own @param {string} used */
function tell(own, used) {
  console.error(
    `Node ${own} is too old to build Promptscope: using Node ${used}, which npm ci put into this checkout.`,
  );
}

/**
 * The Node of `pinned-node/package.json`, where it exists for this platform. By its path and never by npm's shim of
 * `node`, which starts a text file where npm's shell on Windows is bash (npm/cli 6324). It has no install script, so that
 * it is there with `--ignore-scripts` as well.
 */
function findPinnedNode() {
  const isWindows = process.platform === "win32";
  const folder = join(root, `node_modules/node-${isWindows ? "win" : process.platform}-${process.arch}`);
  const binary = join(folder, "bin", isWindows ? "node.exe" : "node");
  if (!existsSync(binary)) return null;
  return { binary, version: JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version };
}

function whatToInstall() {
  const { optionalDependencies } = JSON.parse(
    readFileSync(new URL("pinned-node/package.json", import.meta.url), "utf8"),
  );
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const isBrought = Object.keys(optionalDependencies).indexOf(name) >= 0;
  return (
    `Node ${oldestNode} or newer is needed here; this is ${process.version}. ` +
    (isBrought
      ? "npm ci brings one, unless it leaves out optional packages: run it again, or install Node 24."
      : `npm ci brings none for ${process.platform} ${process.arch}: install Node 24 (nodejs.org) and start again.`)
  );
}

/**
 * Ctrl-C reaches every process of the terminal by itself; `kill` on this one alone has to be passed on. Only to a child
 * that goes on, though: one that is just ending would take it for a second Ctrl-C.
 * @param {string} binary @param {string} version
 * @returns {Promise<number>} the exit code; 128 + the signal's number after a signal, as shells do.
 */
function runOn(binary, version) {
  tell(process.versions.node, version);
  const child = spawn(binary, [file, ...words], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    // On Windows Node would end the child at once, with all that it has open; Ctrl-C has reached it there already.
    process.on(signal, () => process.platform === "win32" || setTimeout(() => child.kill(signal), 500).unref());
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code === null ? 128 + constants.signals[signal] : code));
  });
}
