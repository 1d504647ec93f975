import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createBuilder, type Plugin } from "vite";
import type { TestProject } from "vitest/node";

/*
 * Tests start the engine's threads from a bundle, as an installed app does. From source each thread strips its types
 * first, with a WebAssembly compiler of its own: five times the processor time, a thousand times in a run of all tests.
 */

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the threads built for this run. */
    builtThreads: string;
  }
}

const root = resolve(import.meta.dirname, "..");

/** A folder for each run: two runs in one checkout must not take each other's threads away. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), "promptscope-threads-"));
  const builder = await createBuilder({
    configFile: join(root, "vite.config.ts"),
    logLevel: "warn",
    environments: { threads: { build: { outDir: folder } } },
  });
  const { threads } = builder.environments;
  if (threads === undefined) throw new Error("vite.config.ts builds no threads.");
  await builder.build(threads);
  project.provide("builtThreads", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

/** Puts `find-built-thread.ts` where the engine asks for the file of a thread. */
export function builtThreads(): Plugin {
  return {
    name: "built-threads",
    enforce: "pre",
    resolveId: (source) =>
      source.endsWith("/threads/find-thread-file.ts") ? join(root, "test/find-built-thread.ts") : null,
  };
}
