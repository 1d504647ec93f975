import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { typecheckedFolders } from "../typechecked-folders.ts";
import { root } from "./source-files.ts";

/** Below `node_modules`, so that the types of packages are found and nothing else takes the files for ours. */
const planted = join(root, "node_modules/.cache/planted", String(process.pid));
const compiler = join(root, "node_modules/typescript/bin/tsc");

/** What the compiler says of a line of code under the configuration of a folder; an empty text when it takes it. */
function compiled(folder: string, line: string): string {
  mkdirSync(planted, { recursive: true });
  const configuration = { extends: join(root, folder, "tsconfig.json"), files: ["planted.ts"], include: [] };
  writeFileSync(join(planted, "tsconfig.json"), JSON.stringify(configuration));
  writeFileSync(join(planted, "planted.ts"), line);
  const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", planted, "--incremental", "false"], {
    encoding: "utf8",
  });
  return status === 0 ? "" : stdout;
}

const document = "export const title = document.title;\n";
const nodeFiles = 'import { readFileSync } from "node:fs";\nexport const read = readFileSync;\n';
const buffer = 'export const bytes = Buffer.from("");\n';
const url = 'export const path = new URL("https://example.com/a").pathname;\n';

describe("each folder knows its own world only", () => {
  afterAll(() => rmSync(planted, { recursive: true, force: true }));

  it.each([
    ["electron", document, "'document'"],
    ["renderer", nodeFiles, "'node:fs'"],
    ["renderer", buffer, "'Buffer'"],
    ["shared", document, "'document'"],
    ["shared", nodeFiles, "'node:fs'"],
    ["shared", "export const later = setTimeout;\n", "'setTimeout'"],
  ])("%s does not compile %j", (folder, line, name) => {
    expect(compiled(folder, line)).toContain(`Cannot find name ${name}`);
  });

  it.each([
    ["electron", nodeFiles],
    ["renderer", document],
    ["electron", url],
    ["renderer", url],
    ["test", document + nodeFiles],
  ])("%s compiles %j (else the refusals above would say nothing)", (folder, line) => {
    expect(compiled(folder, line)).toBe("");
  });

  it("every folder with code has a configuration, and each is checked by `npm run typecheck`", () => {
    const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const own = folders.map(({ name }) => name).filter((name) => existsSync(join(root, name, "tsconfig.json")));
    expect(own.sort()).toEqual(["electron", "renderer", "shared", "test"]);
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: { typecheck: string };
    };
    expect(scripts.typecheck.split(" && ")).toEqual(typecheckedFolders.map((folder) => `tsc -p ${folder}`));
    expect([...typecheckedFolders].sort()).toEqual([".", ...own].sort());
  });
});
