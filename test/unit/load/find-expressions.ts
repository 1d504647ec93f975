import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";
import { listFiles, root } from "../../architecture/source-files.ts";

export interface Expression {
  pattern: string;
  flags: string;
  /** The file and its line. */
  at: string;
}

/** Every regular expression that is written in the product's code, each once. */
export function findExpressions(): Expression[] {
  const found = new Map<string, Expression>();
  const sources = ["shared", "electron", "renderer"].flatMap(listFiles);
  for (const path of sources.filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"))) {
    const text = readFileSync(join(root, path), "utf8");
    const { program, errors } = parseSync(path, text, { lang: path.endsWith("x") ? "tsx" : "ts" });
    if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
    for (const { pattern, flags, start } of literalsIn(program)) {
      const key = `/${pattern}/${flags}`;
      if (!found.has(key)) found.set(key, { pattern, flags, at: `${path}:${text.slice(0, start).split("\n").length}` });
    }
  }
  return [...found.values()];
}

function* literalsIn(node: unknown): Generator<{ pattern: string; flags: string; start: number }> {
  if (Array.isArray(node)) {
    for (const one of node) yield* literalsIn(one);
    return;
  }
  if (typeof node !== "object" || node === null || node instanceof RegExp) return;
  const { type, regex, start } = node as { type?: unknown; regex?: unknown; start?: unknown };
  if (type === "Literal" && isExpression(regex)) yield { ...regex, start: typeof start === "number" ? start : 0 };
  for (const value of Object.values(node)) yield* literalsIn(value);
}

function isExpression(value: unknown): value is { pattern: string; flags: string } {
  return typeof value === "object" && value !== null && "pattern" in value && "flags" in value;
}
