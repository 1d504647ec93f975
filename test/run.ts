import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { chooseElectron } from "./e2e/electron-binary.ts";
import { provideChromium } from "./install-chromium.ts";
import { addCounts, type Counts, none, playwrightCounts, vitestCounts } from "./test-counts.ts";
import { typecheckedFolders } from "./typechecked-folders.ts";

/*
 * `npm test`, `npm run check` and `npm run screenshots`. Every stage runs even when an earlier one failed, and the last
 * line gives the sum. Imports nothing but Node and its own folder, so that it runs before anything is built.
 */

const root = resolve(import.meta.dirname, "..");
const reports = join(root, "node_modules/.cache/promptscope-tests");

/** Tools start with `env node`: let them find the Node that runs this. */
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
};

function runTool(name: string, args: string[], more: NodeJS.ProcessEnv = {}): boolean {
  console.log(`\n▶ ${[name, ...args].join(" ")}`);
  const { status, error } = spawnSync(join(root, "node_modules/.bin", name), args, {
    cwd: root,
    stdio: "inherit",
    env: { ...environment, ...more },
    shell: process.platform === "win32",
  });
  if (error !== undefined) console.error(error.message);
  return status === 0;
}

/** A tool without tests of its own: nothing to count unless it fails. */
function stage(name: string, args: string[]): Counts {
  return runTool(name, args) ? none : { ...none, failed: 1 };
}

function vitest(...projects: string[]): Counts {
  const report = join(reports, `${projects.join("-")}.json`);
  const passed = runTool("vitest", [
    "run",
    ...projects.map((project) => `--project=${project}`),
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ]);
  return vitestCounts(report, passed);
}

function playwright(...projects: string[]): Counts {
  const report = join(reports, "playwright.json");
  const args = ["test", ...projects.map((project) => `--project=${project}`), "--reporter=list,json"];
  const passed = runTool("playwright", args, { PLAYWRIGHT_JSON_OUTPUT_NAME: report });
  return playwrightCounts(report, passed);
}

function check(): Counts {
  return addCounts(
    ...typecheckedFolders.map((folder) => stage("tsc", ["-p", folder])),
    stage("biome", ["ci", "--error-on-warnings"]),
    vitest("architecture", "unit", "conformance"),
  );
}

async function provideBrowser(): Promise<void> {
  environment["CHROMIUM"] = await provideChromium();
}

async function all(): Promise<Counts> {
  await provideBrowser();
  console.log(`Browser: ${environment["CHROMIUM"]}. Desktop tests run on: Electron, ${chooseElectron().kind}.`);
  const fast = check();
  const build = stage("vite", ["build", "--app", "--logLevel", "warn"]);
  return addCounts(fast, build, vitest("packaging"), playwright("web", "desktop"));
}

async function screenshots(): Promise<Counts> {
  await provideBrowser();
  return addCounts(stage("vite", ["build", "--app", "--logLevel", "warn"]), playwright("screenshots"));
}

const modes: Record<string, () => Counts | Promise<Counts>> = { check, all, screenshots };

try {
  const mode = modes[process.argv[2] ?? "all"];
  if (mode === undefined) throw new Error("Usage: node test/run.ts check|all|screenshots");
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const { passed, failed, skipped } = await mode();
  console.log(`\ntests: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
