import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  brokenMentions,
  explainedIds,
  listPages,
  missingFiles,
  type Pages,
  pagesOnDisk,
  sectionsOf,
  testIdsIn,
} from "./pages.ts";
import { listFiles, root } from "./source-files.ts";

const read = (path: string) => ({ path, text: readFileSync(join(root, path), "utf8") });
const pages = listPages().map(read);
const sources = ["electron", "renderer", "shared", "test"]
  .flatMap(listFiles)
  .filter((path) => /\.(ts|tsx|css|mjs|html)$/.test(path))
  .concat(["vite.config.ts", "vitest.config.ts", "playwright.config.ts"])
  // These two speak about references.
  .filter((path) => path !== "test/architecture/pages.ts" && path !== "test/architecture/references.test.ts")
  .map(read);

describe("references", () => {
  it("every page and section that a comment or a page mentions is there", () => {
    expect([...sources, ...pages].flatMap((file) => brokenMentions(file, pagesOnDisk))).toEqual([]);
  });

  it("a missing page, a missing section and a broken link are seen, and what a program writes is none", () => {
    const texts: Record<string, string> = {
      "engine/README.md": "# engine\n\n## Way in & out\n",
      "engine/http/README.md": "# http\n\n## Retries\n\n```sh\n# not a heading\n```\n",
    };
    const twoPages: Pages = { read: (path) => texts[path], has: (path) => path in texts };
    const broken = (path: string, text: string) => brokenMentions({ path, text }, twoPages);
    expect(broken("engine/http/a.ts", "/** Kept (`README.md#retries`). */")).toEqual([]);
    expect(broken("engine/store/a.ts", "/** Kept (`README.md#way-in--out`). */")).toEqual([]);
    expect(broken("engine/a.ts", "// `engine/http/README.md#retries`, `README.md#way-in--out`")).toEqual([]);
    expect(broken("engine/http/a.ts", 'write("runs.md"); // writes it')).toEqual([]);
    // Planted: each of these is a rule that stands nowhere.
    expect(broken("engine/http/a.ts", "/** Kept (`README.md#way-in--out`). */")).toHaveLength(1);
    expect(broken("engine/a.ts", " * As `old-notes.md` §2.2 has it.")).toEqual([]);
    expect(broken("engine/a.ts", "/** As `old-notes.md` §2.2 has it. */")).toEqual(["engine/a.ts: old-notes.md"]);
    expect(broken("engine/a.ts", "// engine/http/README.md#not-a-heading")).toHaveLength(1);
    expect(
      broken("engine/README.md", "[http](http/README.md#retries) [gone](store/README.md) ![picture](a.png)"),
    ).toEqual(["engine/README.md: (store/README.md)", "engine/README.md: (a.png)"]);
  });

  it("every file and folder of ours that a page names is there", () => {
    const files = ["electron", "renderer", "shared", "test"].flatMap(listFiles);
    expect(pages.flatMap((page) => missingFiles(page, files))).toEqual([]);
    const page = {
      path: "electron/README.md",
      text: "`engine/http/` `routes/gone.ts` `hosts/gone/` `gone.ts` `*.ts` `a/b`",
    };
    expect(missingFiles(page, files)).toEqual([
      "electron/README.md: routes/gone.ts",
      "electron/README.md: hosts/gone/",
      "electron/README.md: gone.ts",
    ]);
  });

  it("every npm script that a page names exists", () => {
    const { scripts } = JSON.parse(read("package.json").text) as { scripts: Record<string, string> };
    const named = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name = ""]) => ({ path, name })),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(({ name }) => !(name in scripts))).toEqual([]);
  });

  it("no page has two sections of one name, which a reference could not tell apart", () => {
    const doubled = pages
      .filter(({ path }) => path !== "CHANGELOG.md")
      .flatMap(({ path, text }) => {
        const sections = sectionsOf(text);
        return sections.filter((section, index) => sections.indexOf(section) < index).map((name) => `${path}#${name}`);
      });
    expect(doubled).toEqual([]);
  });
});

describe("ids of tests", () => {
  const explained = pages.flatMap(({ text }) => explainedIds(text));
  const tests = sources.filter(({ path }) => path.startsWith("test/"));
  const used = new Set(tests.flatMap(({ text }) => testIdsIn(text)));

  it("each stands in a table of the page of the room it guards", () => {
    expect([...used].filter((id) => !explained.includes(id))).toEqual([]);
  });

  it("each that a page explains has a test, and one page explains it", () => {
    const ids = explained.filter((id) => id.includes("-"));
    expect(ids.filter((id) => !used.has(id))).toEqual([]);
    expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
  });

  it("an id that nothing explains is seen, and an encoding is no id", () => {
    expect(testIdsIn('it("is refused (PRX-1), in UTF-8 (CVE-2024-1234)")')).toEqual(["PRX-1"]);
    expect(explainedIds("| PRX-1 | no key |\n| other | PRX-2 |")).toEqual(["PRX-1"]);
  });
});
