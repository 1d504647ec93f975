import { Anthropic } from "@anthropic-ai/sdk";
import { remember } from "@shared/domain/remember.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { ProviderAdapter, ProviderIo, ProviderPreset } from "../../providers/provider.ts";
import { mostClients, noSdkKey, noSdkTimeout, sendBuilt } from "../sdk-request.ts";
import { buildBody } from "./body.ts";
import { decode, parseError } from "./decode.ts";
import { anthropicVersion } from "./parameters.ts";

/** Anthropic's Messages. */
export const anthropicAdapter: ProviderAdapter = { dialect: "anthropic", open, decode, parseError };

const clientFor = remember(
  mostClients,
  (baseURL) =>
    new Anthropic({
      apiKey: noSdkKey,
      webhookKey: null,
      baseURL,
      maxRetries: 0,
      timeout: noSdkTimeout,
      logLevel: "off",
    }),
);

async function open(plan: RequestPlan, preset: ProviderPreset, apiKey: string, io: ProviderIo): Promise<Response> {
  const client = clientFor(anthropicBaseUrl(plan.endpoint.baseUrl));
  const built = await client.buildRequest({
    method: "post",
    path: "/v1/messages",
    body: buildBody(plan),
    stream: plan.stream,
  });
  const headers = { "anthropic-version": anthropicVersion };
  return sendBuilt(built, { io, preset, auth: ["x-api-key", apiKey], headers });
}

/** Takes the host, `…/v1` or the full path that LiteLLM takes too. */
function anthropicBaseUrl(baseUrl: string): string {
  return baseUrl.replace(/\/+$/, "").replace(/\/v1(\/messages)?$/, "");
}
