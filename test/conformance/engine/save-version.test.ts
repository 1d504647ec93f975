import type { PromptEdit } from "@shared/domain/prompt/prompt.ts";
import type { SaveRequest } from "@shared/domain/prompt/save.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faults } from "../../fakes/langfuse/faults.ts";
import type { NewPrompt } from "../../fakes/langfuse/stored-prompts.ts";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

/** Saving to a Langfuse that answers like the recorded one, over real sockets, with somebody else writing too. */

const name = "support/reply draft";
const versions: NewPrompt[] = [
  { name, prompt: [{ role: "system", content: "v1" }], labels: ["staging"], tags: ["support"] },
  { name, prompt: [{ role: "system", content: "v2 {{tone}}" }], labels: ["production"], config: { temperature: 0.2 } },
];
const io = { signal: new AbortController().signal };

let bench: EngineBench;
beforeEach(async () => {
  bench = await openEngineBench({ langfuse: { prompts: versions } });
});
afterEach(() => bench.close());

const saving = () => bench.engine.writing.saving;
const stored = () => bench.langfuse.prompts.of(name);
const writes = () => bench.langfuse.requests.filter(({ method }) => method !== "GET");

function edit(content: string, given: Partial<PromptEdit> = {}): PromptEdit {
  return {
    base: { library: "langfuse", name, version: "2" },
    type: "chat",
    prompt: [{ role: "system", content }],
    config: { temperature: 0.2 },
    ...given,
  };
}
const request = (content: string, given: Partial<SaveRequest> = {}): SaveRequest => ({
  edit: edit(content),
  labels: [],
  ...given,
});

describe("saving an edit as a version", () => {
  it("writes one version with what was asked for, moves its labels and tells where from", async () => {
    const { outcome, exchanges } = await saving().save(
      request("v3", { labels: ["production", "canary"], commitMessage: "shorter" }),
      io,
    );
    expect(outcome).toMatchObject({
      kind: "saved",
      version: { version: "3", commitMessage: "shorter", tags: ["support"] },
      moved: [
        { label: "production", from: "2", to: "3" },
        { label: "canary", from: null, to: "3" },
        { label: "latest", from: "2", to: "3" },
      ],
      meanwhile: [],
      asSent: true,
    });
    expect(stored().map(({ labels }) => labels)).toEqual([["staging"], [], ["production", "canary", "latest"]]);
    // Every request can be looked at, and the key is in none.
    expect(exchanges.map(({ request: { method } }) => method)).toEqual(
      bench.langfuse.requests.map(({ method }) => method),
    );
    expect(JSON.stringify(exchanges)).not.toContain(bench.langfuse.secretKey);
  });

  // Tags that are sent along are written to all versions, those of a colleague too.
  it("sends no tags unless they change, and changed ones are those of all versions", async () => {
    await saving().save(request("v3", { tags: ["support"] }), io);
    expect(JSON.parse(writes()[0]?.body ?? "")).not.toHaveProperty("tags");
    await saving().save(
      { ...request("v4", { tags: [] }), edit: edit("v4", { base: { library: "langfuse", name, version: "3" } }) },
      io,
    );
    expect(stored().map(({ tags }) => tags)).toEqual([[], [], [], []]);
  });

  // Langfuse makes a version of identical text; every press of the key would make one.
  it("makes no version of a text that is there already", async () => {
    const { outcome } = await saving().save(request("v2 {{tone}}"), io);
    expect(outcome).toMatchObject({ kind: "unchanged", version: "2" });
    expect(writes()).toEqual([]);
  });

  it("makes a prompt that was not there, and refuses to when somebody has made it", async () => {
    const base = { library: "langfuse", name: "new/one" };
    const made = await saving().save({ edit: edit("first", { base }), labels: [] }, io);
    expect(made.outcome).toMatchObject({ kind: "saved", version: { name: "new/one", version: "1" } });
    const again = await saving().save({ edit: edit("second", { base }), labels: [] }, io);
    expect(again.outcome).toMatchObject({ kind: "conflict", base: null, theirs: { version: "1" } });
    expect(bench.langfuse.prompts.of("new/one")).toHaveLength(1);
  });
});

