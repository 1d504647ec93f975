import type { GatewayOptions, GatewayOutline } from "@shared/domain/gateway/gateway.ts";
import { isPromptDeployment } from "../../litellm/config-model.ts";
import { modelNames } from "../describe-models.ts";
import { loadText } from "./check-text.ts";
import type { AppGatewayPorts } from "./ports.ts";

/** What programs could ask for under a config, as far as it can be read; mistakes are told by the check. */
export function outlineConfig(
  text: string,
  options: Pick<GatewayOptions, "model" | "promptId">,
  ports: AppGatewayPorts,
): GatewayOutline {
  const { config } = loadText(text, options, ports);
  const { models: deployments, groupAliases, masterKey } = config;
  const models = modelNames(config).map((name) => {
    const group = Object.hasOwn(groupAliases, name) ? groupAliases[name] : name;
    // What is added for a fixed model stands last and answers for the name.
    const deployment = deployments.findLast(({ modelName }) => modelName === group);
    if (!deployment || !isPromptDeployment(deployment)) return { name, prompt: null };
    const { promptId: id, promptVersion: version, promptLabel: label } = deployment;
    return {
      name,
      prompt: {
        ...(id === undefined ? {} : { id }),
        ...(version === undefined ? {} : { version }),
        ...(label === undefined ? {} : { label }),
      },
    };
  });
  return { models, masterKey: masterKey !== null };
}
