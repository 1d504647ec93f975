import { type Deployment, type GatewayConfig, isPromptDeployment, placeOf } from "../litellm/config-model.ts";
import { type ConfigProblem, createProblemList, type ProblemText } from "../litellm/config-problem.ts";
import type { Providers } from "../providers/registry.ts";
import { findRetirement, retirementText } from "../routing/find-retirement.ts";
import { findGroup } from "./deployments.ts";

/** The warning of a model that ends within 90 days or is gone; undefined of any other. */
export function retiringText(
  model: string,
  { apiBase, providers, now }: { apiBase: string | null; providers: Providers; now: number },
): ProblemText | undefined {
  const found = findRetirement(model, { providers, now, apiBase });
  if (typeof found === "string") return undefined;
  const { days, replacedBy } = found;
  return {
    code: days < 0 ? "model_gone" : "model_retiring",
    message: retirementText(found),
    fix: replacedBy === undefined ? "Choose another model." : `Compare it with ${replacedBy} before that.`,
  };
}

/** Entries of a config whose model ends within 90 days or is gone; calls nobody. */
function retiringProblems(config: GatewayConfig, providers: Providers, now: number): ConfigProblem[] {
  const problems = createProblemList();
  for (const deployment of config.models) {
    const model = modelOf(deployment, config);
    if (deployment.unserved || model === undefined) continue;
    const text = retiringText(model, { apiBase: deployment.apiBase, providers, now });
    if (text) problems.warn(placeOf(deployment, "model"), `${deployment.path}.litellm_params.model`, text);
  }
  return problems.all();
}

/** The model of an entry; not of one that names another entry, a pattern or a mock. */
function modelOf(deployment: Deployment, config: GatewayConfig): string | undefined {
  const { model, mockResponse } = deployment;
  if (model.includes("*") || mockResponse !== undefined) return undefined;
  if (!isPromptDeployment(deployment)) return model;
  const behind = model.slice(model.indexOf("/") + 1);
  return findGroup(config, behind) ? undefined : model;
}

/** Findings in the order of the files, each told once. */
export function withRetiring(
  problems: readonly ConfigProblem[],
  config: GatewayConfig,
  providers: Providers,
  now: number,
): ConfigProblem[] {
  const all = [...problems, ...retiringProblems(config, providers, now)];
  const files = [...new Set(all.map(({ file }) => file))];
  return all.toSorted(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  );
}
