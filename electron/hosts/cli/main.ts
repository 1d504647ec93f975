#!/usr/bin/env node
import { spawn } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { appVersion } from "../app-version.ts";
import { findNode, oldestNodeMajor } from "./find-node.ts";

const usage = `Promptscope ${appVersion()}: a playground for prompt experiments

Usage:
  promptscope web [--port N] [--no-open]   serve the app to the browser on this machine
  promptscope --help
  promptscope --version`;

/** The exit code, or null when a child now decides it. */
function main(argv: string[]): number | null {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      help: { type: "boolean", short: "h" },
      version: { type: "boolean", short: "v" },
      port: { type: "string" },
      "no-open": { type: "boolean" },
    },
  });
  if (values.version) {
    console.log(appVersion());
    return 0;
  }
  const [command] = positionals;
  if (values.help || command === undefined) {
    console.log(usage);
    return 0;
  }
  if (command !== "web") throw new Error(`There is no command "${command}".\n\n${usage}`);
  serveWeb([...(values.port === undefined ? [] : ["--port", values.port]), ...(values["no-open"] ? [] : ["--open"])]);
  return null;
}

function serveWeb(args: string[]): void {
  const node = findNode(import.meta.dirname);
  if (node === null) {
    throw new Error(
      `Promptscope needs Node ${oldestNodeMajor} or newer; this is ${process.version}. Install it, or run npm install again.`,
    );
  }
  const child = spawn(node, [join(import.meta.dirname, "../web/main.js"), ...args], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  child.once("error", (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  child.once("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}

try {
  const code = main(process.argv.slice(2));
  if (code !== null) process.exitCode = code;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
