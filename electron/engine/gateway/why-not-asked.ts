import type { GatewayConfig } from "../litellm/config-model.ts";
import type { ConfigProblem } from "../litellm/config-problem.ts";

/** What keeps the prompts from being compared at all, in words; a single broken entry does not. */
export function whyNotAsked({ models }: GatewayConfig, problems: readonly ConfigProblem[]): string | undefined {
  const errors = problems.filter(({ severity }) => severity === "error");
  // Half of a Langfuse's keys and address could send what is left of them to another server.
  if (errors.some(({ path }) => path.startsWith("environment_variables"))) {
    return "environment_variables has errors. Mend them first.";
  }
  return errors.length > 0 && models.length === 0 ? "no entry of the file can be read. Mend it first." : undefined;
}