describe("somebody saved meanwhile", () => {
  const theirs: NewPrompt = {
    name,
    prompt: [{ role: "system", content: "theirs" }],
    config: { temperature: 0 },
    commitMessage: "no dates",
  };
  const conflict = {
    kind: "conflict",
    base: { version: "2", prompt: [{ role: "system", content: "v2 {{tone}}" }] },
    theirs: {
      version: "3",
      commitMessage: "no dates",
      createdBy: "API",
      prompt: [{ role: "system", content: "theirs" }],
    },
    mine: { prompt: [{ role: "system", content: "mine" }], config: { temperature: 0.2 } },
    places: [
      {
        kind: "text",
        message: 1,
        line: 1,
        base: ["v2 {{tone}}"],
        theirs: ["theirs"],
        mine: ["mine"],
        changedBy: "open",
      },
      { kind: "config", key: "temperature", base: 0.2, theirs: 0, mine: 0.2, changedBy: "theirs" },
    ],
    merged: null,
    newer: ["3"],
    next: "4",
  };

  it("is found before anything is written, with all three texts", async () => {
    bench.langfuse.prompts.add(theirs);
    const { outcome } = await saving().save(request("mine", { labels: ["production"] }), io);
    expect(outcome).toMatchObject(conflict);
    expect(writes()).toEqual([]);
    expect(stored()[1]?.labels).toEqual(["production"]);
  });

  it("is saved over only when that very version was seen", async () => {
    bench.langfuse.prompts.add(theirs);
    const { outcome } = await saving().save(request("mine", { seen: "3" }), io);
    expect(outcome).toMatchObject({ kind: "saved", version: { version: "4" } });
    const late = await saving().save(request("mine two", { seen: "3" }), io);
    expect(late.outcome).toMatchObject({ kind: "conflict", theirs: { version: "4" } });
  });

  // The look before and the write are two requests; Langfuse has nothing that ties them.
  it("is found when both write at the same moment: one of them is refused by Langfuse, and nothing is lost", async () => {
    bench.langfuse.race(2);
    const other = await openEngineBench({ environment: { LANGFUSE_HOST: bench.langfuse.url } });
    const both = await Promise.all([
      saving().save(request("mine"), io),
      other.engine.writing.saving.save(request("yours"), io),
    ]);
    await other.close();
    expect(both.map(({ outcome }) => outcome.kind).sort()).toEqual(["conflict", "saved"]);
    expect(both.find(({ outcome }) => outcome.kind === "conflict")?.outcome).toMatchObject({
      base: { version: "2" },
      theirs: { version: "3" },
    });
    expect(stored()).toHaveLength(3);
    expect(writes()).toHaveLength(2);
  });

  it("is told when it happened between the look and the write, which Langfuse lets pass", async () => {
    bench.langfuse.before("POST", () => void bench.langfuse.prompts.add(theirs));
    const { outcome } = await saving().save(request("mine"), io);
    expect(outcome).toMatchObject({ kind: "saved", version: { version: "4" }, meanwhile: ["3"] });
  });

  // A deleted number is given again: the base under it is another text.
  it("is found when the base was deleted and its number used again", async () => {
    const seen = await bench.engine.libraries
      .open("langfuse")
      .get({ library: "langfuse", name, version: "2" }, { resolve: false, refresh: false }, io);
    bench.langfuse.prompts.remove(name, 2);
    bench.langfuse.prompts.add({ ...theirs, labels: ["production"] });
    const { outcome } = await saving().save(request("mine", { baseHash: seen.contentHash ?? "" }), io);
    expect(outcome).toMatchObject({ kind: "conflict", base: null, theirs: { version: "2" }, newer: ["2"] });
    expect(writes()).toEqual([]);
  });

  it("asks for no place that one side alone changed, where the edit still knows what its base said", async () => {
    const { prompt, contentHash: baseHash = "" } = await bench.engine.libraries
      .open("langfuse")
      .get({ library: "langfuse", name, version: "2" }, { resolve: false, refresh: false }, io);
    bench.langfuse.prompts.remove(name, 2);
    bench.langfuse.prompts.add({ ...theirs, labels: ["production"] });
    const { type, prompt: text, config } = prompt;
    const baseText = { type, prompt: text, config };
    const { outcome } = await saving().save(request("mine", { baseHash, baseText }), io);
    const { places } = conflict;
    expect(outcome).toMatchObject({ kind: "conflict", base: null, baseIsKept: true, begun: { prompt: text }, places });
    // Another text under that name is no base, whoever says so.
    const forged = { ...baseText, config: { temperature: 1 } };
    const other = await saving().save(request("mine", { baseHash, baseText: forged }), io);
    expect(other.outcome).toMatchObject({ kind: "conflict", baseIsKept: false, begun: { prompt: theirs.prompt } });
  });
});

