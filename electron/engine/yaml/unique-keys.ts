import { type Document, isScalar, type Node, visit, YAMLParseError } from "yaml";

/**
 * For everything that parses YAML of others: the package compares each key with all before it, and a map of a hundred
 * thousand keys, which is a file of a megabyte, would hold the host up for half a minute.
 */
export const keysUncompared = { uniqueKeys: false } as const;

/**
 * Adds the errors of keys that are there twice, as the package tells them itself, to a document that was parsed with
 * `keysUncompared`; all errors then stand in the order of the text.
 */
export function tellDoubledKeys(document: Document): void {
  const doubled: YAMLParseError[] = [];
  visit(document, {
    Map(_key, { items }) {
      const known = new Set<unknown>();
      for (const { key } of items) {
        const same = isScalar(key) ? key.value : key;
        if (known.has(same)) doubled.push(doubledAt((key as Node).range?.[0] ?? 0));
        known.add(same);
      }
    },
  });
  if (doubled.length === 0) return;
  document.errors.push(...doubled);
  document.errors.sort((a, b) => a.pos[0] - b.pos[0]);
}

function doubledAt(offset: number): YAMLParseError {
  return new YAMLParseError([offset, offset + 1], "DUPLICATE_KEY", "Map keys must be unique");
}
