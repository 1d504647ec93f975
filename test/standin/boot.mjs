// Does what the Electron executable does before and around an app's main module.
import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { announceReady } from "./app.mjs";
import { launchChromium } from "./chromium.mjs";
import { runtime } from "./runtime.mjs";

const [node, , ...given] = process.argv;
const isSwitch = (argument) => /^--(no-sandbox|inspect=|remote-debugging-port=|user-data-dir=)/.test(argument);
const switches = given.filter(isSwitch);
const [entry = ".", ...rest] = given.filter((argument) => !isSwitch(argument));

const entryPath = resolve(entry);
const isFolder = statSync(entryPath).isDirectory();
const appPath = isFolder ? entryPath : nearestPackage(dirname(entryPath));
const manifest = JSON.parse(readFileSync(join(appPath, "package.json"), "utf8"));

process.argv = [node, entry, ...rest];
process.type = "browser";
process.defaultApp = true;
process.resourcesPath = process.env.STANDIN_RESOURCES ?? join(appPath, "resources");
// What an app does on another system, as far as it goes by this name.
if (process.env.STANDIN_PLATFORM) Object.defineProperty(process, "platform", { value: process.env.STANDIN_PLATFORM });
Object.defineProperty(process.versions, "electron", { value: "0.0.0-standin" });

runtime.manifest = manifest;
runtime.appPath = appPath;
for (const text of switches) {
  const [name, value = ""] = text.replace(/^--/, "").split(/=(.*)/s);
  runtime.switches.set(name, value);
}
const userData = runtime.switches.get("user-data-dir");
if (userData) runtime.paths.set("userData", userData);

const chromium = launchChromium();
// Electron too evaluates an ESM entry completely before `ready`, so that a top-level `await app.whenReady()` hangs.
await import(pathToFileURL(isFolder ? join(appPath, manifest.main) : entryPath).href);
await chromium;
announceReady();

function nearestPackage(folder) {
  if (statSync(join(folder, "package.json"), { throwIfNoEntry: false })) return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error("stand-in: no package.json above the entry");
  return nearestPackage(parent);
}
