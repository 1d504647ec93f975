import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { findChromium } from "./chromium.ts";

const reachableMs = 3_000;
const debianPackages = ["chromium", "fonts-liberation", "fonts-dejavu-core"];

/**
 * Gives a Chromium, installing one where there is none: Playwright's download where its server answers, else Debian's
 * package when that may be installed. Says what it does.
 * @throws Error with the command to type.
 */
export async function provideChromium(): Promise<string> {
  const found = findChromium();
  if (found !== null) return found;
  console.log("There is no Chromium for the end-to-end tests (environment variable CHROMIUM, Playwright's, system).");
  const installed = (await installPlaywrights()) ?? installDebians();
  if (installed !== null) return installed;
  throw new Error(
    "No Chromium could be installed. Type `npx playwright install --with-deps chromium`, or " +
      `\`sudo apt-get install ${debianPackages.join(" ")}\`, or name one with CHROMIUM=/path/to/chromium.`,
  );
}

async function installPlaywrights(): Promise<string | null> {
  const server = process.env["PLAYWRIGHT_DOWNLOAD_HOST"] ?? "https://cdn.playwright.dev";
  if (!(await answers(server))) {
    console.log(`Playwright's download is out of reach (${server}).`);
    return null;
  }
  console.log("Installing Playwright's Chromium…");
  const cli = resolve(import.meta.dirname, "../node_modules/@playwright/test/cli.js");
  const withLibraries = process.platform === "linux" && process.getuid?.() === 0 ? ["--with-deps"] : [];
  if (!run(process.execPath, [cli, "install", ...withLibraries, "chromium"])) return null;
  return findWorking();
}

function installDebians(): string | null {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return null;
  console.log(`Installing Debian's packages ${debianPackages.join(", ")}…`);
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const installed =
    run("apt-get", ["update", "-q"], environment) &&
    run("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...debianPackages], environment);
  return installed ? findWorking() : null;
}

/** A download without the system libraries it needs is there and does not start. */
function findWorking(): string | null {
  const path = findChromium();
  return path !== null && spawnSync(path, ["--version"], { stdio: "ignore" }).status === 0 ? path : null;
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(reachableMs) });
    return true;
  } catch {
    return false;
  }
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv = process.env): boolean {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"], env });
  if (error !== undefined) console.error(`${command}: ${error.message}`);
  return status === 0;
}
