import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import { type Deployment, type GatewayConfig, isPromptDeployment } from "../litellm/config-model.ts";
import { routeModel, stripLangfusePrefix } from "../routing/model-routing.ts";
import { deploymentEndpoint, type EndpointPorts } from "./deployment-endpoint.ts";
import { findGroup } from "./deployments.ts";
import type { ModelLists } from "./model-lists.ts";

/** What is known of an entry. `healthy`: its server answered just now. `unchecked`: nobody was asked, and why. */
export interface EntryHealth {
  model: string;
  id: string;
  state: "healthy" | "unhealthy" | "unchecked";
  because?: string;
}

/** An answer this young, in milliseconds, is not asked for again: health is polled. */
const keptFor = 30_000;

/**
 * Asks the server of every entry, or of those a client would name `model`, for its list of models: that shows address
 * and key to be right and costs nothing. LiteLLM calls every model instead, which is paid for.
 */
export function healthOf(
  config: GatewayConfig,
  model: string | undefined,
  lists: ModelLists,
  ports: EndpointPorts,
): Promise<EntryHealth[]> {
  const meant = config.models.filter(({ modelName }) => model === undefined || modelName === model);
  return Promise.all(
    meant.map(async (deployment) => ({
      model: deployment.modelName,
      id: deployment.id,
      ...(await stateOf(deployment, config, lists, ports)),
    })),
  );
}

type State = Pick<EntryHealth, "state" | "because">;

async function stateOf(
  deployment: Deployment,
  config: GatewayConfig,
  lists: ModelLists,
  ports: EndpointPorts,
): Promise<State> {
  if (deployment.unserved) return { state: "unhealthy", because: deployment.unserved.message };
  if (deployment.mockResponse !== undefined)
    return { state: "unchecked", because: "It answers with its mock_response." };
  const target = stripLangfusePrefix(deployment.model);
  if (isPromptDeployment(deployment) && target !== deployment.modelName && findGroup(config, target)) {
    return { state: "unchecked", because: `Its calls go to ${target}.` };
  }
  if (deployment.model === "*") return { state: "unchecked", because: "It stands for every provider." };
  try {
    const { provider } = routeModel(target, { apiBase: deployment.apiBase, providers: ports.providers });
    const endpoint = deploymentEndpoint(provider, deployment, ports);
    if (provider.listsNoModels || !provider.apis[0].listModels) {
      return { state: "unchecked", because: `${provider.label} lists no models, and a call would cost.` };
    }
    await lists.ask(provider, endpoint, keptFor);
    return { state: "healthy" };
  } catch (error) {
    const { code, message } = appErrorOf(error);
    if (isPromptDeployment(deployment) && code === "model_unknown") {
      return { state: "unchecked", because: "Its model is in the prompt's config." };
    }
    return { state: "unhealthy", because: message };
  }
}
