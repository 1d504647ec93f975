import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

/** Every kind of place that names a model, in a real profile, with a real engine over a fake Langfuse. */

const io = { signal: new AbortController().signal };
let bench: EngineBench;

beforeAll(async () => {
  bench = await openEngineBench({
    langfuse: {
      prompts: [
        { name: "old", prompt: "Hi {{a}}", labels: ["production"], config: { model: "gpt-4o" } },
        { name: "old", prompt: "Hi {{a}}", labels: [], config: { model: "gpt-6-luna" } },
        { name: "typed", prompt: "Hi", labels: ["production"], config: { provider: "openai", model: "gpt-5" } },
        { name: "lasting", prompt: "Hi", labels: ["production"], config: { model: "gpt-5.2" } },
        { name: "own", prompt: "Hi", labels: ["production"], config: { model: "our-model" } },
      ],
    },
  });
  const { engine } = bench;
  await engine.writing.edits.keep({
    edit: {
      base: { library: "langfuse", name: "lasting", version: "1" },
      type: "text",
      prompt: "Ho",
      config: { model: "o3" },
    },
    baseHash: "0".repeat(64),
    baseText: { type: "text", prompt: "Hi", config: {} },
  } as never);
  const draft = engine.drafts.get();
  const [first] = draft.variants;
  if (!first) throw new Error("A draft has a variant.");
  await engine.drafts.save({
    ...draft,
    openPrompt: { library: "langfuse", name: "lasting" },
    variants: [{ ...first, modelOverride: "openai/gpt-4.1-mini" }],
  });
  await engine.experiments.keepSetup({
    id: "s1",
    title: "Tone",
    setup: { variants: [{ prompt: { text: "x" }, model: "gemini/gemini-2.5-pro" }] },
  });
  // One that has ended: its variants are what a team copies when it compares anew.
  const outcome = await engine.experiments.start(
    {
      name: "Ferry answers",
      dataset: { rows: [{ variables: { question: "When?" } }] },
      variants: [
        { name: "base", prompt: { text: "{{question}}" }, model: "openai/gpt-4.1-nano" },
        { name: "edit", prompt: { text: "{{question}}" }, model: "openai/gpt-5.2" },
      ],
      evaluators: [{ type: "contains", name: "greets", value: "Hello" }],
    },
    false,
    io.signal,
  );
  if (!("summary" in outcome)) throw new Error(JSON.stringify(outcome));
  for await (const { summary } of engine.experiments.changes(outcome.summary.jobId, io.signal)) {
    if (summary.state === "done") break;
  }
  const text = [
    "model_list:",
    "  - {model_name: chat, litellm_params: {model: openai/gpt-4.1}}",
    "  - {model_name: lasts, litellm_params: {model: openai/gpt-5.2}}",
  ].join("\n");
  await engine.gateway.saveConfig({ ...engine.gateway.config(), text });
  await bench.run(runRequest({ model: "gpt-4o-mini", clientMessages: [{ role: "user", content: "Hi" }] }));
});
afterAll(() => bench.close());

describe("the retirement desk", () => {
  it("finds prompts of every library, edits, variants, set-ups, deployments and runs, each under its model", async () => {
    const sent = bench.provider.requests.length;
    const desk = await bench.engine.models.retiring(io);
    const places = desk.models.flatMap(({ model, uses }) =>
      uses.map((use) => `${model} ${use.kind} ${"prompt" in use ? use.prompt.name : use.label}`),
    );
    expect(places).toEqual(
      expect.arrayContaining([
        "gpt-4o prompt old",
        "gpt-5 prompt typed",
        "o3 edit lasting",
        "gpt-4.1-mini draft lasting",
        "gemini-2.5-pro set-up Tone",
        "gpt-4.1 deployment chat",
        "gpt-4.1-nano experiment Ferry answers",
        "gpt-4o-mini runs gpt-4o-mini",
      ]),
    );
    expect(places.filter((place) => place.includes("lasts") || place.startsWith("gpt-5.2"))).toEqual([]);
    expect(desk.unknown).toContain("our-model");
    expect(desk.models.map(({ days }) => days)).toEqual(desk.models.map(({ days }) => days).toSorted((a, b) => a - b));
    expect(desk.models.find(({ model, provider }) => model === "gpt-5" && provider === "openai")).toMatchObject({
      ends: "2026-12-11",
      replacedBy: "gpt-5.6-sol",
    });
    expect(desk.looked).toMatchObject({ edit: 1, experiment: 1, draft: 1, "set-up": 1, deployment: 2 });
    expect(bench.provider.requests.length).toBe(sent);
  });
});
