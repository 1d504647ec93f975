import { openDocument } from "@shared/domain/edit/editor-document.ts";
import { startUndo } from "@shared/domain/edit/undo.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { EditToKeep } from "@shared/domain/prompt/kept-edit.ts";
import { describe, expect, it, vi } from "vitest";
import { initStores } from "../../../../renderer/stores/client.ts";
import { createEditKeeper } from "../../../../renderer/stores/prompts/keep-edit.ts";
import type { OpenEdit } from "../../../../renderer/stores/prompts/open-edit.ts";
import { createFakeClient } from "../../../fakes/routes/client.ts";

const base = { library: "langfuse", connection: "1a2b", name: "greeting", version: "3" };

function editSaying(prompt: string, key = "greeting"): OpenEdit {
  const editing = startUndo(openDocument({ type: "text", prompt, config: {} }));
  return { key, base, stored: null, editing, changed: true };
}

/** An engine that answers a write when it is told to, and knows in which order texts came. */
function keepSlowly() {
  const held: (() => void)[] = [];
  const fake = createFakeClient({
    "edits.keep": async (_edit: EditToKeep) => {
      await new Promise<void>((resolve) => held.push(resolve));
      return { keptAt: held.length };
    },
    "edits.discard": { edit: null, discarded: null },
  });
  initStores(fake.client);
  const keeper = createEditKeeper({ wrote: () => undefined, overtook: () => undefined });
  const texts = () => fake.inputsOf("edits.keep").map(({ edit }) => edit.prompt);
  return { keeper, held, texts, discards: () => fake.inputsOf("edits.discard").length };
}

/** An engine that cannot be reached until `host` is there. */
function keepWithoutHost() {
  const host = { isThere: false };
  const texts: unknown[] = [];
  const told: unknown[] = [];
  const fake = createFakeClient({
    "edits.keep": async ({ edit }: EditToKeep) => {
      if (!host.isThere) throw new AppFailure("connection_lost");
      texts.push(edit.prompt);
      return { keptAt: 1 };
    },
  });
  initStores(fake.client);
  const keeper = createEditKeeper({
    wrote: (error, key) => told.push([error?.code ?? null, key]),
    overtook: () => undefined,
  });
  return { keeper, host, texts, told };
}

describe("keeping an edit", () => {
  // Two writes under way at once: the older came in last, and a kill left its text.
  it("writes one text after the other, what was typed meanwhile in one write", async () => {
    const { keeper, held, texts } = keepSlowly();
    keeper.soon(editSaying("a"));
    const first = keeper.flush();
    await vi.waitFor(() => expect(texts()).toEqual(["a"]));
    keeper.soon(editSaying("ab"));
    const second = keeper.flush();
    keeper.soon(editSaying("abc"));
    await new Promise((resolve) => setImmediate(resolve));
    expect(texts()).toEqual(["a"]);
    held[0]?.();
    await first;
    await vi.waitFor(() => expect(texts()).toEqual(["a", "abc"]));
    held[1]?.();
    await second;
  });

  // What was typed while the host had ended was gone when its new address was opened in the tab.
  it("writes once more what could not be written, unless it was given up, and says which prompt's it is", async () => {
    const { keeper, host, texts, told } = keepWithoutHost();
    const { key } = editSaying("");
    keeper.soon(editSaying("given up"));
    expect(await keeper.flush()).toBe(false);
    keeper.drop("greeting");
    host.isThere = true;
    await keeper.flush();
    expect(texts).toEqual([]);
    host.isThere = false;
    keeper.soon(editSaying("typed alone"));
    expect(await keeper.flush()).toBe(false);
    host.isThere = true;
    expect(await keeper.flush()).toBe(true);
    await keeper.flush();
    expect(texts).toEqual(["typed alone"]);
    expect(told).toEqual([
      ["connection_lost", key],
      ["connection_lost", key],
      [null, key],
    ]);
  });

  // One place for what could not be written: of two prompts typed while the host was gone the first was lost.
  it("writes once more the edit of each prompt that could not be written, but not of one that was given up", async () => {
    const { keeper, host, texts } = keepWithoutHost();
    keeper.soon(editSaying("of the first", "first"));
    await keeper.flush();
    keeper.soon(editSaying("of the second", "second"));
    expect(await keeper.flush()).toBe(false);
    keeper.soon(editSaying("of the third", "third"));
    keeper.drop("second");
    host.isThere = true;
    expect(await keeper.flush()).toBe(true);
    expect(texts).toEqual(["of the first", "of the third"]);
  });

  it("an edit that is given up while one is written is not written behind it", async () => {
    const { keeper, held, texts, discards } = keepSlowly();
    keeper.soon(editSaying("a"));
    const first = keeper.flush();
    await vi.waitFor(() => expect(texts()).toEqual(["a"]));
    keeper.soon(editSaying("ab"));
    void keeper.flush();
    keeper.drop("greeting");
    held[0]?.();
    await first;
    keeper.soon({ ...editSaying("ab"), changed: false });
    await keeper.flush();
    expect(discards()).toBe(1);
    expect(texts()).toEqual(["a"]);
  });
});