describe("a write whose answer is lost", () => {
  const oncePost = { method: "POST", times: 1 };

  it.each([
    ["cut off", faults.reset],
    ["a failing server", faults.internal],
    ["an answer that is no JSON", faults.unavailablePage],
  ])("is looked up and not sent again: %s", async (_name, fault) => {
    bench.langfuse.fail(fault, { ...oncePost, afterwards: true });
    const { outcome } = await saving().save(request("mine", { commitMessage: "once" }), io);
    expect(outcome).toMatchObject({ kind: "saved", found: true, version: { version: "3", commitMessage: "once" } });
    expect(writes()).toHaveLength(1);
    expect(stored()).toHaveLength(3);
  });

  it.each([
    ["cut off", faults.reset],
    ["a failing server", faults.internal],
  ])("is unknown when no such version is found, and saving again makes one: %s", async (_name, fault) => {
    bench.langfuse.fail(fault, oncePost);
    const { outcome } = await saving().save(request("mine"), io);
    expect(outcome.kind).toBe("unknown");
    expect(writes()).toHaveLength(1);
    expect((await saving().save(request("mine"), io)).outcome).toMatchObject({ kind: "saved", found: false });
    expect(stored()).toHaveLength(3);
  });

  // A colleague's version of the same text would be taken for ours, with another message.
  it("is not taken for somebody else's version of the same text", async () => {
    const same: NewPrompt = { name, prompt: [{ role: "system", content: "mine" }], config: { temperature: 0.2 } };
    bench.langfuse.fail(faults.reset, oncePost);
    bench.langfuse.before("POST", () => void bench.langfuse.prompts.add({ ...same, commitMessage: "theirs" }));
    const { outcome } = await saving().save(request("mine", { commitMessage: "ours" }), io);
    expect(outcome.kind).toBe("unknown");
  });

  it("that came late is no second version: the text is there already", async () => {
    bench.langfuse.fail(faults.reset, oncePost);
    await saving().save(request("mine"), io);
    bench.langfuse.prompts.add({ name, prompt: [{ role: "system", content: "mine" }], config: { temperature: 0.2 } });
    expect((await saving().save(request("mine"), io)).outcome).toMatchObject({ kind: "unchanged", version: "3" });
  });
});

