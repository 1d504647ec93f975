import { createDemoLibrary } from "@engine/libraries/demo/demo-library.ts";
import { demoLibrary } from "@engine/libraries/demo/demo-prompts.ts";
import type { PromptLibrary } from "@engine/libraries/library.ts";
import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeLangfuse, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { sourceFor } from "../../unit/libraries/connected-library.ts";

/** One suite over every prompt source. Both hold the demo library, one of them behind a real HTTP exchange. */

let server: FakeLangfuse;

beforeAll(async () => {
  const prompts = demoLibrary().flatMap(({ name, tags, versions }) =>
    versions.map(({ version: _version, ...rest }) => ({ name, tags, ...rest })),
  );
  server = await startFakeLangfuse({ prompts });
});
afterAll(() => server.close());

const sources: ["demo" | "langfuse", () => PromptLibrary][] = [
  ["demo", () => createDemoLibrary()],
  ["langfuse", () => sourceFor(server)],
];

const io = { signal: new AbortController().signal };
const running = { resolve: true, refresh: false };

describe.each(sources)("prompt source %s", (id, open) => {
  const ref = (name: string, which: Partial<PromptRef> = {}): PromptRef => ({ library: id, name, ...which });
  const failureOf = async (work: Promise<unknown>) =>
    appErrorOf(
      await work.then(
        () => null,
        (error: unknown) => error,
      ),
    );

  it("lists every prompt once, by name, with type, versions, labels and tags", async () => {
    const { library, prompts } = await open().list({ refresh: false }, io);
    expect(library).toBe(id);
    expect(prompts.map(({ name }) => name)).toEqual(demoLibrary().map(({ name }) => name));
    expect(prompts.find(({ name }) => name === "support/reply-draft")).toMatchObject({
      type: "chat",
      versions: ["1", "2", "3"],
      labels: ["latest", "production", "staging"],
      tags: ["support", "customer-facing"],
      lastConfig: { model: "demo/storyteller" },
    });
  });

  it("gives production when neither version nor label is named", async () => {
    const { prompt, ref: asked } = await open().get(ref("support/reply-draft"), running, io);
    expect(prompt).toMatchObject({ library: id, version: "2", type: "chat", labels: ["production"] });
    expect(asked).toEqual(ref("support/reply-draft"));
  });

  it.each([
    [{ label: "staging" }, "3"],
    [{ label: "latest" }, "3"],
    [{ version: "1" }, "1"],
    // The version wins: a server refuses both.
    [{ version: "1", label: "production" }, "1"],
  ])("gives %j", async (which, version) => {
    expect((await open().get(ref("support/reply-draft", which), running, io)).prompt.version).toBe(version);
  });

  it("gives prompt, config and tags exactly as stored", async () => {
    const stored = demoLibrary().find(({ name }) => name === "movie-critic");
    const { prompt, fetchedAt } = await open().get(ref("movie-critic"), running, io);
    expect(prompt).toMatchObject({
      type: "text",
      prompt: stored?.versions[0]?.prompt,
      config: stored?.versions[0]?.config,
      tags: ["example"],
      resolutionGraph: null,
    });
    expect(fetchedAt).toBeGreaterThan(0);
  });

  it("gives the history newest first, with labels and commit messages", async () => {
    const history = await open().versions("support/reply-draft", { refresh: false }, io);
    expect(history.map(({ version }) => version)).toEqual(["3", "2", "1"]);
    expect(history[0]?.labels).toEqual(["staging", "latest"]);
    expect(history[2]).toMatchObject({ labels: [], commitMessage: "First version", createdAt: expect.any(String) });
  });

  it.each([
    ["a prompt", ref("nope"), "no prompt called “nope”"],
    ["a label", ref("movie-critic", { label: "staging" }), "no version with the label “staging”"],
    ["a version", ref("movie-critic", { version: "9" }), "no version 9"],
  ])("says that %s is missing, and what there is", async (_name, missing, words) => {
    const error = await failureOf(open().get(missing, running, io));
    expect(error).toMatchObject({ code: "prompt_not_found", status: 404 });
    expect(error.message).toContain(words);
    expect(error.advice).toBeTruthy();
  });

  it("says that a history is missing", async () => {
    expect((await failureOf(open().versions("nope", { refresh: false }, io))).code).toBe("prompt_not_found");
  });

  it("does nothing for a caller who has gone", async () => {
    const gone = { signal: AbortSignal.abort() };
    const source = open();
    for (const work of [
      source.list({ refresh: true }, gone),
      source.get(ref("movie-critic"), { resolve: true, refresh: true }, gone),
      source.versions("movie-critic", { refresh: true }, gone),
    ]) {
      expect((await failureOf(work)).code).toBe("cancelled");
    }
  });
});
