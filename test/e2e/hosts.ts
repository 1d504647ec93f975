import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { type Browser, _electron as electron, type Page } from "@playwright/test";
import { findChromium } from "../chromium.ts";
import { chooseElectron, root } from "./electron-binary.ts";

/** The built app, running on a profile of its own. */
export interface RunningApp {
  page: Page;
  /** Ends it as a person would. */
  close(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** Told of the page before it loads, as far as the host allows, so that early errors are seen. */
type OnPage = (page: Page) => void;

/** Starts the built web host and opens its page. */
export async function openWeb(
  browser: Browser,
  environment: Record<string, string>,
  onPage: OnPage,
): Promise<RunningApp> {
  const host = spawn(process.execPath, [join(root, "out/web/main.js")], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise<void>((resolve) => host.once("exit", () => resolve()));
  const end = async (signal: NodeJS.Signals) => {
    page.removeAllListeners("console"); // What the page says of a host that is gone is no news.
    host.kill(signal);
    await exited;
    await context.close();
  };
  const context = await browser.newContext();
  const page = await context.newPage();
  onPage(page);
  await page.goto(await launchUrl(host));
  return { page, close: () => end("SIGTERM"), kill: () => end("SIGKILL") };
}

function launchUrl(host: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    host.once("error", reject);
    host.once("exit", (code) => reject(new Error(`The web host ended with ${code}:\n${output}`)));
    host.stdout?.on("data", (chunk) => {
      output += chunk;
      const url = /^http:\/\/127\.0\.0\.1:\d+\/#k=\S+$/m.exec(output)?.[0];
      if (url !== undefined) resolve(url);
    });
  });
}

/** How Playwright starts the built desktop main and preload, with the real Electron or the stand-in. */
export function desktopLaunch(environment: Record<string, string>) {
  const { path, kind } = chooseElectron();
  const chromium = findChromium();
  // The stand-in's Chromium keeps its files in the test's folder, which is removed even after a kill.
  const folder = environment["HOME"];
  const standIn = {
    STANDIN_NODE: process.execPath,
    ...(folder === undefined ? {} : { TMPDIR: folder }),
    ...(chromium === null ? {} : { CHROMIUM: chromium }),
  };
  return {
    executablePath: path,
    args: [join(root, "out/main")],
    cwd: root,
    env: { ...environment, ...(kind === "stand-in" ? standIn : {}) },
  };
}

/** Starts the desktop app. */
export async function openDesktop(environment: Record<string, string>, onPage: OnPage): Promise<RunningApp> {
  const app = await electron.launch(desktopLaunch(environment));
  const exited = new Promise<void>((resolve) => app.process().once("exit", () => resolve()));
  app.on("window", onPage);
  return {
    page: await app.firstWindow(),
    close: () => app.close(),
    async kill() {
      app.process().kill("SIGKILL");
      await exited;
    },
  };
}
