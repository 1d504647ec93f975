import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  Scalar,
  type YAMLError,
  type YAMLMap,
} from "yaml";
import { keysUncompared, tellDoubledKeys } from "../yaml/unique-keys.ts";
import type { Position, ProblemList } from "./config-problem.ts";
import { type PythonScalar, readCoreScalar, readPythonScalar, type ScalarValue } from "./python-scalar.ts";
import { syntaxProblems } from "./syntax-problem.ts";
import { shorten, type YamlEntry, type YamlMap, type YamlTree } from "./yaml-tree.ts";

/** `README.md#yaml`. Bytes, expansions, levels. */
const largestFile = 1_048_576;
const mostAliases = 100;
const deepestLevel = 50;
const mostSyntaxErrors = 5;

const coreTags = new Set(["str", "int", "float", "bool", "null", "map", "seq"].map((n) => `tag:yaml.org,2002:${n}`));

/**
 * Parses YAML as LiteLLM's loader (PyYAML, YAML 1.1) reads it. Whatever other YAML 1.2 tools would read otherwise is
 * warned about. Aliases and `<<` are expanded within narrow limits.
 * @returns undefined when there is nothing to go on with; why is in `problems`.
 */
export function parseYaml(text: string, file: string, problems: ProblemList): YamlTree | undefined {
  const top: Position = { file, line: 1, column: 1 };
  if (Buffer.byteLength(text) > largestFile) {
    problems.error(top, "", {
      code: "yaml_too_large",
      message: "The file is larger than 1 MB.",
      fix: "Split it with include:.",
    });
    return undefined;
  }
  const lines = new LineCounter();
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  let document: Document;
  try {
    const quiet = { prettyErrors: false, logLevel: "error" } as const;
    document = parseDocument(text, { schema: "failsafe", lineCounter: lines, ...quiet, ...keysUncompared });
    tellDoubledKeys(document);
  } catch (error) {
    // The parser recurses: thousands of levels end in a stack overflow, which it lets through.
    if (!(error instanceof RangeError)) throw error;
    problems.error(top, "", tooDeep);
    return undefined;
  }
  reportSyntax(document.errors, text, positionOf, problems);
  if (document.errors.some(({ code }) => code !== "DUPLICATE_KEY") || !document.contents) return undefined;
  return new TreeBuilder(positionOf, problems).build(document.contents, []);
}

const tooDeep = {
  code: "yaml_too_deep",
  message: `Values are nested more than ${deepestLevel} levels deep.`,
  fix: "Flatten them.",
};

/** Stops the expansion of a document that turned out to be a bomb; what it was is already among the problems. */
class GiveUp extends Error {}

class TreeBuilder {
  private readonly positionOf: (offset: number) => Position;
  private readonly problems: ProblemList;
  private readonly anchors = new Map<string, Node>();
  private readonly open = new Set<Node>();
  private aliases = 0;

  constructor(positionOf: (offset: number) => Position, problems: ProblemList) {
    this.positionOf = positionOf;
    this.problems = problems;
  }

  build(node: Node, path: readonly string[]): YamlTree | undefined {
    try {
      return this.node(node, path);
    } catch (error) {
      if (error instanceof GiveUp) return undefined;
      throw error;
    }
  }

  private node(node: Node, path: readonly string[]): YamlTree {
    const at = this.at(node);
    if (path.length > deepestLevel) throw this.giveUp(at, path.slice(0, 1), tooDeep);
    if (isAlias(node)) return this.alias(node.source, at, path);
    if ("anchor" in node && node.anchor) this.anchors.set(node.anchor, node);
    if (node.tag !== undefined && !coreTags.has(node.tag) && node.tag !== "!") {
      this.problems.error(at, pathText(path), {
        code: "yaml_tag",
        message: `The tag ${shorten(node.tag.replace("tag:yaml.org,2002:", "!!"))} is not allowed: a config is plain data.`,
        fix: "Take the tag out.",
      });
    }
    if (isScalar(node)) {
      return { kind: "scalar", at, value: this.scalar(node, at, path), source: sourceOf(node) };
    }
    this.open.add(node);
    const tree = isMap(node) ? this.map(node, at, path) : this.list(node, at, path);
    this.open.delete(node);
    return tree;
  }

