import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readReadme, renderReadme } from "./readme-tables.ts";
import { root } from "./source-files.ts";

describe("README", () => {
  const text = readReadme();

  it("has the tables the code has (npm run readme writes them)", () => {
    expect(renderReadme(text)).toBe(text);
  });

  it("names only npm scripts that exist", () => {
    const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const { scripts } = manifest as { scripts: Record<string, string> };
    const named = [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name]) => name ?? "");
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it("shows only pictures and files that are there", () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path]) => path ?? "");
    expect(links.length).toBeGreaterThan(2);
    expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
