import type { ConfigProblem } from "@shared/domain/gateway/config-problem.ts";
import { createProblemList, type ProblemList } from "../../litellm/config-problem.ts";
import { parseYaml } from "../../litellm/parse-yaml.ts";
import type { YamlEntry, YamlTree } from "../../litellm/yaml-tree.ts";

/** Shorter ones are no keys: `none`, `sk-1234` of the documentation. What is as long is taken out of all that leaves. */
const shortestKey = 8;
const secretName = /key|secret|token|password|authorization/i;
const publicName = /public/i;

/**
 * Keys written out in a config. The app keeps none in plain text: its config may be read, exported and shown, and a
 * key that is known is replaced in everything that leaves this process, the config's own text included.
 */
export function findWrittenKeys(text: string): ConfigProblem[] {
  const problems = createProblemList();
  const tree = parseYaml(text, "config.yaml", createProblemList());
  if (tree) visit(tree, "", problems);
  return problems.all();
}

function visit(tree: YamlTree, path: string, problems: ProblemList): void {
  if (tree.kind === "list") tree.items.forEach((item, index) => void visit(item, `${path}[${index}]`, problems));
  if (tree.kind !== "map") return;
  for (const entry of tree.entries) {
    const own = path === "" ? entry.key : `${path}.${entry.key}`;
    if (isWrittenKey(entry)) report(entry, own, problems);
    visit(entry.value, own, problems);
  }
}

function isWrittenKey({ key, value }: YamlEntry): boolean {
  if (value.kind !== "scalar" || typeof value.value !== "string") return false;
  const isReference = value.value.startsWith("os.environ/");
  return secretName.test(key) && !publicName.test(key) && !isReference && value.value.length >= shortestKey;
}

function report({ key, value }: YamlEntry, path: string, problems: ProblemList): void {
  const variable = key.replace(/\W/g, "_").toUpperCase();
  problems.error(value.at, path, {
    code: "key_written_out",
    message: "A key is written out here. Promptscope keeps no key in this text.",
    fix: `Write os.environ/${variable === "API_KEY" ? "OPENAI_API_KEY" : variable}; set that variable, or enter the key in Settings.`,
  });
}
