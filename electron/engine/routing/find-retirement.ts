import type { RetiringModel } from "@shared/domain/model/retirement.ts";
import { knownProviderOf } from "../models/known-models.ts";
import { modelRules } from "../models/model-rules.ts";
import type { Providers } from "../providers/registry.ts";
import { routeModel, stripLangfusePrefix } from "./model-routing.ts";

/** So many days ahead an end is worth telling. */
export const daysAhead = 90;
const dayMs = 86_400_000;

/** What a model's row says of its end: nothing of one that lasts, `unknown` of a name without a row. */
export type FoundRetirement = Omit<RetiringModel, "uses"> | "lasts" | "unknown";

export interface RetirementQuery {
  providers: Providers;
  /** UTC milliseconds. */
  now: number;
  /** A base URL of the call, which may tell the provider of a bare name. */
  apiBase?: string | null;
}

/** Whether the model a string calls ends within 90 days or is gone; `unknown` also where no provider is known for it. */
export function findRetirement(model: string, { providers, now, apiBase }: RetirementQuery): FoundRetirement {
  let routed: ReturnType<typeof routeModel>;
  try {
    routed = routeModel(stripLangfusePrefix(model.trim()), { providers, apiBase });
  } catch {
    return "unknown";
  }
  const { provider } = routed;
  if (provider.sample) return "lasts";
  const found = modelRules(provider, routed.rulesOf ?? routed.model);
  if (!found) return "unknown";
  const { ends, replacedBy, page, model: name } = found.facts;
  if (ends === undefined) return "lasts";
  const days = daysUntil(ends, now);
  if (days > daysAhead) return "lasts";
  const { name: source, asOf } = found.source;
  return {
    provider: provider.id,
    providerLabel: provider.label,
    model: name,
    id: callOf(provider.id, provider.prefixes[0], name),
    ends,
    days,
    ...(replacedBy === undefined ? {} : { replacedBy: callOf(provider.id, provider.prefixes[0], replacedBy) }),
    source: `${source}, ${asOf}`,
    ...(page === undefined ? {} : { page }),
  };
}

/** Whole days from now to the end of a date in UTC; below zero when it has passed. */
function daysUntil(date: string, now: number): number {
  const today = Math.floor(now / dayMs) * dayMs;
  return Math.round((Date.parse(date) - today) / dayMs);
}

/** The string that calls a model: its name where that says the provider, else with the prefix. */
function callOf(provider: string, prefix: string | undefined, model: string): string {
  return knownProviderOf(model) === provider ? model : `${prefix ?? provider}/${model}`;
}

/** In one sentence, for a warning. */
export function retirementText({ model, ends, days, replacedBy, source }: Omit<RetiringModel, "uses">): string {
  const when = days < 0 ? `is gone since ${ends}` : `ends on ${ends}, in ${days} ${days === 1 ? "day" : "days"}`;
  return `${model} ${when}${replacedBy === undefined ? "" : `; ${replacedBy} replaces it`} (${source}).`;
}
