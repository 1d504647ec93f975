import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base, expect, type Page } from "@playwright/test";
import { chooseElectron } from "./electron-binary.ts";
import { openDesktop, openWeb, type RunningApp } from "./hosts.ts";

export interface AppOptions {
  /** Set by the Playwright project. */
  host: "web" | "desktop";
}

interface AppFixtures {
  /** Variables for the app besides its own few; set it with `test.use` or override it with a fixture. */
  environment: Record<string, string>;
  /** The profile folder: private, empty, removed afterwards. */
  profile: string;
  /** All variables the app is started with. */
  variables: Record<string, string>;
  /** Opens the app on the profile; for tests that close or kill it and open it again. */
  openApp: () => Promise<RunningApp>;
  /** Page errors and console errors, content security policy violations among them. Must be empty at the end. */
  problems: string[];
  page: Page;
}

/** Nothing of the person's own environment: a test must not find, let alone use, their keys. */
const passedOn = ["PATH", "LANG", "DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "SystemRoot", "TEMP", "TMPDIR"];

/** `page` is the opened app: on the web host in one project, under Electron or its stand-in in the other. */
export const test = base.extend<AppFixtures & AppOptions>({
  host: ["web", { option: true }],
  environment: [{}, { option: true }],

  profile: async ({ host: _ }, use) => {
    const folder = await mkdtemp(join(tmpdir(), "promptscope-e2e-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  },

  problems: async ({ host: _ }, use) => {
    const problems: string[] = [];
    await use(problems);
    expect(problems).toEqual([]);
  },

  variables: async ({ profile, environment }, use) => {
    const kept = passedOn.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    // Nor may it keep a test's keys in theirs.
    const own = { HOME: profile, PROMPTSCOPE_HOME: profile, PROMPTSCOPE_KEY_RING: "off" };
    await use({ ...Object.fromEntries(kept), ...own, ...environment });
  },

  openApp: async ({ host, browser, variables, problems }, use, testInfo) => {
    if (host === "desktop") testInfo.annotations.push({ type: "electron", description: chooseElectron().kind });
    const opened: RunningApp[] = [];
    await use(async () => {
      const onPage = (page: Page) => watch(page, problems);
      const app = host === "web" ? await openWeb(browser, variables, onPage) : await openDesktop(variables, onPage);
      opened.push(app);
      return app;
    });
    for (const app of opened) await app.close().catch(() => undefined); // The test may have ended it already.
  },

  page: async ({ openApp }, use) => {
    const { page } = await openApp();
    await use(page);
  },
});

function watch(page: Page, problems: string[]): void {
  page.on("pageerror", (error) => problems.push(`page error: ${error}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()} (${message.location().url})`);
  });
}

export { expect };
