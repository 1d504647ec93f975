import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { findChromium } from "./chromium.ts";
import { chooseElectron } from "./e2e/electron-binary.ts";
import { provideChromium } from "./install-chromium.ts";
import { runRealElectron } from "./real-electron.ts";
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

/** What ended in a way that no test tells of, said again at the very end, where a log that was cut still has it. */
const endings: string[] = [];

/** Lines of its stderr that are told of a tool that a signal ended: V8 says there what it found broken. */
const lastLines = 15;

async function runTool(name: string, args: string[], more: NodeJS.ProcessEnv = {}): Promise<boolean> {
  const command = [name, ...args].join(" ");
  console.log(`\n▶ ${command}`);
  const child = spawn(join(root, "node_modules/.bin", name), args, {
    cwd: root,
    stdio: ["inherit", "inherit", "pipe"],
    env: { ...environment, ...more },
    shell: process.platform === "win32",
    ...(Number.isFinite(deadline) ? { timeout: Math.max(1, deadline - Date.now()) } : {}),
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    process.stderr.write(chunk);
    said = (said + chunk.toString()).slice(-10_000);
  });
  try {
    const [status, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    if (signal !== null) {
      endings.push([`${command} was ended by ${signal}.`, ...said.trimEnd().split("\n").slice(-lastLines)].join("\n"));
      console.error(`${name} was ended by ${signal}.`);
    }
    return status === 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

type Stage = () => Promise<Counts>;

/** Runs unless too much has failed already. `left`: how many more failures end everything. */
function stage(what: string, run: (left: number) => Promise<Counts>): Stage {
  return async () => {
    if (failures >= mostFailures) {
      console.log(`\n▶ Not run after ${failures} failures: ${what}`);
      return none;
    }
    const began = performance.now();
    const counts = await run(mostFailures - failures);
    console.log(`◂ ${what}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
    failures += counts.failed;
    return counts;
  };
}

/** One after the other, also after one that failed. */
function inOrder(...stages: Stage[]): Stage {
  return async () => {
    const counts: Counts[] = [];
    for (const run of stages) counts.push(await run());
    return addCounts(...counts);
  };
}

/** A tool without tests of its own: nothing to count unless it fails. */
function tool(name: string, args: string[]): Stage {
  return stage(name, async () => ((await runTool(name, args)) ? none : { ...none, failed: 1 }));
}

/** Vitest counts the `describe` and the file of a test that failed as failures too. */
const countedByFailure = 3;

/** Parts that a stage is run in after its runner was gone. */
const parts = 4;

/** `files`: only these. */
function vitest(projects: string[], files: string[] = [], more: NodeJS.ProcessEnv = {}): Stage {
  const what = projects.join("-");
  return stage(what, async (left) => {
    const run = async (part: string[], report: string) => {
      const args = [
        "run",
        ...projects.map((project) => `--project=${project}`),
        ...part,
        ...(Number.isFinite(left) ? [`--bail=${left * countedByFailure}`] : []),
        "--reporter=dot",
        "--reporter=json",
        `--outputFile.json=${report}`,
        ...files,
      ];
      const ok = await runTool("vitest", args, more);
      return { counts: vitestCounts(report, ok), isGone: !ok && !existsSync(report) && Date.now() < deadline };
    };
    const { counts, isGone } = await run([], join(reports, `${what}.json`));
    if (!isGone) return counts;
    // Seen: V8 aborted a thread as it began, and with it the whole process, which says nothing about any test. In parts
    // of its own processes the same tests are all run, and less is lost if it comes again.
    console.error(`\nvitest ended without a report: ${what} is run again in ${parts} parts.`);
    const sums: Counts[] = [];
    for (let part = 1; part <= parts; part++) {
      const attempt = () => run([`--shard=${part}/${parts}`], join(reports, `${what}-${part}.json`));
      const first = await attempt();
      sums.push(first.isGone ? (await attempt()).counts : first.counts);
    }
    return addCounts(...sums);
  });
}

function playwright(...projects: string[]): Stage {
  const report = join(reports, "playwright.json");
  return stage(projects.join("-"), async (left) => {
    const args = ["test", ...projects.map((project) => `--project=${project}`), "--reporter=list,json"];
    if (Number.isFinite(left)) args.push(`--max-failures=${left}`);
    return playwrightCounts(report, await runTool("playwright", args, { PLAYWRIGHT_JSON_OUTPUT_NAME: report }));
  });
}

function check(): Stage {
  return inOrder(
    ...typecheckedFolders.map((folder) => tool("tsc", ["-p", folder])),
    tool("biome", ["ci", "--error-on-warnings"]),
    vitest(["architecture", "unit", "stores", "conformance"]),
    components(),
  );
}

/** In a browser, which `check` alone does not install. */
function components(): Stage {
  if (findChromium() !== null) return vitest(["components"]);
  return stage("components", async () => {
    console.log("\n▶ Not run, since there is no Chromium (npm test installs one): components");
    return none;
  });
}

/**
 * The tests that can be made longer, with the same code and twenty times as much of it. Ends after three hours, or
 * `PROVE_MINUTES`; what had not ended by then has failed.
 */
function prove(): Stage {
  deadline = Date.now() + Number(process.env["PROVE_MINUTES"] ?? 180) * 60_000;
  const tests = readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" });
  const scaled = tests
    .filter((name) => name.endsWith(".test.ts") && !/^compat\b/.test(name))
    .map((name) => join("test", name))
    .filter((path) => readFileSync(join(root, path), "utf8").includes("/prove-scale.ts"));
  const packaged = scaled.filter((path) => path.startsWith(join("test", "packaging")));
  const others = scaled.filter((path) => !packaged.includes(path));
  const proving = { PROVE: "1" };
  return inOrder(
    vitest(["unit", "stores", "conformance"], others, proving),
    vitest(["compat"], [], proving),
    build(),
    vitest(["packaging"], packaged, proving),
  );
}

function build(): Stage {
  return tool("vite", ["build", "--app", "--logLevel", "warn"]);
}

async function provideBrowser(): Promise<void> {
  environment["CHROMIUM"] = await provideChromium();
}

async function all(): Promise<Stage> {
  await provideBrowser();
  console.log(`Browser: ${environment["CHROMIUM"]}. Desktop tests run on: Electron, ${chooseElectron().kind}.`);
  return inOrder(check(), build(), vitest(["packaging"]), playwright("web", "desktop"));
}

async function screenshots(): Promise<Stage> {
  await provideBrowser();
  return inOrder(build(), playwright("screenshots"));
}

const modes: Record<string, () => Stage | Promise<Stage>> = {
  check,
  all,
  prove,
  compat: () => vitest(["compat"]),
  screenshots,
  readme: () => vitest(["architecture"], ["test/architecture/readme.test.ts"], { WRITE_README: "1" }),
};

if (process.argv[2] === "real-electron") process.exit(runRealElectron());
try {
  const mode = modes[process.argv[2] ?? "all"];
  if (mode === undefined)
    throw new Error("Usage: node test/run.ts check|all|prove|compat|screenshots|readme|real-electron");
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  const run = await mode();
  const { passed, failed, skipped } = await run();
  const tests = reportedTests(reports);
  for (const { name, failure } of tests) if (failure !== undefined) console.log(`failed: ${name}\n        ${failure}`);
  for (const { name, ms } of slowestTests(tests, 10))
    console.log(`${(ms / 1000).toFixed(1).padStart(7)} s  ${name.slice(0, 160)}`);
  for (const ending of endings) console.log(`\n${ending}`);
  console.log(`\ntests: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
