import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { slowestTests } from "../slowest-tests.ts";
import { temporaryFolder } from "./store/temporary-folder.ts";

const vitest = {
  testResults: [
    {
      name: "/home/ada/promptscope/test/unit/a.test.ts",
      assertionResults: [
        { fullName: "is quick", duration: 2 },
        { fullName: "is slow", duration: 900 },
        { fullName: "was skipped" },
      ],
    },
  ],
};
const playwright = {
  suites: [
    {
      title: "b.spec.ts",
      specs: [{ title: "top", file: "b.spec.ts", tests: [{ projectName: "web", results: [{ duration: 500 }] }] }],
      suites: [
        {
          title: "inner",
          specs: [
            {
              title: "twice",
              file: "b.spec.ts",
              tests: [{ projectName: "desktop", results: [{ duration: 600 }, { duration: 700 }] }],
            },
          ],
        },
      ],
    },
  ],
};

describe("the slowest tests", () => {
  it("are those of all reports together, nested ones and further attempts included", async () => {
    const folder = join(await temporaryFolder(), "reports");
    await mkdir(folder);
    await writeFile(join(folder, "unit.json"), JSON.stringify(vitest));
    await writeFile(join(folder, "playwright.json"), JSON.stringify(playwright));
    expect(slowestTests(folder, 3)).toEqual([
      { name: "[desktop] b.spec.ts › twice", ms: 1_300 },
      { name: "test/unit/a.test.ts › is slow", ms: 900 },
      { name: "[web] b.spec.ts › top", ms: 500 },
    ]);
  });
});
