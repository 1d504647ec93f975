import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import {
  Composer,
  CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Parser,
  Scalar,
  YAMLMap,
  type YAMLSeq,
} from "yaml";
import { keysUncompared, tellDoubledKeys } from "../../../yaml/unique-keys.ts";
import { FormatFailure } from "./prompt-file.ts";

/**
 * A YAML text whose values can be changed while everything else of it stays: comments, order, unknown keys, and, where
 * only values changed, every other byte.
 */
export interface YamlText {
  /** The whole as plain data; what is empty is an empty object. */
  readonly value: JsonObject;
  /** Puts a value under a key of the top; undefined takes the key out. */
  set(key: string, value: JsonValue | undefined): void;
  /** With LF and a final newline. */
  toString(): string;
}

/** How long texts are written. */
export interface YamlStyle {
  /** Keys of the top in the order they are written in; others follow. */
  order: readonly string[];
  /** Whether the text under the path is always a block of its own lines. */
  isBlock?(path: readonly (string | number)[]): boolean;
  /** Every text in double quotes, for what no other form holds. */
  quoted?: boolean;
}

type Container = YAMLMap | YAMLSeq;
type Place = readonly (string | number)[];

/** @throws FormatFailure with the line, for what is no YAML, or no map of keys. */
export function readYaml(text: string, style: YamlStyle): YamlText {
  const tokens = [...new Parser().parse(text)];
  const documents = [...new Composer({ keepSourceTokens: true, ...keysUncompared }).compose(tokens, true, text.length)];
  const [document] = documents;
  if (!document || documents.length > 1) throw new FormatFailure("it is more than one YAML document.");
  tellDoubledKeys(document);
  const [problem] = document.errors;
  if (problem) throw new FormatFailure(firstLine(problem.message), { line: lineAt(text, problem.pos[0]) });
  const { contents } = document;
  if (contents !== null && !isMap(contents) && !(isScalar(contents) && contents.value === null)) {
    throw new FormatFailure("it is no list of keys and values.");
  }
  const value = plainValue(document);

  /** Values that changed in their place; null once more than values has changed. */
  let changed: Map<Scalar, JsonValue> | null = new Map();
  let current: JsonObject = value;

  function root(): YAMLMap {
    if (isMap(document?.contents)) return document.contents as YAMLMap;
    const map = new YAMLMap();
    if (document) document.contents = map as never;
    changed = null;
    return map;
  }

  function setAt(container: Container, key: string | number, next: JsonValue, place: Place): void {
    const before = container.get(key, true) as Node | undefined;
    if (before && sync(before, next, place)) return;
    changed = null;
    const node = createNode(next, place);
    if (before) copyComments(before, node);
    container.set(key, node);
  }

  /** Changes a node to a value in its place; false where a new node is needed. */
  function sync(node: Node, next: JsonValue, place: Place): boolean {
    if (isAlias(node)) return stableJson((node.toJS(document as Document) ?? null) as JsonValue) === stableJson(next);
    if (isScalar(node)) {
      if (typeof next === "object" && next !== null) return false;
      if (Object.is(node.value, next)) return true;
      if (changed && node.srcToken) changed.set(node, next);
      else changed = null;
      setScalar(node, next, place);
      return true;
    }
    if (isMap(node) && isJsonObject(next)) {
      for (const key of keysOf(node)) {
        if (Object.hasOwn(next, key)) continue;
        node.delete(key);
        changed = null;
      }
      for (const [key, one] of Object.entries(next)) setAt(node, key, one, [...place, key]);
      return true;
    }
    if (isSeq(node) && Array.isArray(next)) {
      syncList(node, next, place);
      return true;
    }
    return false;
  }

  /** Items that are still there keep their nodes, with their comments, wherever they are now. */
  function syncList(list: YAMLSeq, next: readonly JsonValue[], place: Place): void {
    const old = list.items as Node[];
    const texts = old.map((node) => stableJson(((node?.toJS?.(document as Document) as unknown) ?? null) as JsonValue));
    const wanted = next.map((one) => stableJson(one));
    if (texts.length === wanted.length && texts.every((text, index) => text === wanted[index])) return;
    const used = new Set<number>();
    const kept = wanted.map((text, at) => {
      const same = texts[at] === text ? at : texts.findIndex((one, index) => one === text && !used.has(index));
      if (same < 0 || used.has(same)) return -1;
      used.add(same);
      return same;
    });
    const isInPlace = old.length === next.length && kept.every((from, at) => from === at || from === -1);
    if (!isInPlace) changed = null;
    list.items = next.map((one, at) => {
      const from = kept[at] ?? -1;
      const same = from >= 0 ? old[from] : undefined;
      if (same) return same;
      const free = !used.has(at) ? old[at] : undefined;
      if (free) used.add(at);
      if (free && sync(free, one, [...place, at])) return free;
      changed = null;
      return createNode(one, [...place, at]);
    });
  }

  function setScalar(node: Scalar, next: JsonValue, place: Place): void {
    node.value = next;
    delete node.source;
    if (typeof next !== "string") delete node.type;
    else node.type = textType(next, place, node.type);
  }

  function textType(text: string, place: Place, before?: Scalar.Type): Scalar.Type {
    if (style.quoted) return Scalar.QUOTE_DOUBLE;
    if (before === Scalar.BLOCK_FOLDED || before === Scalar.BLOCK_LITERAL) return before;
    if (style.isBlock?.(place) || text.includes("\n")) return Scalar.BLOCK_LITERAL;
    return before ?? Scalar.PLAIN;
  }

  function createNode(next: JsonValue, place: Place): Node {
    const node = (document as Document).createNode(next, { aliasDuplicateObjects: false }) as Node;
    style_(node, place);
    return node;
  }

  function style_(node: Node, place: Place): void {
    if (isScalar(node) && typeof node.value === "string") node.type = textType(node.value, place);
    if (isSeq(node)) for (const [at, one] of node.items.entries()) style_(one as Node, [...place, at]);
    if (isMap(node))
      for (const { key, value: one } of node.items)
        if (one) style_(one as Node, [...place, String((key as Scalar).value)]);
  }

  /** Before the first key that comes later in the fixed order. */
  function insert(map: YAMLMap, key: string, node: Node): void {
    const pair = (document as Document).createPair(key, node) as Pair<Node, Node>;
    const rank = style.order.indexOf(key);
    const later = rank < 0 ? -1 : keysOf(map).findIndex((one) => style.order.indexOf(one) > rank);
    if (later < 0) map.items.push(pair);
    else map.items.splice(later, 0, pair);
  }

  return {
    value,
    set(key, next) {
      if (next === undefined) {
        if (!Object.hasOwn(current, key)) return;
        root().delete(key);
        const { [key]: _gone, ...others } = current;
        current = others;
        changed = null;
        return;
      }
      if (Object.hasOwn(current, key) && stableJson(current[key] ?? null) === stableJson(next)) return;
      const map = root();
      if (Object.hasOwn(current, key)) setAt(map, key, next, [key]);
      else {
        changed = null;
        insert(map, key, createNode(next, [key]));
      }
      current = { ...current, [key]: next };
    },
    toString() {
      if (stableJson(current) === stableJson(value)) return text;
      const spliced = changed && !style.quoted ? splice(tokens, changed) : null;
      if (spliced !== null && readsAs(spliced, current)) return withFinalNewline(spliced);
      return withFinalNewline(String(document.toString({ lineWidth: 0, indentSeq: indentsLists(text) })));
    },
  };
}

