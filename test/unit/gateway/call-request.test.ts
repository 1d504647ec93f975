import { readEnvironment } from "@engine/credentials/environment.ts";
import { createSecretVault } from "@engine/credentials/secret-vault.ts";
import { callRequest } from "@engine/gateway/call-request.ts";
import { chatForm } from "@engine/gateway/forms/chat/form.ts";
import { planCall } from "@engine/gateway/plan-call.ts";
import { readCall } from "@engine/gateway/read-call.ts";
import { resolveTarget, selectCall } from "@engine/gateway/resolve-call.ts";
import { buildRequest } from "@engine/http/request-building.ts";
import { loadConfig } from "@engine/litellm/load-config.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import type { WireRequest } from "@shared/domain/wire/wire.ts";
import { expect, it } from "vitest";

const environment = readEnvironment({ KEY: "sk-key-0123456789" });

/** The request a call becomes. */
async function requestOf(params: string, body: object): Promise<WireRequest> {
  const text = `model_list:\n  - {model_name: a, litellm_params: {api_key: os.environ/KEY, ${params}}}\n`;
  const { config } = loadConfig(text, { fileName: "c", environment, readIncluded: () => undefined });
  const vault = createSecretVault();
  const call = readCall({ model: "a", messages: [{ role: "user", content: "x" }], ...body }, chatForm, config);
  const selection = selectCall(call, config);
  const target = resolveTarget(selection, null, config);
  const [deployment] = target.group.deployments;
  if (!deployment) throw new Error("no entry");
  const input = { call, selection, target, deployment, promptConfig: null, messages: [{ role: "user", content: "x" }] };
  const planned = planCall(input, { environment, vault, providers: builtInProviders, config });
  const { request, allowed } = callRequest(planned, vault);
  return (await buildRequest(request.url, { ...request, body: request.body ?? "" }, allowed)).wire;
}

it("an entry's organization and headers stand behind those of the API, in that order (a proxy's own would be lost)", async () => {
  const { headers } = await requestOf(
    "model: openai/gpt-4o, organization: org-1, extra_headers: {x-team: blue, authorization: os.environ/KEY}",
    {},
  );
  expect(headers.map(({ name }) => name)).toEqual([
    "host",
    "content-type",
    "accept",
    "user-agent",
    "authorization",
    "openai-organization",
    "x-team",
    "authorization",
    "content-length",
    "connection",
  ]);
});

it("asks an API for streamed counts only when it has the key, and never OpenAI's switch of Anthropic", async () => {
  const asked = { stream: true, stream_options: { include_usage: true } };
  expect((await requestOf("model: openai/gpt-4o", asked)).body).toContain("stream_options");
  expect((await requestOf("model: anthropic/claude-x", asked)).body).not.toContain("stream_options");
});

it("passes a key nobody documented to a server of the client's own form, is refused for an API that refuses what it does not know", async () => {
  const asked = { min_p: 0.1 };
  expect((await requestOf("model: openai/llama", asked)).body).toContain("min_p");
  await expect(requestOf("model: anthropic/claude-x", asked)).rejects.toThrow("does not take min_p");
  const dropping = await requestOf("model: anthropic/claude-x, drop_params: true", asked);
  expect(dropping.body).not.toContain("min_p");
});
