import type { PromptLibrary } from "@engine/libraries/library.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type EngineBench, openEngineBench, runRequest } from "../engine/open-engine.ts";

/** A library nobody has heard of: whoever asks for an id where it should ask the registry fails here. */
const now = { fetchedAt: 0, freshness: "network" } as const;
const text = { type: "text", prompt: "Say {{word}}.", config: { model: "openai/gpt-4o-mini" } } as const;
const prompt = { library: "notes", name: "say", version: "c0ffee", labels: [], tags: [], ...text };
const notes: PromptLibrary = {
  id: "notes",
  label: "Notes",
  can: { labels: false, versions: false, write: false },
  list: async () => ({ library: "notes", prompts: [{ ...prompt, versions: ["c0ffee"] }], ...now }),
  get: async (ref) => ({ ref, prompt, ...now }),
  versions: async () => [{ version: "c0ffee", labels: [] }],
};

let bench: EngineBench;
const io = { signal: new AbortController().signal };
const ref: PromptRef = { library: "notes", name: "say", version: "c0ffee" };

beforeAll(async () => {
  bench = await openEngineBench({ libraries: [notes] });
});
afterAll(() => bench.close());

it("is listed with the others, and can be the one that is open", async () => {
  expect(bench.engine.settings.view().libraries.map(({ id, label }) => `${id} ${label}`)).toEqual([
    "demo Samples",
    "langfuse Langfuse",
    "local Local",
    "notes Notes",
  ]);
  const { preferences } = await bench.engine.settings.save({ library: "notes" });
  expect(preferences.library).toBe("notes");
  const { prompts } = await bench.engine.libraries.open("notes").list({ refresh: false }, io);
  expect(prompts.map(({ name }) => name)).toEqual(["say"]);
});

it("is opened and run, and its runs are searched and filtered by library", async () => {
  const { record } = await bench.run(runRequest({ prompt: ref, variables: { word: "cheese" }, model: "" }));
  expect(record.outcome?.kind).toBe("completed");
  expect(record.resolved).toMatchObject({ ref, contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  const { history } = bench.engine;
  const found = await history.list({ filter: { text: "cheese", promptLibrary: "notes" }, limit: 10 });
  expect(found.runs).toMatchObject([{ promptLibrary: "notes", promptName: "say", promptVersion: "c0ffee" }]);
  expect((await history.list({ filter: { promptLibrary: "langfuse" }, limit: 10 })).runs).toEqual([]);
  const { prompts } = await history.facets();
  expect(prompts).toEqual([{ library: "notes", name: "say", versions: ["c0ffee"] }]);
});

it("a library that is not there is refused by name, not taken for another", async () => {
  const { record } = await bench.run(runRequest({ prompt: { library: "nowhere", name: "say" } }));
  expect(record.outcome).toMatchObject({ kind: "not_sent", error: { code: "invalid_input" } });
  expect(JSON.stringify(record.outcome)).toContain("nowhere");
});
