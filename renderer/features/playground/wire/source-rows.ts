import type { PlannedParameter, RequestPlan } from "@shared/domain/run/request-plan.ts";

/** Where a key of the request body came from: a word for the chip and, where there is more to say, a sentence. */
export interface BodySource {
  label: string;
  note?: string;
}

/** A parameter that was set somewhere and is not sent, with the reason. */
export interface UnsentRow {
  key: string;
  value: string;
  source: string;
  reason: string;
}

const messageKeys = ["messages", "system", "contents", "input", "prompt"];

/** The source of each top-level key of a body, from the plan that made it. `template` names prompt and version. */
export function bodySources(
  keys: readonly string[],
  plan: RequestPlan,
  template: string | undefined,
): Map<string, BodySource> {
  return new Map(keys.map((key) => [key, sourceOf(key, plan, template)]));
}

function sourceOf(key: string, plan: RequestPlan, template: string | undefined): BodySource {
  const parameter = plan.parameters.find((candidate) => candidate.sent && (candidate.sentAs ?? candidate.key) === key);
  if (parameter) return fromParameter(parameter, key);
  if (key === "model") return { label: plan.route.source, note: plan.route.rule };
  if (messageKeys.includes(key)) return template ? { label: "template", note: template } : { label: "call" };
  if (Object.hasOwn(plan.extraBody, key)) return { label: "extra_body", note: "sent as it is" };
  if (key === "stream") return { label: "setting", note: "Settings → streaming" };
  return { label: plan.route.providerLabel, note: "added by the form its API has" };
}

function fromParameter(parameter: PlannedParameter, key: string): BodySource {
  const by = parameter.renamedBy === undefined ? "" : ` (the ${parameter.renamedBy}’s name for it)`;
  const renamed = parameter.key === key ? [] : [`from ${parameter.key}${by}`];
  const note = [...renamed, ...(parameter.note ? [parameter.note] : [])].join("; ");
  return note === "" ? { label: parameter.source } : { label: parameter.source, note };
}

/** What was set and stays out of the request. */
export function unsentRows(plan: RequestPlan): UnsentRow[] {
  return plan.parameters
    .filter((parameter) => !parameter.sent)
    .map((parameter) => ({
      key: parameter.key,
      value: JSON.stringify(parameter.value),
      source: parameter.source,
      reason: parameter.note ?? "not sent",
    }));
}
