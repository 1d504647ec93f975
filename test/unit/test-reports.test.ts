import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reportedTests, slowestTests } from "../test-reports.ts";
import { temporaryFolder } from "./store/temporary-folder.ts";

const vitest = {
  testResults: [
    {
      name: "/home/ada/promptscope/test/unit/a.test.ts",
      assertionResults: [
        { fullName: "is quick", duration: 2 },
        { fullName: "is slow", duration: 900 },
        { fullName: "was skipped" },
        { fullName: "is wrong", duration: 1, status: "failed", failureMessages: ["Error: 1 is not 2\n  at a.test.ts"] },
      ],
    },
    {
      name: "/home/ada/promptscope/test/unit/b.test.ts",
      status: "failed",
      message: "No such module",
      assertionResults: [],
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
              tests: [
                {
                  projectName: "desktop",
                  status: "unexpected",
                  results: [
                    { duration: 600 },
                    { duration: 700, errors: [{ message: "\u001b[31mTimed out\u001b[0m" }] },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
  ],
};

describe("the reports of a run", () => {
  async function tests() {
    const folder = join(await temporaryFolder(), "reports");
    await mkdir(folder);
    await writeFile(join(folder, "unit.json"), JSON.stringify(vitest));
    await writeFile(join(folder, "playwright.json"), JSON.stringify(playwright));
    return reportedTests(folder);
  }

  it("name the slowest tests of all together, nested ones and further attempts included", async () => {
    expect(slowestTests(await tests(), 3)).toMatchObject([
      { name: "[desktop] b.spec.ts › twice", ms: 1_300 },
      { name: "test/unit/a.test.ts › is slow", ms: 900 },
      { name: "[web] b.spec.ts › top", ms: 500 },
    ]);
  });

  it("name what failed and why, files that could not be run too (a red run whose end says only that one failed)", async () => {
    const failed = (await tests()).filter(({ failure }) => failure !== undefined);
    expect(failed.map(({ name, failure }) => [name, failure])).toEqual([
      ["[desktop] b.spec.ts › twice", "Timed out"],
      ["test/unit/a.test.ts › is wrong", "Error: 1 is not 2"],
      ["test/unit/b.test.ts", "No such module"],
    ]);
  });
});