/** Changes only the tokens of the values; null where a token cannot be changed. */
function splice(tokens: readonly CST.Token[], changed: ReadonlyMap<Scalar, JsonValue>): string | null {
  for (const [node, next] of changed) {
    const token = node.srcToken as CST.Token | undefined;
    if (!token || !CST.isScalar(token)) return null;
    if (typeof next === "string") {
      const isBare = token.type === "scalar" && next.includes("\n");
      if (isBare) return null;
      CST.setScalarValue(token, next, needsQuotes(token, next) ? { type: "QUOTE_DOUBLE" } : {});
    } else CST.setScalarValue(token, JSON.stringify(next), { type: "PLAIN" });
  }
  return tokens.map((token) => CST.stringify(token)).join("");
}

/** A bare text that would be read as a number, a date or nothing. */
function needsQuotes(token: CST.Token, text: string): boolean {
  if (token.type !== "scalar") return false;
  return (
    !/^[\p{L}_][\p{L}\p{N}_ ,.;!?()/-]*$/u.test(text) ||
    /^(true|false|null|yes|no|on|off|y|n)$/i.test(text) ||
    /\s$/.test(text)
  );
}

function readsAs(text: string, value: JsonObject): boolean {
  try {
    return stableJson(readYaml(text, { order: [] }).value) === stableJson(value);
  } catch (error) {
    if (error instanceof FormatFailure) return false;
    throw error;
  }
}

function plainValue(document: Document): JsonObject {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 50 });
    return isJsonObject(value as JsonValue) ? (value as JsonObject) : {};
  } catch (error) {
    // An alias that multiplies itself.
    throw new FormatFailure(error instanceof Error ? firstLine(error.message) : String(error));
  }
}

function keysOf(map: YAMLMap): string[] {
  return map.items.map(({ key }) => String(isScalar(key) ? key.value : key));
}

function copyComments(from: Node, to: Node): void {
  if (from.commentBefore) to.commentBefore = from.commentBefore;
  if (from.comment) to.comment = from.comment;
}

/** Whether lists stand further in than the key above them; GitHub's own samples do. */
function indentsLists(text: string): boolean {
  return !/^([ \t]*)[^\s#-][^\r\n]*:[ \t]*\n(?:[ \t]*(?:#[^\r\n]*)?\n)*\1- /m.test(text);
}

function withFinalNewline(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, ".");
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
