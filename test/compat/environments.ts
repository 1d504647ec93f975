import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";

/*
 * What the tests of this folder run beside ours, each in a folder of its own below node_modules/.cache: Python's packages
 * by the files of requirements/, JavaScript's clients by the lock in clients/. Made once before the tests; made anew when
 * their lists change. What cannot be made is named, with why, and its tests are skipped.
 */

declare module "vitest" {
  interface ProvidedContext {
    /** The Python of each environment; empty where there is none. */
    pythons: Record<PythonEnvironment, string>;
    /** The folder with JavaScript's clients and their programs; empty where there is none. */
    clientFolder: string;
  }
}

const here = import.meta.dirname;
const cache = resolve(here, "../../node_modules/.cache/promptscope-compat");
const windows = process.platform === "win32";

/**
 * One list in requirements/ each. All but the newest are exact to the last package; the newest proxy may be an older
 * version than the newest SDK, where the index does not have all that its proxy needs.
 */
export const pythonEnvironments = [
  "litellm",
  "litellm-newest",
  "litellm-newest-proxy",
  "openai1",
  "openai2",
  "openai3",
  "anthropic",
  "frameworks",
] as const;
export type PythonEnvironment = (typeof pythonEnvironments)[number];

/** Vitest runs this once before the tests of the project, and not at all when none of them is to run. */
export default function setup(project: TestProject): void {
  const python = findPython();
  const entries = pythonEnvironments.map((name) => [name, python === "" ? "" : preparePython(name, python)]);
  project.provide("pythons", Object.fromEntries(entries) as Record<PythonEnvironment, string>);
  project.provide("clientFolder", prepareClients());
}

/** A Python that all that is pinned here runs on, with pip and venv; empty text and a line that says so where there is none. */
function findPython(): string {
  const check = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";
  const found = ["python3", "python"].find((name) => spawnSync(name, ["-c", check]).status === 0);
  if (found === undefined)
    console.warn("\nNot run, and not counted as passed: no Python 3.10 or newer with pip and venv.");
  return found ?? "";
}

function preparePython(name: PythonEnvironment, python: string): string {
  const list = join(here, "requirements", `${name}.txt`);
  const folder = join(cache, `${name}-${digestOf(list)}`);
  const own = join(folder, windows ? "Scripts/python.exe" : "bin/python");
  const done = join(folder, "complete");
  // The newest is looked for anew each day.
  const today = name.startsWith("litellm-newest") ? new Date().toISOString().slice(0, 10) : "once";
  if (existsSync(done) && readFileSync(done, "utf8") === today) return own;
  try {
    console.log(`Making the environment ${name} …`);
    if (!existsSync(own)) quietly(python, ["-m", "venv", folder]);
    quietly(own, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", "-r", list]);
    writeFileSync(done, today);
    return own;
  } catch (error) {
    if (existsSync(done)) return own;
    rmSync(folder, { recursive: true, force: true });
    return notMade(name, error);
  }
}

function prepareClients(): string {
  const source = join(here, "clients");
  const folder = join(cache, `clients-${digestOf(join(source, "package-lock.json"))}`);
  const done = join(folder, "complete");
  try {
    mkdirSync(folder, { recursive: true });
    cpSync(source, folder, { recursive: true });
    if (existsSync(done)) return folder;
    console.log("Installing JavaScript's clients …");
    // openai 4 and 5 want an older zod beside them than the others do; nothing here uses it through them.
    quietly("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps"], folder);
    writeFileSync(done, "");
    return folder;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    return notMade("JavaScript's clients", error);
  }
}

function notMade(name: string, error: unknown): "" {
  const why = error instanceof Error ? error.message.trim().split("\n").slice(-2).join(" ") : String(error);
  console.warn(`\nNot run, and not counted as passed: ${name} cannot be installed here: ${why}`);
  return "";
}

function quietly(file: string, args: string[], cwd?: string): void {
  execFileSync(file, args, {
    stdio: ["ignore", "ignore", "pipe"],
    shell: windows,
    ...(cwd === undefined ? {} : { cwd }),
  });
}

function digestOf(path: string): string {
  return createHash("sha256").update(readFileSync(path)).digest("hex").slice(0, 12);
}
