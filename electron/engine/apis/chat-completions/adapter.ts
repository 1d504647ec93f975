import { remember } from "@shared/domain/remember.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import { AzureOpenAI, OpenAI } from "openai";
import type { ProviderAdapter, ProviderIo, ProviderPreset } from "../../providers/provider.ts";
import { mostClients, noSdkKey, noSdkTimeout, sendBuilt } from "../sdk-request.ts";
import { azureAddress } from "./azure-address.ts";
import { buildBody } from "./body.ts";
import { decode, parseError } from "./decode.ts";

/** Options that keep the SDK from reading its own variables and from deciding anything we decide. */
const sealed = {
  apiKey: noSdkKey,
  adminAPIKey: null,
  organization: null,
  project: null,
  webhookSecret: null,
  maxRetries: 0,
  timeout: noSdkTimeout,
  logLevel: "off",
} as const;

const clientFor = remember(mostClients, (baseURL) => new OpenAI({ ...sealed, baseURL }));

/** OpenAI and every server that speaks its chat completions. */
export const openaiAdapter: ProviderAdapter = { dialect: "openai", open: openOpenAi, decode, parseError };

/** Azure OpenAI: the same answers behind another address and header. */
export const azureAdapter: ProviderAdapter = { dialect: "azure", open: openAzure, decode, parseError };

async function openOpenAi(plan: RequestPlan, preset: ProviderPreset, apiKey: string, io: ProviderIo) {
  const built = await buildCompletion(clientFor(plan.endpoint.baseUrl), plan);
  return sendBuilt(built, { io, preset, auth: ["authorization", `Bearer ${apiKey}`] });
}

async function openAzure(plan: RequestPlan, preset: ProviderPreset, apiKey: string, io: ProviderIo) {
  const { baseUrl: baseURL, apiVersion } = azureAddress(plan.endpoint);
  const client = apiVersion === null ? clientFor(baseURL) : new AzureOpenAI({ ...sealed, baseURL, apiVersion });
  return sendBuilt(await buildCompletion(client, plan), { io, preset, auth: ["api-key", apiKey] });
}

/** `buildRequest` and not `chat.completions.create`, whose types know only OpenAI's own parameters. */
function buildCompletion(client: OpenAI, plan: RequestPlan) {
  return client.buildRequest({
    method: "post",
    path: "/chat/completions",
    body: buildBody(plan),
    stream: plan.stream,
  });
}
