import type { GatewayConfigText } from "@shared/domain/gateway/gateway.ts";
import { isPromptDeployment } from "../../litellm/config-model.ts";
import { loadText } from "./check-text.ts";
import type { AppGatewayPorts } from "./ports.ts";

/** A deployment of a config: the name clients ask for and the model behind it. */
export interface NamedDeployment {
  name: string;
  model: string;
  apiBase: string | null;
}

/** The deployments of a config, as far as it can be read; one of a prompt names the model behind its prefix. */
export function deploymentsOfText({ text, options }: GatewayConfigText, ports: AppGatewayPorts): NamedDeployment[] {
  const { config } = loadText(text, options, ports);
  return config.models.map((deployment) => ({
    name: isPromptDeployment(deployment)
      ? `${deployment.modelName} (prompt ${deployment.promptId ?? "of the request"})`
      : deployment.modelName,
    model: deployment.model,
    apiBase: deployment.apiBase,
  }));
}
