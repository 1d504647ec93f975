import type { Finding } from "@shared/domain/experiment/read-experiment.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { keysUncompared, tellDoubledKeys } from "../../yaml/unique-keys.ts";

/** More is no file that people write. */
const largestFile = 32 * 1024 * 1024;
const mostAliases = 1_000;

export interface Place {
  file: string;
  line: number;
  column: number;
}

/** A YAML file as plain data, which knows where each of its values stands. */
export interface YamlSource {
  file: string;
  value: JsonValue;
  /** Of a key of a mapping the key's place, of an item of a list the item's; the nearest that is there. */
  placeOf(path: readonly PropertyKey[]): Place;
}

/** Reads YAML 1.2 with anchors and merge keys. Nothing is read where it does not parse. */
export function readYaml(text: string, file: string): { source: YamlSource } | { errors: Finding[] } {
  const top = { file, line: 1, column: 1 };
  if (text.length > largestFile) return { errors: [{ ...top, code: "too-large", message: "The file is too large." }] };
  const lines = new LineCounter();
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  let document: Document;
  let value: JsonValue;
  try {
    const quiet = { prettyErrors: false, logLevel: "error" } as const;
    document = parseDocument(text, { lineCounter: lines, merge: true, ...quiet, ...keysUncompared });
    tellDoubledKeys(document);
    const errors = document.errors.map(({ message, pos }) => ({
      ...at(pos[0]),
      code: "yaml",
      message: sentence(message),
    }));
    if (errors.length > 0) return { errors };
    value = (document.toJS({ maxAliasCount: mostAliases }) ?? null) as JsonValue;
  } catch (error) {
    // Too many aliases, or levels beyond the stack.
    const message = error instanceof Error ? error.message : String(error);
    return { errors: [{ ...top, code: "yaml", message: sentence(message) }] };
  }
  return { source: { file, value, placeOf: (path) => at(offsetOf(document, path)) } };
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    while (isAlias(node)) node = node.resolve(document);
    const next = childOf(node, step);
    if (!next) return offset;
    offset = next.offset ?? offset;
    node = next.node;
  }
  return offset;
}

function childOf(node: unknown, step: PropertyKey): { node: unknown; offset: number | undefined } | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return isNode(item) ? { node: item, offset: item.range?.[0] } : undefined;
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find((one) => isPair(one) && isScalar(one.key) && String(one.key.value) === String(step));
  if (!pair) return undefined;
  const key = isScalar(pair.key) ? pair.key.range?.[0] : undefined;
  return { node: pair.value, offset: key };
}
