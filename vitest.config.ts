import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { isProving } from "./test/prove-scale.ts";

const path = (relative: string) => resolve(import.meta.dirname, relative);

export default defineConfig({
  resolve: {
    alias: { "@shared": path("shared"), "@engine": path("electron/engine"), "@routes": path("electron/routes") },
  },
  test: {
    pool: "threads",
    maxWorkers: 2,
    // What is proved takes as much longer as more is tried.
    testTimeout: isProving ? 1_800_000 : 30_000,
    hookTimeout: isProving ? 1_800_000 : 30_000,
    projects: [
      { extends: true, test: { name: "architecture", include: ["test/architecture/**/*.test.ts"] } },
      { extends: true, test: { name: "unit", include: ["test/unit/**/*.test.ts"] } },
      { extends: true, test: { name: "conformance", include: ["test/conformance/**/*.test.ts"] } },
      // Needs Python, with the packages that the tests name.
      { extends: true, test: { name: "compat", include: ["test/compat/**/*.test.ts"] } },
      // Needs a build.
      { extends: true, test: { name: "packaging", include: ["test/packaging/**/*.test.ts"] } },
    ],
  },
});
