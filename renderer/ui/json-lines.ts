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

/** Lays a JSON value out in lines, stopping after `limit` of them. Values whose path is in `folded` take one line. */
export function jsonLines(value: unknown, folded: ReadonlySet<string>, limit: number): JsonLine[] {
  const lines: JsonLine[] = [];

  const visit = (item: unknown, path: string, depth: number, comma: boolean, key?: string) => {
    if (lines.length >= limit) return;
    const base = { path, depth, comma, ...(key === undefined ? {} : { key }) };
    if (typeof item !== "object" || item === null) {
      lines.push({ ...base, text: JSON.stringify(item) ?? "null", kind: scalarKind(item) });
      return;
    }
    const isList = Array.isArray(item);
    const [open, close] = isList ? ["[", "]"] : ["{", "}"];
    const entries = Object.entries(item);
    if (entries.length === 0 || folded.has(path)) {
      const count = `${entries.length} ${isList ? "items" : "keys"}`;
      const text = entries.length === 0 ? `${open}${close}` : `${open} ${count} ${close}`;
      lines.push({ ...base, text, kind: entries.length === 0 ? "word" : "folded" });
      return;
    }
    lines.push({ ...base, text: open, kind: "open", comma: false });
    entries.forEach(([name, child], index) => {
      const last = index === entries.length - 1;
      visit(child, `${path}/${escapeSegment(name)}`, depth + 1, !last, isList ? undefined : name);
    });
    if (lines.length < limit) lines.push({ path, depth, comma, text: close, kind: "close" });
  };

  visit(value, "", 0, false);
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
