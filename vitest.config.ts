import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { builtThreads } from "./test/built-threads.ts";
import { chromiumArguments, findChromium } from "./test/chromium.ts";
import { violationsInTest } from "./test/components/axe-command.ts";
import { emulate } from "./test/components/media-command.ts";
import { isProving } from "./test/prove-scale.ts";

const path = (relative: string) => resolve(import.meta.dirname, relative);

const executablePath = findChromium();

/** What starts the engine in the process of the tests. */
const engine = { extends: true as const, plugins: [builtThreads()] };
const globalSetup = [path("test/built-threads.ts")];

/**
 * Files of one worker share its modules: read anew for each file they took half of the processor time. So a test puts
 * back what it changes of a module, of the environment and of the clock.
 */
const shared = { isolate: false } as const;

export default defineConfig({
  resolve: {
    alias: { "@shared": path("shared"), "@engine": path("electron/engine"), "@routes": path("electron/routes") },
  },
  test: {
    pool: "threads",
    maxWorkers: 2,
    // Only what hangs meets them: beside other work two slow cores take ten times as long. A proof tries more.
    testTimeout: isProving ? 1_800_000 : 180_000,
    hookTimeout: isProving ? 1_800_000 : 180_000,
    expect: { poll: { timeout: 20_000 } },
    setupFiles: [path("test/patient-waits.ts")],
    projects: [
      { extends: true, test: { name: "architecture", include: ["test/architecture/**/*.test.ts"], ...shared } },
      {
        ...engine,
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          exclude: ["test/unit/renderer/**"],
          globalSetup,
          ...shared,
        },
      },
      // Stores of the window live as long as their modules: shared, one file would begin with what another left in them.
      { extends: true, test: { name: "stores", include: ["test/unit/renderer/**/*.test.ts"] } },
      { ...engine, test: { name: "conformance", include: ["test/conformance/**/*.test.ts"], globalSetup, ...shared } },
      // Beside real peers: makes environments with LiteLLM and clients first (test/compat/environments.ts).
      {
        extends: true,
        test: {
          name: "compat",
          include: ["test/compat/**/*.test.ts"],
          globalSetup: [path("test/compat/environments.ts")],
        },
      },
      {
        extends: true,
        plugins: [react()],
        test: {
          name: "components",
          include: ["test/components/**/*.test.tsx"],
          setupFiles: [path("test/components/no-console-errors.ts")],
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            // Names carry shortcuts and counts: a part of them finds an element, as in the end-to-end tests.
            locators: { exact: false },
            viewport: { width: 1440, height: 900 },
            commands: { violationsInTest, emulate },
            provider: playwright({
              launchOptions: {
                ...(executablePath === null ? {} : { executablePath }),
                args: chromiumArguments,
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      // Needs a build.
      { extends: true, test: { name: "packaging", include: ["test/packaging/**/*.test.ts"] } },
    ],
  },
});
