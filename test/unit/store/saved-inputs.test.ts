import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { describe, expect, it } from "vitest";
import { openSavedInputs } from "../../../electron/engine/store/saved-inputs.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const owner = { source: "demo", name: "reply/refund" } as const;
const input = (name: string, variables: JsonObject = { city: "Bern" }) => ({ name, variables, placeholders: {} });
const open = async () => openSavedInputs(join(await temporaryFolder(), "saved-inputs.json"));

describe("saved inputs", () => {
  it("survive a restart, each prompt with its own", async () => {
    const path = join(await temporaryFolder(), "saved-inputs.json");
    await (await openSavedInputs(path)).save(owner, input("a"));
    const reopened = await openSavedInputs(path);
    expect(reopened.list(owner)).toMatchObject([{ name: "a", variables: { city: "Bern" } }]);
    expect(reopened.list({ ...owner, name: "other" })).toEqual([]);
    expect(reopened.list({ source: "demo", name: "__proto__" })).toEqual([]);
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

  it("a damaged file is put aside and told, not thrown away", async () => {
    const path = join(await temporaryFolder(), "saved-inputs.json");
    const { writeFile } = await import("node:fs/promises");
    await writeFile(path, "{");
    const inputs = await openSavedInputs(path);
    expect(inputs.problem).toContain("damaged");
    await inputs.save(owner, input("a"));
    expect(JSON.parse(await readFile(path, "utf8"))).toHaveProperty("demo:reply/refund");
  });
});
