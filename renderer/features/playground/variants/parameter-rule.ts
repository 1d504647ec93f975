import type { ParameterRule, RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { RunPreview } from "@shared/domain/run/run.ts";

/** What becomes of a parameter at the model the variant goes to, where it is not sent as it stands; else empty. */
export function ruleNote(key: string, preview: RunPreview | null | undefined): string {
  if (!preview?.parameterRules || !preview.plan || key === "extra_body") return "";
  const { providerLabel } = preview.plan.route;
  const rule = preview.parameterRules.find((one) => one.key === key);
  if (!rule) return `${providerLabel} does not know it; it is not sent`;
  if (rule.refused !== undefined) return `not sent: ${rule.refused}`;
  return rule.sentAs === key ? "" : `sent as ${rule.sentAs}, ${whoseName(rule, preview.plan)}`;
}

function whoseName({ source }: ParameterRule, { route }: RequestPlan): string {
  if (source === "model") return `as ${route.model} has it`;
  return source === "provider" ? `as ${route.providerLabel} has it` : "as its API has it";
}
