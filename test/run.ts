import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { findChromium } from "./chromium.ts";
import { chooseElectron } from "./e2e/electron-binary.ts";
import { provideChromium } from "./install-chromium.ts";
import { addCounts, type Counts, none, playwrightCounts, vitestCounts } from "./test-counts.ts";
import { reportedTests, slowestTests } from "./test-reports.ts";
import { typecheckedFolders } from "./typechecked-folders.ts";

/*
 * `npm test`, `npm run check`, `npm run prove`, `npm run compat` and `npm run screenshots`. Every stage runs even when an
 * earlier one failed, but in CI, which gives up after the fifth failure; the last lines name what failed and
 * the ten slowest tests, and give the sum. Imports nothing but Node and its own folder, so that it runs before anything is built.
 */

const root = resolve(import.meta.dirname, "..");
const reports = join(root, "node_modules/.cache/promptscope-tests");

/** Failures after which nothing more is run in CI: whoever broke so much wants to know it soon. */
const mostFailures = process.env["CI"] ? 5 : Number.POSITIVE_INFINITY;
let failures = 0;

/** Tools start with `env node`: let them find the Node that runs this. */
const environment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
};

/** When a proof has to have ended, in milliseconds since 1970: what hangs or is slow must not keep a machine for a day. */
let deadline = Number.POSITIVE_INFINITY;

function runTool(name: string, args: string[], more: NodeJS.ProcessEnv = {}): boolean {
  console.log(`\n▶ ${[name, ...args].join(" ")}`);
  const { status, signal, error } = spawnSync(join(root, "node_modules/.bin", name), args, {
    cwd: root,
    stdio: "inherit",
    env: { ...environment, ...more },
    shell: process.platform === "win32",
    ...(Number.isFinite(deadline) ? { timeout: Math.max(1, deadline - Date.now()) } : {}),
  });
  if (error !== undefined) console.error(error.message);
  if (signal !== null) console.error(`${name} was ended by ${signal}.`);
  return status === 0;
}

/** Runs a stage unless too much has failed already. `left`: how many more failures end everything. */
function stage(what: string, run: (left: number) => Counts): Counts {
  if (failures >= mostFailures) {
    console.log(`\n▶ Not run after ${failures} failures: ${what}`);
    return none;
  }
  const began = performance.now();
  const counts = run(mostFailures - failures);
  console.log(`◂ ${what}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
  failures += counts.failed;
  return counts;
}

/** A tool without tests of its own: nothing to count unless it fails. */
function tool(name: string, args: string[]): Counts {
  return stage(name, () => (runTool(name, args) ? none : { ...none, failed: 1 }));
}

/** `files`: only these. */
function vitest(projects: string[], files: string[] = [], more: NodeJS.ProcessEnv = {}): Counts {
  const what = projects.join("-");
  const report = join(reports, `${what}.json`);
  return stage(what, (left) => {
    const args = [
      "run",
      ...projects.map((project) => `--project=${project}`),
      ...(Number.isFinite(left) ? [`--bail=${left}`] : []),
      "--reporter=dot",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...files,
    ];
    const ok = runTool("vitest", args, more);
    if (ok || existsSync(report) || Date.now() >= deadline) return vitestCounts(report, ok);
    // Seen twice in a day: the runner was gone in the middle, without a word or a report. Which test fails, the next says.
    console.error(`\nvitest ended without a report: ${what} is run once more.`);
    return vitestCounts(report, runTool("vitest", args, more));
  });
}

function playwright(...projects: string[]): Counts {
  const report = join(reports, "playwright.json");
  return stage(projects.join("-"), (left) => {
    const args = ["test", ...projects.map((project) => `--project=${project}`), "--reporter=list,json"];
    if (Number.isFinite(left)) args.push(`--max-failures=${left}`);
    return playwrightCounts(report, runTool("playwright", args, { PLAYWRIGHT_JSON_OUTPUT_NAME: report }));
  });
}

function check(): Counts {
  return addCounts(
    ...typecheckedFolders.map((folder) => tool("tsc", ["-p", folder])),
    tool("biome", ["ci", "--error-on-warnings"]),
    vitest(["architecture", "unit", "conformance"]),
    components(),
  );
}

/** In a browser, which `check` alone does not install. */
function components(): Counts {
  if (findChromium() !== null) return vitest(["components"]);
  console.log("\n▶ Not run, since there is no Chromium (npm test installs one): components");
  return none;
}

/**
 * The tests that can be made longer, with the same code and twenty times as much of it. Ends after three hours, or
 * `PROVE_MINUTES`; what had not ended by then has failed.
 */
function prove(): Counts {
  deadline = Date.now() + Number(process.env["PROVE_MINUTES"] ?? 180) * 60_000;
  const tests = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" });
  const scaled = tests
    .filter((name) => name.endsWith(".test.ts") && !/^compat\b/.test(name))
    .map((name) => join("test", name))
    .filter((path) => readFileSync(join(root, path), "utf8").includes("/prove-scale.ts"));
  const packaged = scaled.filter((path) => path.startsWith(join("test", "packaging")));
  const others = scaled.filter((path) => !packaged.includes(path));
  const proving = { PROVE: "1" };
  return addCounts(
    vitest(["unit", "conformance"], others, proving),
    vitest(["compat"], [], proving),
    tool("vite", ["build", "--app", "--logLevel", "warn"]),
    vitest(["packaging"], packaged, proving),
  );
}

function compat(): Counts {
  return vitest(["compat"]);
}

async function provideBrowser(): Promise<void> {
  environment["CHROMIUM"] = await provideChromium();
}

async function all(): Promise<Counts> {
  await provideBrowser();
  console.log(`Browser: ${environment["CHROMIUM"]}. Desktop tests run on: Electron, ${chooseElectron().kind}.`);
  const fast = check();
  const build = tool("vite", ["build", "--app", "--logLevel", "warn"]);
  return addCounts(fast, build, vitest(["packaging"]), playwright("web", "desktop"));
}

async function screenshots(): Promise<Counts> {
  await provideBrowser();
  return addCounts(tool("vite", ["build", "--app", "--logLevel", "warn"]), playwright("screenshots"));
}

const modes: Record<string, () => Counts | Promise<Counts>> = { check, all, prove, compat, screenshots };

try {
  const mode = modes[process.argv[2] ?? "all"];
  if (mode === undefined) throw new Error("Usage: node test/run.ts check|all|prove|compat|screenshots");
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const { passed, failed, skipped } = await mode();
  const tests = reportedTests(reports);
  for (const { name, failure } of tests) if (failure !== undefined) console.log(`failed: ${name}\n        ${failure}`);
  for (const { name, ms } of slowestTests(tests, 10))
    console.log(`${(ms / 1000).toFixed(1).padStart(7)} s  ${name.slice(0, 160)}`);
  console.log(`\ntests: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
