import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { listFiles, root } from "./source-files.ts";

// A check of the fake that a test leaves out hides a fault; one that nobody lists stays hidden.
it("every check of the fake provider that a test overlooks is listed with its fault", () => {
  const used = listFiles("test")
    .filter((path) => path.endsWith(".ts") && !path.endsWith("fake-provider.test.ts"))
    .flatMap((path) => [
      ...readFileSync(join(root, path), "utf8").matchAll(/\.overlook\(\s*"([^"]+)",\s*"([^"]+)",?\s*\)/g),
    ])
    .map(([, check, fault]) => `${check}: ${fault}`);
  const page = readFileSync(join(root, "test/fakes/README.md"), "utf8");
  const [, table = ""] = page.split("| Check | Fault of ours |\n| --- | --- |\n");
  const listed = [...table.matchAll(/^\| (.+) \| (.+) \|$/gm)].map(([, check, fault]) => `${check}: ${fault}`);
  expect([...new Set(used)].sort()).toEqual(listed.sort());
});
