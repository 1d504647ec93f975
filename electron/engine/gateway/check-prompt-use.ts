import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { ClientMessagesMode } from "@shared/domain/prompt/compiled.ts";
import type { PromptVersion } from "@shared/domain/prompt/prompt.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { nearestKey } from "../litellm/config-keys.ts";
import { type Deployment, placeOf } from "../litellm/config-model.ts";
import type { ProblemList } from "../litellm/config-problem.ts";
import { parametersFor } from "../models/parameters-for.ts";
import type { Provider } from "../providers/provider.ts";
import type { RoutedModel } from "../routing/model-routing.ts";
import { isForbiddenInConfig } from "./forbidden-keys.ts";

/* What a prompt, known by now, would do in the calls of its deployment. */

/** Without any values in the entry they are meant to come with each request, as on LiteLLM's own page. */
export function checkVariables(deployment: Deployment, prompt: PromptVersion, problems: ProblemList): void {
  const given = deployment.promptVariables;
  if (given === undefined) return;
  const { variables, placeholders } = listVariables(prompt.prompt, prompt.templateFormat);
  const unfilled = [...variables, ...placeholders].filter((name) => !Object.hasOwn(given, name));
  if (unfilled.length === 0) return;
  problems.warn(
    placeOf(deployment, "prompt_variables", "prompt_id"),
    `${deployment.path}.litellm_params.prompt_variables`,
    {
      code: "variable_unfilled",
      message: `${unfilled.join(", ")} of ${prompt.name} ${unfilled.length === 1 ? "has" : "have"} no value here.`,
      fix: "Every request has to send prompt_variables with it, and then with all others too: they replace these.",
    },
  );
}

export function checkKeys(
  deployment: Deployment,
  prompt: PromptVersion,
  { provider, model }: RoutedModel,
  problems: ProblemList,
): void {
  const { rules, ruleOf } = parametersFor(provider.apis[0], provider, model);
  const known = [...rules.map(({ key }) => key), "model", "extra_body", "json_schema", "schema"];
  for (const key of Object.keys(isJsonObject(prompt.config) ? prompt.config : {})) {
    const refused = ruleOf(key)?.refused !== undefined || isForbiddenInConfig(key);
    if (!refused && known.includes(key)) continue;
    const nearest = nearestKey(key, known);
    problems.warn(placeOf(deployment, "prompt_id"), `${deployment.path}.litellm_params`, {
      code: "unknown_config_key",
      message: refused
        ? `“${key}” in the config of ${prompt.name} is not sent to ${provider.label}.`
        : `“${key}” in the config of ${prompt.name} is not known to ${provider.label}, which may refuse the call.`,
      fix: nearest ? `Did you mean ${nearest}?` : "Take it out of the prompt's config, or put it into extra_body.",
    });
  }
}

/** A text prompt becomes the system message in append mode, as in LiteLLM from 1.57.7 on. */
export function checkRoles(
  deployment: Deployment,
  prompt: PromptVersion,
  provider: Provider,
  mode: ClientMessagesMode,
  problems: ProblemList,
): void {
  if (!provider.needsUserMessage) return;
  const { prompt: template } = prompt;
  const isSystemOnly =
    typeof template === "string"
      ? mode === "append"
      : template.every((item) => item.type !== "placeholder" && item.role === "system");
  if (!isSystemOnly) return;
  problems.warn(placeOf(deployment, "prompt_id"), `${deployment.path}.litellm_params`, {
    code: "system_only",
    message: `${prompt.name} gives system messages only, which ${provider.label} refuses unless the client sends a message too.`,
    fix: "Give the prompt a user message.",
  });
}

/**
 * A client that answers calls of tools sends a whole conversation; here the prompt takes its place, but for the turns
 * that `README.md#what-a-call-takes-from-where` names.
 */
export function checkTools(
  deployment: Deployment,
  { name, config }: PromptVersion,
  mode: ClientMessagesMode,
  problems: ProblemList,
): void {
  const inPrompt = isJsonObject(config) && hasTools(config["tools"]) && !deployment.ignorePromptParameters;
  if ((!inPrompt && !hasTools(deployment.parameters["tools"])) || mode === "append") return;
  const whose = inPrompt ? `${name} has tools` : "This entry has tools";
  problems.warn(placeOf(deployment, "client_messages", "prompt_id"), `${deployment.path}.litellm_params`, {
    code: "prompt_with_tools",
    message: deployment.replacesToolTurns
      ? `${whose}, and client_messages: replace-all leaves their results out: an agent asks for the same call without an end.`
      : `${whose}: of the client's messages the turns of a running tool loop follow the prompt, and nothing from before them.`,
    fix: deployment.replacesToolTurns
      ? "Take replace-all out, or write client_messages: append."
      : "Where agents need their whole conversation, write client_messages: append.",
  });
}

function hasTools(tools: unknown): boolean {
  return Array.isArray(tools) && tools.length > 0;
}
