import type { Position } from "./config-problem.ts";
import { type ReadIo, wrongType } from "./read-values.ts";
import { describeNode, entryOf, type YamlMap, type YamlTree } from "./yaml-tree.ts";

/** Groups to try, by the name of the group that failed; `*` stands for every other. */
export type Fallbacks = Record<string, string[]>;

interface Read {
  fallbacks: Fallbacks;
  /** Where the fallbacks of a group stand, by `fallbacks.<group>`. */
  places: Record<string, Position>;
}

/**
 * `fallbacks`, a list of mappings from a model_name to the model_names tried after it, and `default_fallbacks`, a list
 * of model_names for all others. Undefined when the section has neither.
 */
export function readFallbacks(section: YamlMap, path: string, io: ReadIo): Read | undefined {
  const read: Read = { fallbacks: {}, places: {} };
  const add = (group: string, targets: YamlTree, at: Position, targetsPath: string) => {
    read.fallbacks[group] = namesIn(targets, targetsPath, io);
    read.places[`fallbacks.${group}`] = at;
  };
  const list = entryOf(section, "fallbacks");
  if (list?.value.kind === "list") {
    for (const [index, item] of list.value.items.entries()) {
      const here = `${path}.fallbacks[${index}]`;
      if (item.kind !== "map") report(item, here, io);
      else for (const { key, value, keyAt } of item.entries) add(key, value, keyAt, `${here}.${key}`);
    }
  } else if (list) wrongType(list, path, "a list", io);
  const defaults = entryOf(section, "default_fallbacks");
  if (defaults) add("*", defaults.value, defaults.keyAt, `${path}.default_fallbacks`);
  return list || defaults ? read : undefined;
}

function namesIn(tree: YamlTree, path: string, io: ReadIo): string[] {
  const items = tree.kind === "list" ? tree.items : [tree];
  return items.flatMap((item) => {
    if (item.kind === "scalar" && typeof item.value === "string") return [item.value];
    report(item, path, io);
    return [];
  });
}

function report(item: YamlTree, path: string, io: ReadIo): void {
  io.problems.error(item.at, path, {
    code: "wrong_type",
    message: `Fallbacks must name the model_names to try, not ${describeNode(item)}.`,
    fix: "Write - my-model: [other-model].",
  });
}
