import { existsSync, mkdtempSync, rmSync } from "node:fs";
import module from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { ensureBuilt } from "./build.ts";
import { runInForeground } from "./child.ts";
import { chooseDesktop } from "./desktop.ts";
import { explainFailure, thisMachine } from "./start-failure.ts";

/*
 * `npm start`: builds what is out of date, opens the desktop app where that is possible, and otherwise says why not
 * and serves the same app to the browser. Runs before anything is built, so it imports nothing but Node and its folder.
 */

const root = resolve(import.meta.dirname, "../..");

const usage = "Usage: npm start -- [--web] [--port N] [--no-open]";

function parseArguments() {
  try {
    const { values } = parseArgs({
      options: { web: { type: "boolean" }, port: { type: "string" }, "no-open": { type: "boolean" } },
    });
    return values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
    process.exit(2);
  }
}

async function main(): Promise<number> {
  const { web, port, "no-open": noOpen } = parseArguments();
  ensureBuilt(root);
  if (!web && port === undefined) {
    const code = await startDesktop();
    if (code !== null) return code;
  }
  const args = [...(port === undefined ? [] : ["--port", port]), ...(noOpen ? [] : ["--open"])];
  return becomeWebHost(args);
}

/** In this process, so that whoever ends it ends the server too. */
async function becomeWebHost(args: readonly string[]): Promise<number> {
  const file = join(root, "out/web/main.js");
  // A third of the start would go into compiling it anew.
  module.enableCompileCache(join(root, "node_modules/.cache/promptscope-compiled"));
  process.argv.splice(1, process.argv.length, file, ...args);
  await import(pathToFileURL(file).href);
  return Number(process.exitCode ?? 0);
}

/** The exit code of the desktop app, or null when it could not be opened; that has been said then. */
async function startDesktop(): Promise<number | null> {
  const choice = await chooseDesktop(root);
  if ("reason" in choice) return openInBrowser(choice.reason);
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env;
  const folder = mkdtempSync(join(tmpdir(), "promptscope-start-"));
  const shown = join(folder, "shown");
  try {
    const ended = await runInForeground(choice.binary, [join(root, "out/main")], {
      env: { ...environment, PROMPTSCOPE_SHOWN_FILE: shown },
    });
    // What has had its window, or said in one why it has none, ends as it likes.
    if (ended.code === 0 || ended.wasStopped || existsSync(shown)) return ended.code;
    return openInBrowser(explainFailure(ended, choice.binary, thisMachine));
  } catch (error) {
    return openInBrowser(`Electron cannot be started (${error instanceof Error ? error.message : error})`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function openInBrowser(reason: string): null {
  console.log(`Opening in the browser instead of a window, because ${reason}.`);
  return null;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
