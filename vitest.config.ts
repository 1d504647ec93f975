import { resolve } from "node:path";
import { defineConfig } from "vitest/config";

const path = (relative: string) => resolve(import.meta.dirname, relative);

export default defineConfig({
  resolve: {
    alias: { "@shared": path("shared"), "@engine": path("electron/engine"), "@routes": path("electron/routes") },
  },
  test: {
    pool: "threads",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    projects: [
      { extends: true, test: { name: "architecture", include: ["test/architecture/**/*.test.ts"] } },
      { extends: true, test: { name: "unit", include: ["test/unit/**/*.test.ts"] } },
      { extends: true, test: { name: "conformance", include: ["test/conformance/**/*.test.ts"] } },
      // Needs a build.
      { extends: true, test: { name: "packaging", include: ["test/packaging/**/*.test.ts"] } },
    ],
  },
});