describe("a write that is refused", () => {
  const keep = () => bench.engine.writing.edits.keep({ edit: edit("mine") });
  const kept = () => bench.engine.writing.edits.get({ library: "langfuse", name }).edit?.edit.prompt;

  it.each([
    ["the key may not write", faults.forbidden, "langfuse_forbidden"],
    ["too many requests", faults.rateLimited(1), "langfuse_rate_limited"],
  ])("keeps the edit and tells the words of Langfuse: %s", async (_name, fault, code) => {
    await keep();
    bench.langfuse.fail(fault, { method: "POST" });
    const { outcome, exchanges } = await saving().save(request("mine"), io);
    expect(outcome).toMatchObject({ kind: "refused", error: { code } });
    expect(kept()).toEqual([{ role: "system", content: "mine" }]);
    expect(writes()).toHaveLength(1);
    expect(exchanges.at(-1)?.request.method).toBe("POST");
  });

  it("by a server that is not there leaves nothing open", async () => {
    await keep();
    await bench.langfuse.close();
    const { outcome } = await saving().save(request("mine"), io);
    expect(outcome).toMatchObject({ kind: "refused", error: { code: "langfuse_unreachable" } });
    expect(kept()).toBeDefined();
  });

  it("for a key that only reads is known from then on", async () => {
    const reader = await openEngineBench({ langfuse: { prompts: versions, readsOnly: true } });
    const { saving: own } = reader.engine.writing;
    expect((await own.check(request("mine"), io)).writeRefused).toBeNull();
    expect((await own.save(request("mine"), io)).outcome).toMatchObject({
      kind: "refused",
      error: { code: "langfuse_forbidden", message: "These Langfuse keys may not write prompts." },
    });
    expect((await own.check(request("mine"), io)).writeRefused).toMatchObject({ code: "langfuse_forbidden" });
    await reader.close();
  });

  it("for a prompt of another connection sends nothing", async () => {
    const base = { library: "langfuse", connection: "another", name, version: "2" };
    const work = saving().save({ edit: edit("mine", { base }), labels: [] }, io);
    await expect(work).rejects.toMatchObject({ error: { code: "prompt_not_found" } });
    expect(bench.langfuse.requests).toEqual([]);
  });

  it("for the samples says that they cannot be written to", async () => {
    const base = { library: "demo", name: "movie-critic", version: "1" };
    const work = saving().save({ edit: edit("mine", { base }), labels: [] }, io);
    await expect(work).rejects.toMatchObject({ error: { code: "save_refused" } });
  });
});

describe("a saved edit", () => {
  const edits = () => bench.engine.writing.edits;
  const here = { library: "langfuse", name };

  it("is gone from the edits", async () => {
    await edits().keep({ edit: edit("mine") });
    await saving().save(request("mine"), io);
    expect(edits().get(here).edit).toBeNull();
    expect(edits().list()).toEqual([]);
  });

  // Whoever closed the window before the answer came has an edit that says what its version says.
  it("whose answer nobody heard is gone at the next save", async () => {
    await edits().keep({ edit: edit("mine") });
    bench.langfuse.prompts.add({ name, prompt: [{ role: "system", content: "mine" }], config: { temperature: 0.2 } });
    expect((await saving().save(request("mine"), io)).outcome.kind).toBe("unchanged");
    expect(edits().get(here).edit).toBeNull();
  });

  // What was typed while the dialog waited would be lost with the edit, or would conflict with one's own version.
  it("that was typed on meanwhile stays, and goes on from the new version", async () => {
    await edits().keep({ edit: edit("mine and more") });
    const { outcome } = await saving().save(request("mine"), io);
    const version = outcome.kind === "saved" ? outcome.contentHash : "";
    expect(edits().get(here).edit).toMatchObject({
      edit: { base: { name, version: "3" }, prompt: [{ role: "system", content: "mine and more" }] },
      baseHash: version,
    });
    const next = edits().get(here).edit;
    if (next)
      await saving()
        .save({ ...next, labels: [] } as never, io)
        .catch(() => undefined);
  });

  it("is recognised as the version it became: its run has that version's hash", async () => {
    const { record } = await bench.run(runRequest({ prompt: edit("mine"), model: "openai/gpt-4o" }));
    expect(record.resolved).toMatchObject({ edited: true, contentHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const { outcome } = await saving().save(request("mine"), io);
    const history = await bench.engine.libraries.open("langfuse").versions(name, { refresh: true }, io);
    expect(outcome).toMatchObject({ contentHash: record.resolved?.contentHash });
    expect(history[0]?.contentHash).toBe(record.resolved?.contentHash);
  });
});
