/** One line of a folded-out JSON value. `path` identifies the value and is what gets folded. */
export interface JsonLine {
  path: string;
  depth: number;
  key?: string;
  /** The scalar as JSON, or the opening or closing bracket; a folded value is one line like `{ 3 keys }`. */
  text: string;
  kind: "string" | "number" | "word" | "open" | "close" | "folded";
  comma: boolean;
}

/** What lies so deep is folded until it is asked for, and then again so much deeper. */
const foldedEvery = 50;

/** A value to be laid out, or the line that closes one. */
type Waiting = { item: unknown; path: string; depth: number; comma: boolean; key?: string } | JsonLine;

/**
 * Lays a JSON value out in lines, stopping after `limit` of them. A value takes one line when it is folded: those whose
 * path is in `toggled`, and what lies very deep, which is folded unless its path is there. Nothing here calls itself: a
 * value nested ten thousand deep is no deeper for the stack than any other.
 */
export function jsonLines(value: unknown, toggled: ReadonlySet<string>, limit: number): JsonLine[] {
  const lines: JsonLine[] = [];
  const waiting: Waiting[] = [{ item: value, path: "", depth: 0, comma: false }];
  while (lines.length < limit) {
    const next = waiting.pop();
    if (next === undefined) break;
    if ("kind" in next) {
      lines.push(next);
      continue;
    }
    const { item, ...base } = next;
    if (typeof item !== "object" || item === null) {
      lines.push({ ...base, text: JSON.stringify(item) ?? "null", kind: scalarKind(item) });
      continue;
    }
    const { path, depth, comma } = base;
    const isList = Array.isArray(item);
    const [open, close] = isList ? ["[", "]"] : ["{", "}"];
    const entries = Object.entries(item);
    const isDeep = depth > 0 && depth % foldedEvery === 0;
    if (entries.length === 0) {
      lines.push({ ...base, text: `${open}${close}`, kind: "word" });
    } else if (toggled.has(path) !== isDeep) {
      const count = `${entries.length} ${isList ? "items" : "keys"}`;
      lines.push({ ...base, text: `${open} ${count} ${close}`, kind: "folded" });
    } else {
      lines.push({ ...base, text: open, kind: "open", comma: false });
      waiting.push({ path, depth, comma, text: close, kind: "close" });
      // No more than can be shown: a list of a million numbers is laid out as far as its first lines.
      const wanted = entries.slice(0, limit - lines.length);
      for (const [index, [name, child]] of wanted.entries().toArray().reverse()) {
        waiting.push({
          item: child,
          path: `${path}/${escapeSegment(name)}`,
          depth: depth + 1,
          comma: index < entries.length - 1,
          ...(isList ? {} : { key: name }),
        });
      }
    }
  }
  return lines;
}

/** Names a line among the lines of one value: an opening and a closing bracket share their path. */
export function lineKey(line: JsonLine): string {
  return line.kind === "close" ? `${line.path}}` : line.path;
}

/** JSON pointer rules (RFC 6901), so that a key with a slash keeps its own path. */
function escapeSegment(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function scalarKind(item: unknown): "string" | "number" | "word" {
  if (typeof item === "string") return "string";
  return typeof item === "number" ? "number" : "word";
}
