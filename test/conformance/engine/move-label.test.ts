import type { MoveLabelRequest } from "@shared/domain/prompt/save.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faults } from "../../fakes/langfuse/faults.ts";
import { type EngineBench, openEngineBench } from "./open-engine.ts";

/** Labels, versions taken away, and the guard before `production`, against a Langfuse that answers like the recorded one. */

const name = "support/reply draft";
const prompt = { library: "langfuse", name };
const io = { signal: new AbortController().signal };

let bench: EngineBench;
beforeEach(async () => {
  bench = await openEngineBench({
    langfuse: {
      prompts: [
        { name, prompt: "v1", labels: ["staging"] },
        { name, prompt: "v2", labels: ["production"] },
        { name, prompt: "v3" },
        { name: "parts/parent", prompt: `See @@@langfusePrompt:name=${name}|version=1@@@.`, labels: ["production"] },
      ],
    },
  });
});
afterEach(() => bench.close());

const writing = () => bench.engine.writing;
const writes = () => bench.langfuse.requests.filter(({ method }) => method !== "GET");
const labels = () => bench.langfuse.prompts.of(name).map((row) => row.labels);
const move = (given: Partial<MoveLabelRequest> = {}) =>
  writing().saving.moveLabel({ prompt, label: "production", version: "3", ...given }, io);

describe("moving a label", () => {
  it("tells where it was, and undo moves it back", async () => {
    const { outcome } = await move({ from: "2", message: "v3 answers better" });
    expect(outcome).toEqual({
      kind: "moved",
      move: { label: "production", from: "2", to: "3" },
      undo: { label: "production", version: "2" },
    });
    expect(labels()).toEqual([["staging"], [], ["production", "latest"]]);
    const undo = outcome.kind === "moved" ? outcome.undo : null;
    await move({ ...undo });
    expect(labels()).toEqual([["staging"], ["production"], ["latest"]]);
    await bench.reopen();
    expect(writing().guards.movesOf(prompt)).toMatchObject([
      { label: "production", from: "3", to: "2" },
      { label: "production", from: "2", to: "3", message: "v3 answers better" },
    ]);
  });

  // Langfuse only ever adds a label; an undo that is offered and cannot be done is a lie.
  it("that no version had cannot be undone, and that is said", async () => {
    expect((await move({ label: "canary" })).outcome).toMatchObject({ kind: "moved", undo: null });
  });

  it.each([
    ["where it is already", { version: "2" }, { kind: "unchanged", version: "2" }],
    ["that somebody moved meanwhile", { from: "1" }, { kind: "conflict", label: "production", version: "2" }],
    ["latest", { label: "latest" }, { kind: "problems" }],
    // Langfuse takes such a label here and refuses it everywhere else: nothing could read it.
    ["Not Allowed!", { label: "Not Allowed!" }, { kind: "problems" }],
  ])("does nothing for one %s", async (_name, given, expected) => {
    expect((await move(given)).outcome).toMatchObject(expected);
    expect(writes()).toEqual([]);
  });

  it("whose answer is lost is looked up", async () => {
    bench.langfuse.fail(faults.reset, { method: "PATCH", times: 1, afterwards: true });
    expect((await move()).outcome).toMatchObject({ kind: "moved" });
    bench.langfuse.fail(faults.reset, { method: "PATCH", times: 1 });
    expect((await move({ label: "staging" })).outcome).toMatchObject({ kind: "unknown" });
    expect(writes()).toHaveLength(2);
  });

  it("that is served from a copy is seen at once", async () => {
    const library = bench.engine.libraries.open("langfuse");
    const production = async () => (await library.get(prompt, { resolve: true, refresh: false }, io)).prompt.version;
    expect(await production()).toBe("2");
    await move();
    expect(await production()).toBe("3");
  });
});

describe("a guarded project", () => {
  const edit = { base: { ...prompt, version: "3" }, type: "text" as const, prompt: "v4", config: {} };
  const save = (given: object) => writing().saving.save({ edit, labels: ["production"], ...given }, io);

  // What only the interface asks for, a script or a second window goes around.
  it("moves production only after the prompt's name was typed, also after a restart", async () => {
    await writing().guards.setGuard({ library: "langfuse" }, "typed-name");
    await bench.reopen();
    const guarded = { kind: "guarded", needs: "typed-name" };
    expect((await move()).outcome).toEqual(guarded);
    expect((await move({ typedName: "support/reply" })).outcome).toEqual(guarded);
    expect((await save({})).outcome).toEqual(guarded);
    const gone = await writing().saving.deleteVersion({ prompt, version: "2" }, io);
    expect(gone.outcome).toEqual(guarded);
    expect(writes()).toEqual([]);
    expect((await move({ label: "staging" })).outcome.kind).toBe("moved");
    expect((await save({ labels: [] })).outcome.kind).toBe("saved");
    expect((await move({ typedName: name })).outcome.kind).toBe("moved");
  });

  it("moves production only with a message", async () => {
    await writing().guards.setGuard({ library: "langfuse" }, "message");
    expect((await save({ commitMessage: " " })).outcome).toEqual({ kind: "guarded", needs: "message" });
    expect((await move()).outcome.kind).toBe("guarded");
    expect((await save({ commitMessage: "shorter" })).outcome.kind).toBe("saved");
  });
});

describe("taking a version away", () => {
  const check = (version: string) => writing().saving.checkDelete({ prompt, version }, io);

  it("tells before what it would do and break", async () => {
    expect(await check("2")).toMatchObject({
      lostLabels: ["production"],
      newestAfter: "3",
      numberUsedAgain: false,
      dependents: [],
      looked: { prompts: 1, complete: true },
    });
    expect(await check("3")).toMatchObject({ lostLabels: [], newestAfter: "2", numberUsedAgain: true });
    expect((await check("1")).dependents).toEqual([{ name: "parts/parent", version: "1", refersTo: "v1" }]);
    expect(writes()).toEqual([]);
  });

  it("takes that one and no other", async () => {
    const { outcome } = await writing().saving.deleteVersion({ prompt, version: "3" }, io);
    expect(outcome).toEqual({ kind: "deleted", version: "3", newest: "2" });
    expect(bench.langfuse.prompts.of(name).map(({ version }) => version)).toEqual([1, 2]);
  });

  it("that others refer to is refused by Langfuse, who names them", async () => {
    const { outcome } = await writing().saving.deleteVersion({ prompt, version: "1" }, io);
    expect(outcome).toMatchObject({
      kind: "refused",
      dependents: [{ name: "parts/parent", version: "1", refersTo: "v1" }],
    });
  });

  // The number of a deleted version is given again: another text would be taken away than the one that was seen.
  it("leaves another text under the same number alone", async () => {
    const { contentHash } = await check("3");
    bench.langfuse.prompts.remove(name, 3);
    bench.langfuse.prompts.add({ name, prompt: "other" });
    const { outcome } = await writing().saving.deleteVersion({ prompt, version: "3", contentHash }, io);
    expect(outcome).toMatchObject({ kind: "conflict", theirs: { prompt: "other" } });
    expect(writes()).toEqual([]);
  });
});
