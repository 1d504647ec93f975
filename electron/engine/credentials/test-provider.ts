import type { InputOf } from "@shared/contract/define.ts";
import type { ProviderTest, Routes } from "@shared/contract/routes.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import type { CallIo } from "../ports.ts";
import type { Provider } from "../providers/provider.ts";
import type { Providers } from "../providers/registry.ts";
import type { EndpointFinder } from "./endpoint-finder.ts";
import { cleanSecret } from "./secret-value.ts";

interface TestPorts {
  providers: Providers;
  endpoints: EndpointFinder;
  listModels(provider: Provider, endpoint: Endpoint, io: CallIo): Promise<string[]>;
}

/**
 * Tries a provider's key and address before they are stored, or those that are, by asking for its models.
 * @throws AppFailure as the server refuses, and when a key or an address is missing.
 */
export async function testProvider(
  { provider: id, baseUrl, apiKey, apiVersion }: InputOf<Routes["provider.test"]>,
  { providers, endpoints, listModels }: TestPorts,
  io: CallIo,
): Promise<ProviderTest> {
  const provider = providers.find(id);
  if (!provider) throw new AppFailure("invalid_input", { message: `There is no provider “${id}”.` });
  const endpoint = await endpoints.find(provider, {
    ...(baseUrl === undefined ? {} : { apiBase: baseUrl }),
    ...(apiKey === undefined ? {} : { apiKey: cleanSecret(apiKey) }),
    ...(apiVersion ? { apiVersion } : {}),
  });
  if (provider.listsNoModels || provider.apis[0].listModels === undefined) return { models: null };
  return { models: (await listModels(provider, endpoint, io)).length };
}
