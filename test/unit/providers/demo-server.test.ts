import { apiEndpoint } from "@engine/credentials/api-endpoint.ts";
import { createFetch, createSend } from "@engine/http/recording-fetch.ts";
import { listModels } from "@engine/models/list-models.ts";
import { executePlan } from "@engine/pipeline/execute-plan.ts";
import { createDemoServer, type DemoServer, demoModels } from "@engine/providers/demo/demo-server.ts";
import { demoProvider } from "@engine/providers/providers.ts";
import { systemClock } from "@engine/time/clock.ts";
import { emptyOutput, foldEvent } from "@shared/domain/run/fold-events.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let demo: DemoServer;
let endpoint: { baseUrl: string; key: string };
beforeEach(async () => {
  demo = createDemoServer({ pace: "immediate" });
  endpoint = await demo.start();
});
afterEach(() => demo.close());

const credential = { id: "demo:session", source: "demo" as const, variable: "PROMPTSCOPE_DEMO_KEY", hint: "…" };
const [api] = demoProvider.apis;

async function run(model: string, content: string, stream: boolean) {
  const plan: RequestPlan = {
    route: { provider: "demo", providerLabel: "Demo", model, requested: model, source: "call", rule: "test" },
    endpoint: { baseUrl: endpoint.baseUrl, baseUrlSource: "demo", credential },
    messages: [{ role: "user", content }],
    parameters: api.parameters.defaults({ sentKeys: new Set(), stream }, demoProvider),
    extraBody: {},
    stream,
    warnings: [],
  };
  const asked = apiEndpoint(plan.endpoint, demoProvider);
  const output = emptyOutput();
  const exchanges: Exchange[] = [];
  const result = await executePlan(plan, {
    provider: demoProvider,
    api,
    request: api.build(plan, asked.endpoint),
    createSend,
    secrets: { resolve: () => endpoint.key },
    allowed: asked.allowed,
    signal: new AbortController().signal,
    clock: systemClock,
    startedAt: systemClock.monotonic(),
    emit: (event) => foldEvent(output, event),
    onExchange: (exchange) => exchanges.push(exchange),
  });
  return { ...result, output, exchanges };
}

describe("the demo server", () => {
  it.each(demoModels)("%s answers streamed and whole alike, labelled, with the words of the request", async (model) => {
    const streamed = await run(model, "Explain photosynthesis to beginners", true);
    const whole = await run(model, "Explain photosynthesis to beginners", false);
    expect(streamed.outcome).toEqual({ kind: "completed", finishReason: "stop" });
    expect(whole.outcome).toEqual(streamed.outcome);
    expect(streamed.output.text).toBe(whole.output.text);
    expect(streamed.output.text.startsWith("Sample answer — no model was called.")).toBe(true);
    expect(streamed.output.text).toContain("photosynthesis");
    expect(streamed.output.usage).toEqual(whole.output.usage);
    expect(streamed.exchanges.at(-1)?.frames.length).toBeGreaterThan(50);
    expect(JSON.stringify(streamed.exchanges)).not.toContain(endpoint.key);
  });

  it("only the reasoner thinks aloud", async () => {
    expect((await run("reasoner", "Why?", true)).output.reasoning).not.toBe("");
    expect((await run("storyteller", "Why?", true)).output.reasoning).toBe("");
  });

  it("names a model it does not have", async () => {
    const { outcome } = await run("gpt-9", "hello", true);
    expect(outcome).toMatchObject({ kind: "provider_error", error: { code: "provider_rejected", status: 404 } });
  });

  it("lists its models", async () => {
    const io = {
      createFetch,
      secrets: { resolve: () => endpoint.key },
      clock: systemClock,
      signal: new AbortController().signal,
    };
    const names = await listModels(demoProvider, { ...endpoint, baseUrlSource: "demo", credential }, io);
    expect(names).toEqual(demoModels);
  });

  it.each([
    ["no key", {}, 401],
    ["a wrong key", { authorization: "Bearer nope" }, 401],
    ["a web page", { origin: "https://evil.example" }, 403],
  ])("refuses %s", async (_name, headers, status) => {
    const response = await globalThis.fetch(`${endpoint.baseUrl}/models`, { headers });
    expect(response.status).toBe(status);
  });
});
