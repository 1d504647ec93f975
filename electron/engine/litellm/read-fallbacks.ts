import type { Position } from "./config-problem.ts";
import { type ReadIo, wrongType } from "./read-values.ts";
import { describeNode, entryOf, type YamlMap, type YamlTree } from "./yaml-tree.ts";

/** Groups to try, by the name of the group that failed; `*` stands for every other. */
export type Fallbacks = Record<string, string[]>;

/** Fallbacks by what has to go wrong first. */
export interface FallbackKinds {
  fallbacks: Fallbacks;
  contextWindowFallbacks: Fallbacks;
  contentPolicyFallbacks: Fallbacks;
}

interface Read {
  /** Only the kinds that the section has. */
  kinds: Partial<FallbackKinds>;
  /** Where the fallbacks of a group stand, by `fallbacks.<group>`. */
  places: Record<string, Position>;
}

/** The key of each kind in a config. */
export const fallbackKeys = {
  fallbacks: "fallbacks",
  contextWindowFallbacks: "context_window_fallbacks",
  contentPolicyFallbacks: "content_policy_fallbacks",
} as const satisfies Record<keyof FallbackKinds, string>;

/**
 * `fallbacks`, a list of mappings from a model_name to the model_names tried after it, `default_fallbacks`, a list of
 * model_names for all others, and those for a conversation that is too long or refused for its content.
 */
export function readFallbacks(section: YamlMap, path: string, io: ReadIo): Read {
  const read: Read = { kinds: {}, places: {} };
  const add = (kind: keyof FallbackKinds, group: string, targets: YamlTree, at: Position, targetsPath: string) => {
    read.kinds[kind] = { ...read.kinds[kind], [group]: namesIn(targets, targetsPath, io) };
    read.places[`${fallbackKeys[kind]}.${group}`] = at;
  };
  for (const kind of ["fallbacks", "contextWindowFallbacks", "contentPolicyFallbacks"] as const) {
    const key = fallbackKeys[kind];
    const list = entryOf(section, key);
    if (!list) continue;
    if (list.value.kind !== "list") {
      wrongType(list, path, "a list", io);
      continue;
    }
    for (const [index, item] of list.value.items.entries()) {
      const here = `${path}.${key}[${index}]`;
      if (item.kind !== "map") report(item, here, io);
      else for (const one of item.entries) add(kind, one.key, one.value, one.keyAt, `${here}.${one.key}`);
    }
  }
  const defaults = entryOf(section, "default_fallbacks");
  if (defaults) add("fallbacks", "*", defaults.value, defaults.keyAt, `${path}.default_fallbacks`);
  return read;
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
