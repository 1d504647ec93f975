import type { ProblemList } from "./config-problem.ts";
import { parseYaml } from "./parse-yaml.ts";
import { describeNode, entryOf, type YamlEntry, type YamlMap, type YamlTree } from "./yaml-tree.ts";

type ReadIncluded = (relativePath: string) => string | undefined;

/**
 * Takes in the files of `include:` as LiteLLM does: lists are appended to lists of the same name, anything else replaces.
 * Only files below the config's own folder, each once.
 */
export function expandIncludes(root: YamlMap, readIncluded: ReadIncluded, problems: ProblemList): YamlMap {
  const entries = new Map(root.entries.map((entry) => [entry.key, entry]));
  const pending = includesOf(root, problems);
  const seen = new Set<string>();
  for (let next = pending.shift(); next; next = pending.shift()) {
    const name = nameOf(next, problems);
    if (name === undefined || seen.has(name)) continue;
    seen.add(name);
    const included = readFile(name, next, readIncluded, problems);
    if (!included) continue;
    pending.push(...includesOf(included, problems));
    for (const entry of included.entries) mergeDeployment(entries, entry);
  }
  entries.delete("include");
  return { ...root, entries: [...entries.values()] };
}

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
  if (!outside) return name;
  problems.error(item.at, "include", {
    code: "include_outside",
    message: "An included file must lie in the config's own folder or below it.",
    fix: "Move the file there and give its name.",
  });
  return undefined;
}

function readFile(name: string, at: YamlTree, readIncluded: ReadIncluded, problems: ProblemList): YamlMap | undefined {
  const text = readIncluded(name);
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
