import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { promptKey } from "@shared/domain/prompt/prompt-key.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeLangfuse, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

/** Two projects that both have a prompt `greet`, and one engine that is connected to one after the other. */
let bench: EngineBench;
let second: FakeLangfuse;
const io = { signal: new AbortController().signal };
const greet = (prompt: string) => ({
  name: "greet",
  prompt,
  labels: ["production"],
  config: { model: "openai/gpt-4o" },
});

beforeAll(async () => {
  bench = await openEngineBench({ langfuse: { prompts: [greet("Hello {{name}} of one.")] } });
  second = await startFakeLangfuse({ prompts: [greet("Hello {{name}} of two.")] });
});
afterAll(async () => {
  await bench.close();
  await second.close();
});

/** Adds the other project, or finds it, and gives its id. */
async function connectTo({ url, publicKey, secretKey }: FakeLangfuse): Promise<string> {
  const input = { host: url, publicKey, secretKey, storage: "session" as const };
  const { langfuse } = await bench.engine.settings.connectLangfuse(input);
  const found = langfuse.find(({ host }) => host === url);
  if (!found) throw new Error("The connection is not there.");
  return found.id;
}
const test = (connection: string) =>
  bench.engine.settings.testLangfuse({ which: { connection }, asksToWrite: false }, io);
const connectionNow = () =>
  bench.engine.settings.view().libraries.find(({ needsConnection }) => needsConnection)?.connection;
const greetIn = (connection: string | undefined): PromptRef => ({
  library: "langfuse",
  ...(connection === undefined ? {} : { connection }),
  name: "greet",
});
const promptRequests = () => bench.langfuse.requests.filter(({ path }) => path.includes("/v2/prompts")).length;
const run = (ref: PromptRef) => bench.run(runRequest({ prompt: ref, variables: { name: "Ada" } }));

describe("two projects with a prompt of one name (L3)", () => {
  it("their connections have ids of their own, without a secret, and the project is known once it was asked for", async () => {
    const one = connectionNow();
    expect(one?.project).toBeUndefined();
    await test(one?.id ?? "");
    expect(connectionNow()).toEqual({ ...one, project: { id: "proj-test", name: "Test Project" } });
    expect(JSON.stringify(bench.engine.settings.view())).not.toContain(bench.langfuse.secretKey);
    const two = await connectTo(second);
    expect(two).not.toBe(one?.id);
    // The environment's stays the one that is meant where none is named.
    expect(connectionNow()?.id).toBe(one?.id);
    const [library] = bench.engine.settings.view().libraries.filter(({ needsConnection }) => needsConnection);
    expect(library?.connections.map(({ id }) => id)).toEqual([one?.id, two]);
    await bench.engine.settings.disconnectLangfuse(two);
    expect(connectionNow()?.id).toBe(one?.id);
  });

  it("a reference of one is never answered with the other's prompt, and history tells their runs apart", async () => {
    const one = connectionNow()?.id;
    const two = await connectTo(second);
    const { record } = await run(greetIn(one));
    expect(record.resolved).toMatchObject({ ref: { connection: one, project: "proj-test" } });
    expect(record.resolved?.prompt.prompt).toBe("Hello {{name}} of one.");
    const other = await run(greetIn(two));
    expect(other.record.resolved?.prompt.prompt).toBe("Hello {{name}} of two.");
    expect(other.record.resolved?.contentHash).not.toBe(record.resolved?.contentHash);
    const { history } = bench.engine;
    const found = async (promptConnection: string | undefined) =>
      (await history.list({ filter: { promptName: "greet", promptConnection: promptConnection ?? null }, limit: 9 }))
        .runs;
    expect((await found(two)).map(({ id }) => id)).toEqual([other.record.id]);
    const connections = (await history.facets()).prompts.map(({ connection }) => connection);
    expect(new Set(connections)).toEqual(new Set([one, two]));
    await bench.engine.settings.disconnectLangfuse(two);
    const refused = await run(greetIn(two));
    expect(refused.record.outcome).toMatchObject({ kind: "not_sent", error: { code: "prompt_not_found" } });
    expect(refused.record.exchanges).toEqual([]);
  });
});

describe("a start without network (L5)", () => {
  it("knows the connection as before, so that what was kept for a prompt is found and another project's is not", async () => {
    const own = await openEngineBench({ langfuse: { prompts: [greet("Hello {{name}}.")] } });
    const connection = () =>
      own.engine.settings.view().libraries.find(({ needsConnection }) => needsConnection)?.connection;
    const which = { connection: connection()?.id ?? "" };
    await own.engine.settings.testLangfuse({ which, asksToWrite: false }, io);
    const before = connection();
    // References carry the project where it is known; kept under the connection, it counts for nothing.
    const known: PromptRef = { ...greetIn(before?.id), project: "proj-test" };
    await own.engine.inputs.save(known, { name: "kept", variables: { name: "Ada" }, placeholders: {} });
    await own.langfuse.close();
    await own.reopen();
    expect(connection()).toEqual(before);
    expect(promptKey(greetIn(connection()?.id))).toBe(promptKey(known));
    expect(await own.engine.inputs.list(greetIn(connection()?.id))).toMatchObject([{ name: "kept" }]);
    expect(await own.engine.inputs.list(greetIn("another"))).toEqual([]);
    await own.close();
  });
});

describe("a version made anew under its old number (L4)", () => {
  it("has another hash, in the list of versions and with the run", async () => {
    const library = bench.engine.libraries.open("langfuse");
    const ref = { ...greetIn(undefined), version: "1" };
    const [before] = await library.versions("greet", { refresh: false }, io);
    const first = await library.get(ref, { resolve: false, refresh: true }, io);
    expect(before?.contentHash).toBe(first.contentHash);
    bench.langfuse.prompts.remove("greet");
    bench.langfuse.prompts.add(greet("Good day {{name}}."));
    const [after] = await library.versions("greet", { refresh: true }, io);
    const again = await library.get(ref, { resolve: false, refresh: true }, io);
    expect(after?.contentHash).toBe(again.contentHash);
    expect(after?.contentHash).not.toBe(before?.contentHash);
  });
});

describe("an edit", () => {
  const base: PromptRef = { library: "langfuse", name: "not-even-there", version: "7" };
  const edit = { base, type: "text" as const, prompt: "Bye {{name}}.", config: { model: "openai/gpt-4o", seed: 5 } };

  it("runs as the text it is, and no library is asked", async () => {
    const asked = promptRequests();
    const preview = await bench.engine.runs.preview(runRequest({ prompt: edit, variables: { name: "Ada" } }), io);
    expect(preview.resolved).toMatchObject({
      ref: base,
      edited: true,
      prompt: { prompt: "Bye {{name}}.", version: "7" },
    });
    expect(JSON.parse(preview.wire?.body ?? "{}")).toMatchObject({ messages: [{ content: "Bye Ada." }], seed: 5 });
    const { record } = await bench.run(runRequest({ prompt: edit, variables: { name: "Ada" } }));
    expect(record.outcome?.kind).toBe("completed");
    expect(promptRequests()).toBe(asked);
  });

  it("is kept with its text, and the history says that it was one", async () => {
    const { record } = await bench.run(runRequest({ prompt: edit, variables: { name: "Grace" } }));
    const kept = await bench.engine.history.get(record.id);
    expect(kept.record.request.prompt).toEqual(edit);
    const { runs } = await bench.engine.history.list({ filter: { text: "Grace" }, limit: 1 });
    expect(runs).toMatchObject([{ edited: true, promptName: "not-even-there", promptVersion: "7" }]);
  });
});
