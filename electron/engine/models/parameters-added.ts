import type { JsonObject } from "@shared/domain/json/json.ts";
import type { PlannedParameter } from "@shared/domain/run/request-plan.ts";
import type { Api } from "../apis/api.ts";
import type { Provider } from "../providers/provider.ts";
import { traitsOf } from "./model-traits.ts";

interface Asked {
  model: string;
  stream: boolean;
  parameters: readonly PlannedParameter[];
}

/** What goes into a request though nobody set it, by the API, the provider and the model. */
export function parametersAdded(api: Api, provider: Provider, asked: Asked): PlannedParameter[] {
  const values: JsonObject = {};
  for (const { key, sentAs, value, sent } of asked.parameters) if (sent) values[sentAs ?? key] = value;
  const sentKeys = new Set(Object.keys(values));
  return api.parameters.defaults(
    { sentKeys, stream: asked.stream, values, traits: traitsOf(provider, asked.model) },
    provider,
  );
}
