import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { finishRestore, noteRestore } from "@engine/store/finish-restore.ts";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

const [from, aside] = ["restored-1", "before-restore-1"];

/** A profile with files of its own and restored ones that wait. */
async function profileWith(files: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of [from, aside]) mkdirSync(join(folder, name));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  return folder;
}

const textOf = (folder: string, path: string) =>
  existsSync(join(folder, path)) ? readFileSync(join(folder, path), "utf8") : null;

/** What every way must lead to. */
function expectRestored(folder: string): void {
  expect(textOf(folder, "settings.json")).toBe("new");
  expect(textOf(folder, "prices.json")).toBe("new");
  expect(textOf(folder, "history.db")).toBeNull();
  // Keys stay, and what is no file of ours.
  expect(textOf(folder, "secrets.json")).toBe("mine");
  expect(textOf(folder, "other.txt")).toBe("mine");
  expect(textOf(folder, `${aside}/settings.json`)).toBe("old");
  expect(textOf(folder, `${aside}/history.db`)).toBe("old");
  for (const gone of ["restore.json", from]) expect(existsSync(join(folder, gone))).toBe(false);
}

const mine = { "secrets.json": "mine", "other.txt": "mine" };
const coming = { [`${from}/settings.json`]: "new", [`${from}/prices.json`]: "new" };

describe("files that change places", () => {
  it("nothing is moved before somebody has said so, nor for a note that somebody has changed", async () => {
    const folder = await profileWith({ ...mine, ...coming, "settings.json": "old" });
    expect(await finishRestore(folder)).toBeUndefined();
    writeFileSync(join(folder, "restore.json"), JSON.stringify({ from: "../elsewhere", aside, step: "out" }));
    expect(await finishRestore(folder)).toBeUndefined();
    expect(textOf(folder, "settings.json")).toBe("old");
  });

  it("go to their places, and nothing is lost", async () => {
    const folder = await profileWith({ ...mine, ...coming, "settings.json": "old", "history.db": "old" });
    await noteRestore(folder, from, aside);
    expect(await finishRestore(folder)).toContain(aside);
    expectRestored(folder);
  });

  it("after a crash on the way out the rest goes too", async () => {
    const folder = await profileWith({
      ...mine,
      ...coming,
      "settings.json": "old",
      [`${aside}/history.db`]: "old",
    });
    await noteRestore(folder, from, aside);
    await finishRestore(folder);
    expectRestored(folder);
  });

  // Those that have come must not be taken for those that were there.
  it("after a crash on the way in the rest comes too, and what has come stays", async () => {
    const folder = await profileWith({
      ...mine,
      "settings.json": "new",
      [`${from}/prices.json`]: "new",
      [`${aside}/settings.json`]: "old",
      [`${aside}/history.db`]: "old",
      "restore.json": JSON.stringify({ from, aside, step: "in" }),
    });
    await finishRestore(folder);
    expectRestored(folder);
  });
});
