import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageFolderOf, systemPackageFolders, writeNotices } from "../../../electron/launch/notices.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "promptscope-notices-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function install(name: string, facts: object, files: Record<string, string>): string {
  const path = join(folder, "node_modules", name);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, "package.json"), JSON.stringify({ name, version: "1.0.0", ...facts }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(path, file), text);
  return path;
}

describe("the licences of what is bundled", () => {
  it.each([
    ["/app/node_modules/zod/v4/index.js", "/app/node_modules/zod"],
    ["/app/node_modules/@radix-ui/react-menu/dist/index.mjs?v=1", "/app/node_modules/@radix-ui/react-menu"],
    ["/app/node_modules/a/node_modules/b/x.js", "/app/node_modules/a/node_modules/b"],
    ["C:\\app\\node_modules\\zod\\index.js", "C:/app/node_modules/zod"],
    ["\0/app/node_modules/cjs/x.js?commonjs", "/app/node_modules/cjs"],
    ["/app/shared/domain/run.ts", null],
  ])("%s belongs to %s", (id, expected) => {
    expect(packageFolderOf(id)).toBe(expected);
  });

  it("stand there once each, with their texts, in order", () => {
    const b = install("b", { license: "MIT" }, { LICENSE: "MIT of b" });
    const a = install("@s/a", { license: "Apache-2.0" }, { "LICENSE.md": "Apache of a", NOTICE: "Notice of a" });
    const text = writeNotices([b, a, b]);
    expect(text).toMatch(/^Promptscope contains 2 packages of others\./);
    const places = ["@s/a 1.0.0 (Apache-2.0)", "Apache of a", "Notice of a", "b 1.0.0 (MIT)", "MIT of b"];
    const order = places.map((part) => text.indexOf(part));
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order).not.toContain(-1);
  });

  it("of a family may lie in one of its packages; a package without any is not given away", () => {
    install("@s/core", { license: "MIT" }, { LICENSE: "MIT of the family" });
    expect(writeNotices([install("@s/part", { license: "MIT" }, {})])).toContain("MIT of the family");
    expect(() => writeNotices([install("nobodys", {}, {})])).toThrow("nobodys 1.0.0 names no licence.");
  });

  // The library of the system has some fifty crates in it, and an optional package that was left out stopped the build.
  it("name what is linked into a library of the system, where npm has brought one", () => {
    const modules = join(folder, "node_modules");
    expect(systemPackageFolders(modules, "@s/ring")).toEqual([]);
    install("@s/ring", { license: "MIT" }, { LICENSE: "MIT of the ring" });
    install("@s/ring-linux-x64", { license: "MIT" }, { "LICENSE.third-party.md": "Crates of the ring" });
    install("@s/ringtone", { license: "MIT" }, { LICENSE: "MIT of another" });
    const text = writeNotices(systemPackageFolders(modules, "@s/ring"));
    expect(text).toMatch(/^Promptscope contains 2 packages/);
    expect(text).toContain("Crates of the ring");
    expect(text).not.toContain("another");
  });
});
