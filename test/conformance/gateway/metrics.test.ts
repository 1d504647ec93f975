import type { GatewayCall } from "@engine/gateway/call-record.ts";
import { createGatewayMetrics } from "@engine/gateway/server/metrics.ts";
import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import { afterEach, expect, it } from "vitest";
import { type GatewayWorld, openWorld } from "./gateway-world.ts";

let world: GatewayWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const config = `
model_list:
  - {model_name: a, litellm_params: {model: openai/gpt-4o, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}}
general_settings: {master_key: sk-master-0123456789}
`;
const key = { authorization: "Bearer sk-master-0123456789" };

it("tells calls, tokens and times of each deployment, behind the key", async () => {
  world = await openWorld({ config });
  const body = { model: "a", messages: [{ role: "user", content: "hi" }] };
  for (const stream of [false, true]) await (await world.post("/v1/chat/completions", { ...body, stream }, key)).text();
  await (await world.post("/v1/chat/completions", [], key)).text();
  await world.ended(2);
  expect((await fetch(`${world.url}/metrics`)).status).toBe(401);
  const answer = await fetch(`${world.url}/metrics`, { headers: key });
  expect(answer.headers.get("content-type")).toContain("text/plain; version=0.0.4");
  const text = await answer.text();
  expect(text).toMatch(
    /^promptscope_calls_total\{model_group="a",deployment="[^"]+",prompt="",outcome="completed"\} 2$/m,
  );
  expect(text).toMatch(/^promptscope_tokens_total\{.*type="output"\} [1-9]\d*$/m);
  expect(text).toMatch(/^promptscope_call_duration_seconds_bucket\{.*le="\+Inf"\} 2$/m);
  expect(text).toMatch(/^promptscope_first_token_seconds_count\{.*\} 1$/m);
  expect(text).toContain("promptscope_calls_in_flight 0");
  expect(text).toContain("promptscope_calls_refused_total 1");
  expect(text).not.toContain("sk-");
});

it("tells the prompt, what it cost, and a failure apart from what was answered", async () => {
  world = await openWorld({
    config: config.replace(
      "general_settings",
      "  - {model_name: p, litellm_params: {model: langfuse/gpt-4o, prompt_id: greet, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}}\ngeneral_settings",
    ),
    prompts: [{ name: "greet", prompt: "Hello", labels: ["production"] }],
  });
  await (await world.post("/v1/chat/completions", { model: "p", messages: [] }, key)).text();
  world.provider.next({ kind: "status", status: 400, message: "no" });
  await (await world.post("/v1/chat/completions", { model: "p", messages: [] }, key)).text();
  await world.ended(2);
  const text = await (await fetch(`${world.url}/metrics`, { headers: key })).text();
  const ofPrompt = 'model_group="[^"]+",deployment="[^"]+",prompt="greet"';
  expect(text).toMatch(new RegExp(`^promptscope_calls_total\\{${ofPrompt},outcome="completed"\\} 1$`, "m"));
  expect(text).toMatch(new RegExp(`^promptscope_calls_total\\{${ofPrompt},outcome="provider_error"\\} 1$`, "m"));
  expect(text).toMatch(new RegExp(`^promptscope_cost_usd_total\\{${ofPrompt}\\} 0\\.0*[1-9]`, "m"));
});

const callOf = (group: string): GatewayCall => ({
  record: {
    id: "r",
    sequence: 1,
    startedAt: 0,
    state: "finished",
    kind: "generate",
    request: emptyRequest,
    exchanges: [],
    output: emptyOutput(),
    warnings: [],
    outcome: { kind: "completed", finishReason: "stop" },
  },
  group,
  retries: 0,
  fallbacks: 0,
  requestedModel: group,
  decisions: [],
  dropped: [],
  ignored: [],
});

it("counts names beyond the five hundredth together: clients could fill the memory with them", () => {
  const metrics = createGatewayMetrics();
  for (let count = 0; count < 2_000; count++) {
    metrics.begin();
    metrics.end(callOf(`g${count}`), undefined);
  }
  const lines = metrics
    .text()
    .split("\n")
    .filter((line) => line.startsWith("promptscope_calls_total{"));
  expect(lines.length).toBeLessThanOrEqual(501);
  expect(lines.at(-1)).toBe(
    'promptscope_calls_total{model_group="other",deployment="other",prompt="other",outcome="completed"} 1500',
  );
});

it("lets no name end its line or steer a terminal", () => {
  const metrics = createGatewayMetrics();
  metrics.begin();
  metrics.end(callOf('a"} 1\n# \u001b[2J\u202e\\'), undefined);
  expect(metrics.text()).toContain('model_group="a\\"} 1 #  [2J \\\\"');
});