  private alias(name: string, at: Position, path: readonly string[]): YamlTree {
    const target = this.anchors.get(name);
    if (!target) {
      throw this.giveUp(at, path, {
        code: "yaml_anchor",
        message: `There is no anchor &${shorten(name)} above.`,
        fix: "Set the anchor before its alias.",
      });
    }
    if (this.open.has(target)) {
      throw this.giveUp(at, path, {
        code: "yaml_cycle",
        message: `*${shorten(name)} contains itself.`,
        fix: "Write the value out.",
      });
    }
    this.aliases += 1;
    if (this.aliases > mostAliases) {
      throw this.giveUp(at, path, {
        code: "yaml_too_many_aliases",
        message: `More than ${mostAliases} aliases are expanded.`,
        fix: "Write the values out.",
      });
    }
    return this.node(target, path);
  }

  private list(node: Node, at: Position, path: readonly string[]): YamlTree {
    const items = isSeq(node) ? node.items : [];
    return { kind: "list", at, items: items.map((item, index) => this.child(item, at, [...path, `[${index}]`])) };
  }

  private map(node: YAMLMap, at: Position, path: readonly string[]): YamlMap {
    const own: YamlEntry[] = [];
    const merged: YamlEntry[] = [];
    for (const pair of node.items) {
      const key = this.key(pair, at, path);
      if (!key) continue;
      const value = this.child(pair.value, key.keyAt, [...path, key.key]);
      if (key.isMerge) merged.push(...this.merge(value, key.keyAt, path));
      else own.push({ key: key.key, keyAt: key.keyAt, value });
    }
    // Own keys win over merged ones, earlier merged ones over later (YAML 1.1 merge keys, as PyYAML has them).
    const taken = new Set(own.map(({ key }) => key));
    const entries = [...own];
    for (const entry of merged) {
      if (taken.has(entry.key)) continue;
      taken.add(entry.key);
      entries.push(entry);
    }
    return { kind: "map", at, entries };
  }

  private key(pair: Pair, at: Position, path: readonly string[]) {
    const node = pair.key;
    if (!isScalar(node)) {
      this.problems.error(isNode(node) ? this.at(node) : at, pathText(path), {
        code: "yaml_key",
        message: "A key must be a plain text.",
        fix: "Write key: value; put a value that begins with { or [ in quotes if it is a text.",
      });
      return undefined;
    }
    const keyAt = this.at(node);
    const key = String(node.value);
    if (key === "__proto__") {
      this.problems.error(keyAt, pathText([...path, key]), {
        code: "yaml_key",
        message: "The key __proto__ cannot be used.",
        fix: "Take it out.",
      });
      return undefined;
    }
    const isMerge = key === "<<" && node.type === Scalar.PLAIN;
    if (!isMerge && node.type === Scalar.PLAIN) this.warnOfKey(key, keyAt, path);
    return { key, keyAt, isMerge };
  }

  private warnOfKey(key: string, at: Position, path: readonly string[]): void {
    const { value } = readPythonScalar(key);
    if (typeof value === "string") return;
    this.problems.warn(at, pathText([...path, key]), {
      code: "yaml_1_1_value",
      message: `LiteLLM reads the key ${key} as ${describeValue(value)}, not as text.`,
      fix: `Write "${key}": in quotes.`,
    });
  }

  private merge(value: YamlTree, at: Position, path: readonly string[]): YamlEntry[] {
    this.problems.warn(at, pathText(path), {
      code: "yaml_merge_key",
      message: "The merge key << is expanded here and by LiteLLM, but not by YAML 1.2 tools.",
      fix: "Write the keys out if other tools read this file.",
    });
    const sources = value.kind === "list" ? value.items : [value];
    return sources.flatMap((source) => {
      if (source.kind === "map") return source.entries;
      this.problems.error(source.at, pathText([...path, "<<"]), {
        code: "yaml_merge_key",
        message: "Only a mapping, or a list of mappings, can be merged.",
        fix: "Give << an alias of a mapping.",
      });
      return [];
    });
  }

