import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openKeptEdits } from "@engine/store/kept-edits.ts";
import type { PromptEdit } from "@shared/domain/prompt/prompt.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createStoppedClock } from "../libraries/connected-library.ts";

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "promptscope-edits-")), "edits");
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true, force: true }));

const open = () => openKeptEdits(folder, createStoppedClock());
const here = { library: "langfuse", connection: "one", name: "support/reply draft" };

function edit(prompt: string, given: Partial<PromptEdit> = {}): PromptEdit {
  return { base: { ...here, version: "31" }, type: "text", prompt, config: { temperature: 0.3 }, ...given };
}

describe("an edit", () => {
  // Nobody closes a process that is killed: what was answered has to be on the disk by then.
  it("that was answered is there for the next process, whatever became of this one", async () => {
    const { kept } = await (await open()).keep({ edit: edit("mine \u0000 日本 🎉"), baseHash: "a".repeat(64) });
    const { keptAt } = kept;
    const after = await open();
    expect(after.get(here)).toEqual({
      edit: { edit: edit("mine \u0000 日本 🎉"), baseHash: "a".repeat(64), keptAt },
      discarded: null,
    });
    expect(after.list()).toEqual([{ prompt: here, base: { ...here, version: "31" }, type: "text", keptAt }]);
  });

  it("takes the place of the one before, and the last of many written at once stays", async () => {
    const edits = await open();
    await Promise.all(Array.from({ length: 20 }, (_, index) => edits.keep({ edit: edit(`text ${index}`) })));
    expect((await open()).get(here).edit?.edit.prompt).toBe("text 19");
    expect(readdirSync(folder)).toHaveLength(1);
  });

  // Two projects with a prompt of one name: text of one under the other's name would be saved to a stranger's prompt.
  it("of another connection, library or name is another", async () => {
    const edits = await open();
    const places = [
      here,
      { ...here, connection: "two" },
      { library: "local", name: here.name },
      { ...here, name: "a" },
    ];
    for (const [index, place] of places.entries()) {
      await edits.keep({ edit: edit(`text ${index}`, { base: { ...place, version: "1" } }) });
    }
    const after = await open();
    expect(places.map((place) => after.get(place).edit?.edit.prompt)).toEqual(["text 0", "text 1", "text 2", "text 3"]);
  });

  it("that is discarded can be brought back, also after a restart, and its file goes with the last of it", async () => {
    await (await open()).keep({ edit: edit("mine") });
    expect(await (await open()).discard(here)).toMatchObject({ edit: null, discarded: { edit: edit("mine") } });
    const after = await open();
    expect(after.list()).toEqual([]);
    expect(await after.restore(here)).toMatchObject({ edit: { edit: edit("mine") }, discarded: null });
    await after.saved(edit("mine"), "32", "b".repeat(64));
    await open();
    expect(readdirSync(folder)).toEqual([]);
  });

  // Would catch: a three-way table that has to ask for every place, since nobody knows what a changed file said.
  it("keeps what it began with, and goes on from what was saved where it was typed on", async () => {
    const baseText = { type: "text", prompt: "as it was", config: {} } as const;
    await (await open()).keep({ edit: edit("mine"), baseText, newestThen: "32" });
    const after = await open();
    expect(after.get(here).edit).toMatchObject({ baseText, newestThen: "32" });
    await after.keep({ edit: edit("mine, and more"), baseText });
    await after.saved(edit("mine"), "32", "b".repeat(64));
    const { type, prompt, config } = edit("mine");
    expect((await open()).get(here).edit).toMatchObject({
      edit: { base: { version: "32" }, prompt: "mine, and more" },
      baseText: { type, prompt, config },
    });
  });

  it("that came after a discard is not lost to undoing that", async () => {
    const edits = await open();
    await edits.keep({ edit: edit("old") });
    await edits.discard(here);
    await edits.keep({ edit: edit("new") });
    await expect(edits.restore(here)).rejects.toMatchObject({ error: { code: "not_found" } });
    expect(edits.get(here)).toMatchObject({ edit: { edit: edit("new") }, discarded: { edit: edit("old") } });
  });

  // Two tabs on one profile: what was typed last went over what was typed in the other, and nothing was left of it.
  it("of another window that this one has not seen is put aside, not lost; one that it has seen goes on", async () => {
    const edits = await open();
    const from = (id: string, seen: number | null, text: string) =>
      edits.keep({ edit: edit(text), window: { id, seen } });
    const first = await from("one", null, "ONE");
    expect(await from("one", null, "ONE, typed on before the answer came")).toMatchObject({ overtook: false });
    expect(await from("two", first.kept.keptAt, "TWO")).toMatchObject({ overtook: true });
    expect((await open()).get(here)).toMatchObject({
      edit: { edit: { prompt: "TWO" } },
      discarded: { edit: { prompt: "ONE, typed on before the answer came" } },
    });
    const { edit: now } = edits.get(here);
    expect(await from("one", now?.keptAt ?? null, "TWO, read by one")).toMatchObject({ overtook: false });
    expect(edits.get(here).discarded?.edit.prompt).toBe("ONE, typed on before the answer came");
  });

  it("whose file is damaged is put aside and told; the others are there", async () => {
    const edits = await open();
    await edits.keep({ edit: edit("mine") });
    writeFileSync(join(folder, `${"0".repeat(32)}.json`), '{"version":1,"edit":');
    const after = await open();
    expect(after.problems).toEqual([expect.stringContaining("was damaged")]);
    expect(after.get(here).edit?.edit.prompt).toBe("mine");
    expect(readdirSync(folder).filter((name) => name.includes(".corrupt-"))).toHaveLength(1);
  });
});
