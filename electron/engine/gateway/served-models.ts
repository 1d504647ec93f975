import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import { type Deployment, type GatewayConfig, isPromptDeployment } from "../litellm/config-model.ts";
import { matchWildcard } from "../litellm/wildcard.ts";
import type { Provider } from "../providers/provider.ts";
import { routeModel } from "../routing/model-routing.ts";
import { deploymentEndpoint, type EndpointPorts } from "./deployment-endpoint.ts";
import { modelNames } from "./describe-models.ts";
import type { ModelLists } from "./model-lists.ts";

/** A list is asked for anew after this; while the server does not answer the old one is told. Milliseconds. */
const keptFor = 10 * 60_000;
/** Nobody waits longer for a list of models. */
const waitedFor = 2_000;

/**
 * The names a client may ask for, a wildcard such as `openai/*` as what its provider lists. A pattern itself is no model
 * and never told. A provider that is slow or down adds what it listed before, or nothing.
 */
export async function servedModels(config: GatewayConfig, lists: ModelLists, ports: EndpointPorts): Promise<string[]> {
  const names = modelNames(config);
  const patterns = config.models.filter(
    (deployment) => isPattern(deployment) && !deployment.unserved && !isPromptDeployment(deployment),
  );
  const found = await Promise.all(patterns.map((deployment) => expand(deployment, lists, ports)));
  return [...new Set([...names.filter((name) => !name.includes("*")), ...found.flat()])];
}

function isPattern({ modelName, model }: Deployment): boolean {
  return modelName.includes("*") && model.includes("*");
}

async function expand(deployment: Deployment, lists: ModelLists, ports: EndpointPorts): Promise<string[]> {
  const found = await Promise.all(
    targetsOf(deployment, ports).map(async ({ provider, prefix, endpoint }) => {
      const names = await listInTime(provider, endpoint, lists);
      return names.flatMap((name) => {
        const match = matchWildcard(deployment.model, prefix === "" ? name : `${prefix}/${name}`);
        return match === undefined ? [] : [deployment.modelName.replace("*", () => match)];
      });
    }),
  );
  return found.flat();
}

interface Target {
  provider: Provider;
  prefix: string;
  endpoint: Endpoint;
}

/** `*` alone stands for every provider the environment has a key for. */
function targetsOf(deployment: Deployment, ports: EndpointPorts): Target[] {
  if (deployment.model === "*") {
    return ports.providers.listed.flatMap((provider) => {
      const endpoint = provider.keyRequired ? endpointOf(provider, deployment, ports) : undefined;
      return endpoint ? [{ provider, prefix: provider.prefixes[0] ?? provider.id, endpoint }] : [];
    });
  }
  const slash = deployment.model.indexOf("/");
  const prefix = slash < 0 ? "" : deployment.model.slice(0, slash);
  try {
    const { provider } = routeModel(deployment.model, { apiBase: deployment.apiBase, providers: ports.providers });
    const endpoint = endpointOf(provider, deployment, ports);
    return endpoint ? [{ provider, prefix, endpoint }] : [];
  } catch {
    return []; // Calls will say why it has no provider.
  }
}

function endpointOf(provider: Provider, deployment: Deployment, ports: EndpointPorts): Endpoint | undefined {
  try {
    return deploymentEndpoint(provider, deployment, ports);
  } catch {
    return undefined; // Without a key there is nobody to ask.
  }
}

async function listInTime(provider: Provider, endpoint: Endpoint, lists: ModelLists): Promise<string[]> {
  const kept = lists.kept(provider, endpoint) ?? [];
  const { promise: late, resolve } = Promise.withResolvers<string[]>();
  const timer = setTimeout(() => resolve(kept), waitedFor);
  const asked = lists.ask(provider, endpoint, keptFor).catch(() => kept);
  const names = await Promise.race([asked, late]);
  clearTimeout(timer);
  return names;
}