  private child(node: unknown, fallback: Position, path: readonly string[]): YamlTree {
    if (isAlias(node) || isMap(node) || isSeq(node) || isScalar(node)) return this.node(node as Node, path);
    return { kind: "scalar", at: fallback, value: null, source: "" };
  }

  private scalar(node: Scalar, at: Position, path: readonly string[]): ScalarValue {
    const source = sourceOf(node);
    if (node.type !== Scalar.PLAIN || node.tag === "tag:yaml.org,2002:str" || node.tag === "!") return source;
    const python = readPythonScalar(source);
    this.warnOfValue(source, python, at, path);
    return python.value;
  }

  private warnOfValue(source: string, { value, kind }: PythonScalar, at: Position, path: readonly string[]): void {
    if (kind === "not finite") {
      this.problems.error(at, pathText(path), {
        code: "yaml_1_1_value",
        message: `${source} is not a number that a request can carry.`,
        fix: "Give a finite number.",
      });
    } else if (kind === "date") {
      this.problems.warn(at, pathText(path), {
        code: "yaml_1_1_value",
        message: `LiteLLM reads ${source} as a date, not as text.`,
        fix: `Write "${source}" in quotes.`,
      });
    } else if (value !== readCoreScalar(source)) {
      this.problems.warn(at, pathText(path), {
        code: "yaml_1_1_value",
        message: `LiteLLM reads ${shorten(source)} as ${describeValue(value)}, other YAML tools as ${describeValue(readCoreScalar(source))}.`,
        fix: `Write ${typeof value === "string" ? "the number out in full" : `"${source}" in quotes if the text is meant`}.`,
      });
    }
  }

  private at(node: Node): Position {
    return this.positionOf(node.range?.[0] ?? 0);
  }

  private giveUp(at: Position, path: readonly string[], text: { code: string; message: string; fix: string }): GiveUp {
    this.problems.error(at, pathText(path), text);
    return new GiveUp();
  }
}

function sourceOf(node: Scalar): string {
  return typeof node.value === "string" ? node.value : (node.source ?? "");
}

function describeValue(value: ScalarValue): string {
  if (typeof value === "string") return `the text “${shorten(value)}”`;
  return value === null ? "nothing" : String(value);
}

function pathText(path: readonly string[]): string {
  return path.reduce((text, part) => (part.startsWith("[") || text === "" ? text + part : `${text}.${part}`), "");
}

/** Few of them: after the first, a broken file mostly repeats itself. */
function reportSyntax(
  errors: readonly YAMLError[],
  text: string,
  positionOf: (offset: number) => Position,
  problems: ProblemList,
): void {
  // The parser turns its own stack overflow into an error of the document.
  if (errors.some(({ message }) => message.includes("call stack"))) {
    problems.error(positionOf(0), "", tooDeep);
    return;
  }
  const broken = errors.filter(({ code }) => code !== "DUPLICATE_KEY");
  for (const { offset, ...problem } of syntaxProblems(broken, text, mostSyntaxErrors).slice(0, mostSyntaxErrors)) {
    problems.error(positionOf(offset), "", problem);
  }
  const twice = errors.filter(({ code }) => code === "DUPLICATE_KEY");
  for (const { pos } of twice.slice(0, mostSyntaxErrors)) {
    const key = /^[^:\n]*/.exec(text.slice(pos[0], pos[0] + 200))?.[0].trim() ?? "";
    problems.error(positionOf(pos[0]), "", {
      code: "yaml_duplicate_key",
      message: `The key ${shorten(key)} is there twice; LiteLLM would take the last one in silence.`,
      fix: "Keep one of them.",
    });
  }
}
