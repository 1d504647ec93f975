import { posix } from "node:path";
import type { ProblemList } from "./config-problem.ts";
import { parseYaml } from "./parse-yaml.ts";
import { describeNode, entryOf, type YamlEntry, type YamlMap, type YamlTree } from "./yaml-tree.ts";

/** Why a file that is there gave no text, as the end of a sentence. */
export interface Unreadable {
  why: string;
}

/** The text of a file beside the config, for `include`; undefined when it is not there. */
export type ReadIncluded = (relativePath: string) => string | Unreadable | undefined;

/** A name in an `include:`, and the files that led to it. */
interface Included {
  at: YamlTree;
  by: readonly string[];
}

/**
 * Takes in the files of `include:` as LiteLLM does: lists are appended to lists of the same name, anything else replaces.
 * Only files below the config's own folder, each once; one that leads back to itself is warned of.
 */
export function expandIncludes(
  root: YamlMap,
  { fileName, readIncluded }: { fileName: string; readIncluded: ReadIncluded },
  problems: ProblemList,
): YamlMap {
  const entries = new Map(root.entries.map((entry) => [entry.key, entry]));
  const pending: Included[] = includesOf(root, problems).map((at) => ({ at, by: [fileName] }));
  const seen = new Set([fileName]);
  for (let next = pending.shift(); next; next = pending.shift()) {
    const name = nameOf(next.at, problems);
    if (name === undefined) continue;
    if (next.by.includes(name)) problems.warn(next.at.at, "include", circle(name));
    if (seen.has(name)) continue;
    seen.add(name);
    const included = readFile(name, next.at, readIncluded, problems);
    if (!included) continue;
    const by = [...next.by, name];
    pending.push(...includesOf(included, problems).map((at) => ({ at, by })));
    for (const entry of included.entries) mergeDeployment(entries, entry);
  }
  entries.delete("include");
  return { ...root, entries: [...entries.values()] };
}

const circle = (name: string) => ({
  code: "include_circle",
  message: `${name} includes itself, or a file that includes it.`,
  fix: "Take it out; each file is read once.",
});

function includesOf(map: YamlMap, problems: ProblemList): YamlTree[] {
  const entry = entryOf(map, "include");
  if (!entry || (entry.value.kind === "scalar" && entry.value.value === null)) return [];
  if (entry.value.kind === "list") return [...entry.value.items];
  problems.error(entry.value.at, "include", {
    code: "wrong_type",
    message: `include must be a list of files, not ${describeNode(entry.value)}.`,
    fix: "Write - models.yaml on a line of its own.",
  });
  return [];
}

function nameOf(item: YamlTree, problems: ProblemList): string | undefined {
  if (item.kind !== "scalar" || typeof item.value !== "string") {
    problems.error(item.at, "include", {
      code: "wrong_type",
      message: `An include must be the name of a file, not ${describeNode(item)}.`,
      fix: "Write - models.yaml.",
    });
    return undefined;
  }
  const name = item.value.replace(/^\.\//, "");
  const outside = /^([/\\~]|[A-Za-z]:)/.test(name) || name.split(/[/\\]/).includes("..");
  // So that one file has one name, however it is written.
  if (!outside) return posix.normalize(name);
  problems.error(item.at, "include", {
    code: "include_outside",
    message: "An included file must lie in the config's own folder or below it.",
    fix: "Move the file there and give its name.",
  });
  return undefined;
}

function readFile(name: string, at: YamlTree, readIncluded: ReadIncluded, problems: ProblemList): YamlMap | undefined {
  const text = readIncluded(name);
  if (typeof text === "object") {
    problems.error(at.at, "include", {
      code: "include_unreadable",
      message: `${name} ${text.why}.`,
      fix: "Include a file with YAML.",
    });
    return undefined;
  }
  if (text === undefined) {
    problems.error(at.at, "include", {
      code: "include_missing",
      message: `There is no file ${name} beside the config.`,
      fix: "Correct the name; it counts from the config's folder.",
    });
    return undefined;
  }
  const tree = parseYaml(text, name, problems);
  if (!tree || tree.kind === "map") return tree;
  problems.error(tree.at, "", {
    code: "wrong_type",
    message: `An included file must be a mapping, not ${describeNode(tree)}.`,
    fix: "Begin with model_list:.",
  });
  return undefined;
}

function mergeDeployment(entries: Map<string, YamlEntry>, entry: YamlEntry): void {
  const before = entries.get(entry.key);
  if (before?.value.kind === "list" && entry.value.kind === "list") {
    const items = [...before.value.items, ...entry.value.items];
    entries.set(entry.key, { ...before, value: { ...before.value, items } });
  } else entries.set(entry.key, entry);
}
