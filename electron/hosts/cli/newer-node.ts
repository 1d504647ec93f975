import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { exitCodes } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

/** The engine is built for this Node and uses what older ones lack. */
const oldestNodeMajor = 24;

export function isNodeNewEnough(): boolean {
  return Number.parseInt(process.versions.node, 10) >= oldestNodeMajor;
}

/** How a host's process is set up, beyond its words. */
export interface ProcessSetUp {
  /** Options of Node itself. */
  nodeOptions: readonly string[];
  /** Added to the environment where it does not say otherwise. */
  variables: Record<string, string>;
}

/**
 * Runs a built host in this terminal, on this Node when it is new enough, else on the one that the `node` package
 * brought along. `words` starts with the file, relative to `folder`.
 * @returns its exit code; 128 and the number of the signal that ended it.
 */
export async function startWithNewerNode(
  folder: string,
  [file = "", ...args]: readonly string[],
  terminal: Terminal,
  { nodeOptions, variables }: ProcessSetUp = { nodeOptions: [], variables: {} },
): Promise<number> {
  const node = findNode(folder);
  if (node === null) {
    terminal.note(
      `Promptscope needs Node ${oldestNodeMajor} or newer; this is ${process.version}. Install it, or run npm install again.`,
    );
    return exitCodes.configuration;
  }
  const child = spawn(node, [...nodeOptions, join(folder, file), ...args], {
    stdio: "inherit",
    env: { ...variables, ...process.env },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once("error", (error) => {
      terminal.note(error.message);
      resolve(exitCodes.failed);
    });
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

function findNode(folder: string): string | null {
  if (isNodeNewEnough()) return process.execPath;
  try {
    const manifest = createRequire(join(folder, "main.js")).resolve("node/package.json");
    const binary = join(dirname(manifest), "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(binary) ? binary : null;
  } catch {
    return null; // The package is not installed.
  }
}
