import type { RequestPlan } from "@shared/domain/request-plan.ts";
import type { ProviderAdapter, ProviderIo, ProviderPreset } from "../provider.ts";
import { noSdkTimeout, type SdkCall, sendThroughSdk } from "../sdk-request.ts";
import { azureAddress } from "./azure-address.ts";
import { buildBody } from "./body.ts";
import { decode, parseError } from "./decode.ts";

/** Options that keep the SDK from reading its own variables and from deciding anything we decide. */
const sealed = {
  adminAPIKey: null,
  organization: null,
  project: null,
  webhookSecret: null,
  maxRetries: 0,
  timeout: noSdkTimeout,
  logLevel: "off",
} as const;

/** OpenAI and every server that speaks its chat completions. */
export const openaiAdapter: ProviderAdapter = { dialect: "openai", open: openOpenAi, decode, parseError };

/** Azure OpenAI: the same answers behind another address and header. */
export const azureAdapter: ProviderAdapter = { dialect: "azure", open: openAzure, decode, parseError };

async function openOpenAi(plan: RequestPlan, preset: ProviderPreset, apiKey: string, io: ProviderIo) {
  const { OpenAI } = await import("openai");
  const auth = ["authorization", `Bearer ${apiKey}`] as const;
  return sendThroughSdk({ io, preset, auth }, (fetch) => {
    const client = new OpenAI({ ...sealed, apiKey, baseURL: plan.endpoint.baseUrl, fetch });
    return postCompletion(client, plan);
  });
}

async function openAzure(plan: RequestPlan, preset: ProviderPreset, apiKey: string, io: ProviderIo) {
  const { AzureOpenAI, OpenAI } = await import("openai");
  const { baseUrl: baseURL, apiVersion } = azureAddress(plan.endpoint);
  const call: SdkCall = { io, preset, auth: ["api-key", apiKey] };
  return sendThroughSdk(call, (fetch) => {
    const client =
      apiVersion === null
        ? new OpenAI({ ...sealed, apiKey, baseURL, fetch })
        : new AzureOpenAI({ ...sealed, apiKey, baseURL, apiVersion, fetch });
    return postCompletion(client, plan);
  });
}

/** `post` and not `chat.completions.create`, whose types know only OpenAI's own parameters. */
function postCompletion(client: import("openai").OpenAI, plan: RequestPlan): Promise<Response> {
  return client.post("/chat/completions", { body: buildBody(plan), stream: plan.stream }).asResponse();
}
