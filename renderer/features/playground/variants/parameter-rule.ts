import type { ParameterRule, RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { RunPreview } from "@shared/domain/run/run.ts";

/** What becomes of a parameter at the model the variant goes to, where it is not sent as it stands; else empty. */
export function ruleNote(key: string, preview: RunPreview | null | undefined): string {
  if (!preview?.parameterRules || !preview.plan || key === "extra_body") return "";
  const { providerLabel } = preview.plan.route;
  const rule = preview.parameterRules.find((one) => one.key === key);
  if (!rule) return `${providerLabel} does not know it; it is not sent`;
  if (preview.plan.parameters.some((one) => one.key === key && one.sent && one.sentAs === undefined)) return "";
  const { says, onlyWith } = rule;
  // The model thinks nothing unless it is asked to: then it is sent as it stands.
  if (onlyWith && isMet(onlyWith, preview.plan)) return "";
  const source = says === undefined ? "" : ` (${shortSource(says)})`;
  const but = onlyWith ? ` unless ${onlyWith.key} is ${JSON.stringify(onlyWith.value)}` : "";
  if (rule.refused !== undefined) return `not sent: ${rule.refused}${but}${source}`;
  return rule.sentAs === key ? "" : `sent as ${rule.sentAs}, ${whoseName(rule, preview.plan)}${source}`;
}

/** Without the list's file: each row says it, and the names of files are longer than a row. */
function shortSource(says: string): string {
  return says
    .split(", ")
    .filter((part) => !/\.(?:py|json)$/.test(part))
    .join(", ");
}

/** Whether the other key has the value a rule asks for, set by somebody or of itself. */
function isMet({ key, value, unasked }: NonNullable<ParameterRule["onlyWith"]>, { parameters }: RequestPlan): boolean {
  const set = parameters.find((one) => one.key === key && one.sent);
  return set === undefined ? unasked : set.value === value;
}

/** Whether a model's rule keeps a parameter back that the person may insist on. */
export function isKeptBack(key: string, preview: RunPreview | null | undefined): boolean {
  const rule = preview?.parameterRules?.find((one) => one.key === key);
  const isLeftOut = preview?.plan?.parameters.some((one) => one.key === key && !one.sent && one.value !== null);
  return rule?.source === "model" && rule.refused !== undefined && isLeftOut === true;
}

/** Which list says what the model takes, or that none does. */
export function modelListNote({ plan }: Pick<RunPreview, "plan">): string {
  if (!plan || plan.modelList === undefined) return "";
  if (plan.modelList === null) return `No list has a row for ${plan.route.model}: no rule of a model is applied.`;
  return `What ${plan.route.model} takes: ${plan.modelList}.`;
}

function whoseName({ source }: ParameterRule, { route }: RequestPlan): string {
  if (source === "model") return `as ${route.model} has it`;
  return source === "provider" ? `as ${route.providerLabel} has it` : "as its API has it";
}
