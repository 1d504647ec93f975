import { readFileSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import type { Environment } from "../credentials/environment.ts";
import type { Providers } from "../providers/registry.ts";
import { emptyConfig, type LoadedConfig } from "./config-model.ts";
import { createProblemList } from "./config-problem.ts";
import type { Unreadable } from "./includes.ts";
import { loadConfig } from "./load-config.ts";

export interface OpenedConfig extends LoadedConfig {
  /** The file and those it includes, whether or not they are there. */
  files: string[];
}

/** Reads a config file and those it includes. Synchronous: it happens before anything listens, and when one changed. */
export function openConfig(path: string, environment: Environment, providers?: Providers): OpenedConfig {
  const fileName = basename(path);
  const files = [path];
  const text = readText(path);
  if (typeof text !== "string") {
    const problems = createProblemList();
    problems.error({ file: fileName, line: 1, column: 1 }, "", {
      code: "file_unreadable",
      message: `${path} ${text.why}.`,
      fix: "Give the path of a config.yaml with --config.",
    });
    return { config: emptyConfig(), problems: problems.all(), files };
  }
  const folder = dirname(path);
  const readIncluded = (name: string) => {
    files.push(join(folder, name));
    return readInside(folder, name);
  };
  const loaded = loadConfig(text, { fileName, environment, readIncluded, ...(providers ? { providers } : {}) });
  return { ...loaded, files };
}

/** A link may not lead out of the folder either. */
function readInside(folder: string, name: string): string | Unreadable | undefined {
  try {
    const file = realpathSync(join(folder, name));
    if (!file.startsWith(realpathSync(folder) + sep)) return undefined;
    return readText(file);
  } catch {
    return undefined; // It is not there; the include is reported with its line.
  }
}

/** Without a look first, a pipe would be waited for, for ever, with no signal heard. */
function readText(path: string): string | Unreadable {
  try {
    const found = statSync(path);
    if (!found.isFile() && !found.isDirectory()) return { why: "is no ordinary file" };
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof TypeError) return { why: "is not UTF-8 text" };
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT") return { why: "is not there" };
    return { why: code === "EISDIR" ? "is a folder" : "cannot be read" };
  }
}
