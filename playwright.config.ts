import { defineConfig } from "@playwright/test";
import { chromiumArguments, findChromium } from "./test/chromium.ts";
import type { AppOptions } from "./test/e2e/app.ts";

const executablePath = findChromium();

/**
 * Every spec runs on the web host. The built desktop main and preload run their own spec and what is tagged `@desktop`:
 * one path a view, and what a window, a key ring or IPC could do otherwise.
 */
export default defineConfig<AppOptions>({
  testDir: "test/e2e",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: true,
  // One more than cores: a test waits for its app now and then.
  workers: 3,
  timeout: 180_000,
  // Two slow cores under load take seconds to show a page.
  expect: { timeout: 20_000 },
  reporter: "list",
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: chromiumArguments,
    },
  },
  projects: [
    { name: "web", testMatch: "**/*.spec.ts", testIgnore: "**/*desktop.spec.ts", use: { host: "web" } },
    { name: "desktop", testMatch: "**/*.spec.ts", grep: /@desktop|desktop\.spec\.ts/, use: { host: "desktop" } },
    { name: "screenshots", testMatch: "screenshots.ts", use: { host: "web" } },
  ],
});
