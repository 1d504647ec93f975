import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../e2e/electron-binary.ts";

// A page for contributors: shipped, it would be a second way in, and a fifth more to install.
it("the interface that is shipped has nothing of the gallery", async () => {
  const folder = join(root, "out/renderer");
  const files = await readdir(folder, { recursive: true });
  const maps = await Promise.all(
    files.filter((name) => name.endsWith(".map")).map((name) => readFile(join(folder, name), "utf8")),
  );
  const sources = maps.flatMap((map) => (JSON.parse(map) as { sources: string[] }).sources);
  expect(sources.some((source) => source.endsWith("renderer/ui/Button.tsx"))).toBe(true);
  expect(files.filter((name) => name.endsWith(".html"))).toEqual(["index.html"]);
  expect(sources.filter((source) => source.includes("/gallery/"))).toEqual([]);
});
