import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { describe, expect, it } from "vitest";
import { openSavedInputs } from "../../../electron/engine/store/saved-inputs.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const owner = { library: "demo", name: "reply/refund" } as const;
const input = (name: string, variables: JsonObject = { city: "Bern" }) => ({ name, variables, placeholders: {} });
const stored = (id: string) => ({ id, ...input(id) });
const replyIn = (connection: string) => ({ library: "langfuse", connection, name: "reply" });
const open = async () => openSavedInputs(join(await temporaryFolder(), "saved-inputs.json"));

describe("saved inputs", () => {
  it("survive a restart, each prompt with its own", async () => {
    const path = join(await temporaryFolder(), "saved-inputs.json");
    await (await openSavedInputs(path)).save(owner, input("a"));
    const reopened = await openSavedInputs(path);
    expect(reopened.list(owner)).toMatchObject([{ name: "a", variables: { city: "Bern" } }]);
    expect(reopened.list({ ...owner, name: "other" })).toEqual([]);
    expect(reopened.list({ library: "demo", name: "__proto__" })).toEqual([]);
  });

  it("saving with an id replaces in place; a removed one comes back with its id (undo)", async () => {
    const inputs = await open();
    await inputs.save(owner, input("a"));
    const [first] = await inputs.save(owner, input("b"));
    if (!first) throw new Error("Nothing was saved.");
    expect((await inputs.save(owner, { ...first, name: "renamed" })).map(({ name }) => name)).toEqual(["renamed", "b"]);
    expect((await inputs.remove(owner, first.id)).map(({ name }) => name)).toEqual(["b"]);
    expect(await inputs.save(owner, first)).toContainEqual(first);
  });

  it("export and import bring back equal values, and a second import adds nothing", async () => {
    const [from, to] = [await open(), await open()];
    const messages = [{ role: "user", content: "“quotes”\n\u2028 日本" }];
    await from.save(owner, {
      name: "a",
      variables: { n: 1, deep: { b: [null, true] } },
      placeholders: { history: messages },
    });
    await from.save(owner, input("b"));
    const text = from.export(owner);
    await to.import(owner, text);
    expect(to.export(owner)).toBe(text);
    await to.import(owner, text);
    expect(to.list(owner)).toHaveLength(2);
  });

  it("another set under a name that is taken gets a name of its own (nothing is overwritten)", async () => {
    const inputs = await open();
    await inputs.save(owner, input("a"));
    await inputs.import(owner, JSON.stringify([{ name: "a", variables: { city: "Basel" } }]));
    expect(inputs.list(owner).map(({ name, variables }) => [name, variables["city"]])).toEqual([
      ["a", "Bern"],
      ["a (2)", "Basel"],
    ]);
  });

  it("takes a plain list of variables, and refuses what it cannot read without adding half of it", async () => {
    const inputs = await open();
    await inputs.import(owner, '[{"city":"Bern"},{"city":"Basel","name":"x"}]');
    expect(inputs.list(owner)).toMatchObject([
      { name: "Input 1", variables: { city: "Bern" } },
      { name: "Input 2", variables: { city: "Basel", name: "x" } },
    ]);
    for (const text of ["{", '"text"', "{}", '[{"city":"Chur"},3]']) {
      expect(() => inputs.import(owner, text)).toThrow(/cannot be read/);
    }
    expect(inputs.list(owner)).toHaveLength(2);
  });

  it("what two projects keep for a prompt of one name never meets (L5)", async () => {
    const path = join(await temporaryFolder(), "saved-inputs.json");
    const inputs = await openSavedInputs(path);
    await inputs.save(replyIn("1a2b"), input("a"));
    expect(inputs.list(replyIn("3c4d"))).toEqual([]);
    expect(inputs.fromBefore(replyIn("3c4d"))).toEqual([]);
  });

  it("inputs of before go to the connection of the first start, and later to no other", async () => {
    const path = join(await temporaryFolder(), "saved-inputs.json");
    await writeFile(path, JSON.stringify({ "langfuse:reply": [stored("a")], "demo:reply": [stored("b")] }));
    await openSavedInputs(path, { langfuse: "1a2b" });
    const inputs = await openSavedInputs(path, { langfuse: "3c4d" });
    expect(inputs.list(replyIn("1a2b"))).toEqual([stored("a")]);
    expect(inputs.list(replyIn("3c4d"))).toEqual([]);
    expect(inputs.list({ library: "demo", name: "reply" })).toEqual([stored("b")]);
  });

  it("inputs of before wait where nothing is connected at the first start, and are moved when asked", async () => {
    const path = join(await temporaryFolder(), "saved-inputs.json");
    await writeFile(path, JSON.stringify({ "langfuse:reply": [stored("a")] }));
    await openSavedInputs(path);
    const later = replyIn("1a2b");
    const inputs = await openSavedInputs(path, { langfuse: "1a2b" });
    expect([inputs.list(later), inputs.fromBefore(later)]).toEqual([[], [stored("a")]]);
    await inputs.save(later, stored("c"));
    expect(await inputs.takeFromBefore(later)).toEqual([stored("a"), stored("c")]);
    expect([inputs.list(later), inputs.fromBefore(later)]).toEqual([[stored("a"), stored("c")], []]);
  });

  it("a damaged file is put aside and told, not thrown away", async () => {
    const path = join(await temporaryFolder(), "saved-inputs.json");
    await writeFile(path, "{");
    const inputs = await openSavedInputs(path);
    expect(inputs.problem).toContain("damaged");
    await inputs.save(owner, input("a"));
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({
      inputs: { "demo:reply/refund": [input("a")] },
    });
  });
});
