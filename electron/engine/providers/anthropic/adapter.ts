import type { RequestPlan } from "@shared/domain/request-plan.ts";
import type { ProviderAdapter, ProviderIo, ProviderPreset } from "../provider.ts";
import { noSdkTimeout, type SdkCall, sendThroughSdk } from "../sdk-request.ts";
import { buildBody } from "./body.ts";
import { decode, parseError } from "./decode.ts";
import { anthropicVersion } from "./parameters.ts";

/** Anthropic's Messages. */
export const anthropicAdapter: ProviderAdapter = { dialect: "anthropic", open, decode, parseError };

async function open(plan: RequestPlan, preset: ProviderPreset, apiKey: string, io: ProviderIo): Promise<Response> {
  const { Anthropic } = await import("@anthropic-ai/sdk");
  const call: SdkCall = {
    io,
    preset,
    auth: ["x-api-key", apiKey],
    headers: { "anthropic-version": anthropicVersion },
  };
  return sendThroughSdk(call, (fetch) => {
    const client = new Anthropic({
      apiKey,
      webhookKey: null,
      baseURL: anthropicBaseUrl(plan.endpoint.baseUrl),
      maxRetries: 0,
      timeout: noSdkTimeout,
      logLevel: "off",
      fetch,
    });
    return client.post("/v1/messages", { body: buildBody(plan), stream: plan.stream }).asResponse();
  });
}

/** Takes the host, `…/v1` or the full path that LiteLLM takes too. */
function anthropicBaseUrl(baseUrl: string): string {
  return baseUrl.replace(/\/+$/, "").replace(/\/v1(\/messages)?$/, "");
}
