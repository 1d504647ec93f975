import { writingHandlers } from "@routes/writing-handlers.ts";
import type { PromptEdit } from "@shared/domain/prompt/prompt.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Transport, transports } from "../transports/transport.ts";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

/** An edit on its whole way: kept, shown, run, kept with its run, saved; over both transports. */

const name = "support/reply draft";
const io = { signal: new AbortController().signal };
const edit = (prompt: string): PromptEdit => ({
  base: { library: "langfuse", name, version: "1" },
  type: "text",
  prompt,
  config: { model: "openai/gpt-4o", temperature: 0.3 },
});

let bench: EngineBench;
beforeAll(async () => {
  bench = await openEngineBench({
    langfuse: {
      prompts: [
        { name, prompt: "v1 {{tone}}", labels: ["production"] },
        { name: "parts/tone", prompt: "Be {{tone}}. @@@langfusePrompt:name=parts/rule|label=production@@@" },
        { name: "parts/rule", prompt: "Never promise.", labels: ["production"] },
        { name: "parts/back", prompt: `@@@langfusePrompt:name=${name}|version=1@@@`, labels: ["production"] },
        { name: "parts/chat", prompt: [{ role: "user", content: "x" }], labels: ["production"] },
      ],
    },
  });
});
afterAll(() => bench.close());

const run = (prompt: string) => bench.run(runRequest({ prompt: edit(prompt), variables: { tone: "warm" } }));
const sentText = () => JSON.stringify(JSON.parse(bench.provider.requests.at(-1)?.body ?? "{}").messages);

describe("a run of an edit", () => {
  it("sends its text and config, asks no library, and history has it after a restart", async () => {
    const { record } = await run("edited {{tone}}");
    expect(record.outcome?.kind).toBe("completed");
    // Prices are another matter.
    expect(bench.langfuse.requests.filter(({ path }) => path.includes("/prompts"))).toEqual([]);
    expect(sentText()).toContain("edited warm");
    await bench.reopen();
    const { record: kept } = await bench.engine.history.get(record.id);
    expect(kept.request.prompt).toEqual(edit("edited {{tone}}"));
    expect(kept.resolved).toMatchObject({ edited: true, prompt: { prompt: "edited {{tone}}" } });
  });

  // The reference itself went to the model, as text, while the saved version would send the other prompt's text.
  it("has the texts it refers to in it, with what those refer to, and names their versions", async () => {
    const text = "Start. @@@langfusePrompt:name=parts/tone|version=1@@@ End. @@@langfusePrompt:odd@@@";
    const preview = await bench.engine.runs.preview(
      runRequest({ prompt: edit(text), variables: { tone: "warm" } }),
      io,
    );
    const { record } = await run(text);
    expect(sentText()).toContain("Start. Be warm. Never promise. End. @@@langfusePrompt:odd@@@");
    expect(preview.wire?.body).toContain("Start. Be warm. Never promise. End.");
    const graph = record.resolved?.prompt.resolutionGraph;
    expect(Object.values(graph?.dependencies ?? {}).flat()).toMatchObject([
      { name: "parts/rule", version: 1 },
      { name: "parts/tone", version: 1 },
    ]);
    // What is kept of the edit is what the person wrote.
    expect(record.request.prompt).toEqual(edit(text));
  });

  it.each([
    ["a prompt that is not there", "name=nowhere|label=production", "“nowhere” (label production)"],
    ["a chat prompt", "name=parts/chat|label=production", "no text prompt"],
    ["itself", `name=${name}|version=1`, "refers to itself"],
    ["one that refers back", "name=parts/back|label=production", "refers back"],
  ])("that refers to %s is not sent, as Langfuse would not take it", async (_name, reference, words) => {
    const sent = bench.provider.requests.length;
    const { record } = await run(`@@@langfusePrompt:${reference}@@@`);
    expect(record.outcome).toMatchObject({
      kind: "not_sent",
      error: { code: "langfuse_conflict", message: expect.stringContaining(words) },
    });
    expect(bench.provider.requests).toHaveLength(sent);
  });
});

describe.each(transports)("over $name", ({ open }) => {
  let transport: Transport;
  beforeAll(async () => {
    transport = await open(writingHandlers(bench.engine) as Parameters<typeof open>[0]);
  });
  afterAll(() => transport.close());

  it("an edit is kept, checked, saved and gone, and production is moved back", async () => {
    const place = { library: "langfuse", name };
    const text = `edited over ${Math.random()}`;
    const newest = bench.langfuse.prompts.of(name).at(-1)?.version ?? 0;
    const mine = { ...edit(text), base: { ...place, version: String(newest) } };
    const call = async (route: string, input: unknown) => {
      const envelope = await transport.call(route, input);
      if (!envelope.ok) throw new Error(`${route}: ${envelope.error.message}`);
      return envelope.data as Record<string, unknown>;
    };
    await call("edits.keep", { edit: mine });
    expect(await call("edits.list", {})).toMatchObject([{ prompt: place, base: mine.base }]);
    const request = { edit: mine, labels: ["production"], commitMessage: "over a transport" };
    expect(await call("prompts.checkSave", request)).toMatchObject({
      standing: { next: String(newest + 1) },
      newer: [],
      problems: [],
      sameAs: null,
    });
    const { outcome, exchanges } = await call("prompts.save", request);
    expect(outcome).toMatchObject({ kind: "saved", version: { version: String(newest + 1) } });
    const methods = (exchanges as Exchange[]).map((exchange) => exchange.request.method);
    expect(methods.filter((method) => method !== "GET")).toEqual(["POST"]);
    expect(JSON.stringify(exchanges)).not.toContain(bench.langfuse.secretKey);
    expect(await call("edits.get", { prompt: place })).toEqual({ edit: null, discarded: null });
    const back = { prompt: place, label: "production", version: "1", from: String(newest + 1) };
    expect(await call("prompts.moveLabel", back)).toMatchObject({ outcome: { kind: "moved" } });
  });
});
