import { readEnvironment } from "@engine/credentials/environment.ts";
import { createSecretVault } from "@engine/credentials/secret-vault.ts";
import { readClientBody } from "@engine/gateway/client-body.ts";
import { directRequest } from "@engine/gateway/direct-request.ts";
import { planCall } from "@engine/gateway/plan-call.ts";
import { resolveTarget, selectCall } from "@engine/gateway/resolve-call.ts";
import { previewTranslated } from "@engine/gateway/translate-call.ts";
import { buildRequest } from "@engine/http/request-building.ts";
import { loadConfig } from "@engine/litellm/load-config.ts";
import { systemClock } from "@engine/time/clock.ts";
import { describe, expect, it } from "vitest";

const environment = readEnvironment({ KEY: "sk-key-0123456789" });

/** The request without the SDK and the request the SDK's adapter builds, of one plan. */
async function bothWays(params: string, body: object) {
  const text = `model_list:\n  - {model_name: a, litellm_params: {api_key: os.environ/KEY, ${params}}}\n`;
  const { config } = loadConfig(text, { fileName: "c", environment, readIncluded: () => undefined });
  const vault = createSecretVault();
  const call = readClientBody({ model: "a", messages: [{ role: "user", content: "x" }], ...body }, config);
  const selection = selectCall(call, config);
  const target = resolveTarget(selection, null, config);
  const [entry] = target.group.entries;
  if (!entry) throw new Error("no entry");
  const input = { call, selection, target, entry, promptConfig: null, messages: [{ role: "user", content: "x" }] };
  const planned = planCall(input, { environment, vault });
  const { url, headers, body: sent, allowed } = directRequest(planned, vault);
  const direct = (await buildRequest(url, { method: "POST", headers, body: sent }, allowed)).wire;
  const signal = new AbortController().signal;
  return { direct, adapter: await previewTranslated(planned, { vault, clock: systemClock, signal }) };
}

describe("a request without the SDK", () => {
  it.each([
    ["model: openai/gpt-4o", { temperature: 0.5 }],
    ["model: openai/gpt-4o, extra_headers: {x-team: blue}", { stream: true, stream_options: { include_usage: true } }],
    ["model: openai/my/model, api_base: 'http://localhost:8000/v1/'", { n: 2 }],
    ["model: azure/my dep, api_base: 'https://x.openai.azure.com'", {}],
    ["model: azure/dep, api_base: 'https://x.openai.azure.com/', api_version: '2024-10-21'", { stream: true }],
    ["model: azure/dep, api_base: 'https://x.openai.azure.com/openai/v1'", {}],
    ["model: openrouter/anthropic/claude-3.5-sonnet", { tools: [] }],
    ["model: mistral/mistral-large-latest", { seed: 3 }],
  ])("is the one the adapter would send: %s", async (params, body) => {
    const { direct, adapter } = await bothWays(params, body);
    expect(direct).toEqual(adapter);
  });
});
