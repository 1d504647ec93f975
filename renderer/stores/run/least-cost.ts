import type { ModelPrice } from "@shared/domain/model/price.ts";
import { askedTier, costOfTokens } from "@shared/domain/model/price-rates.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import { engineClient } from "../client.ts";
import { usePreview } from "../draft/preview.ts";
import { useRuns } from "./runs.ts";
import type { VariantStart } from "./start-job.ts";

/** Own prices first, then those that come with Promptscope; none while they cannot be read. */
export async function pricesInForce(signal?: AbortSignal): Promise<ModelPrice[]> {
  const table = await engineClient()
    .call("prices.list", {}, { signal })
    .catch(() => undefined);
  return table ? [...table.own, ...table.bundled] : [];
}

/** Whether a model of a provider is the one a plan calls; a provider that is not said means any. */
export function isOfPlan({ route }: RequestPlan, model: string, provider: string | null): boolean {
  return route.model === model && (provider === null || provider === route.provider);
}

/**
 * What runs cost at least by provider, in US dollars: the tokens of what each variant shows that it sends, and of answers as long as
 * its last ones, where there are any. What has no price counts nothing. Asks the engine for the prices and nothing else,
 * so that a run of a few calls need not wait for a forecast.
 */
export async function leastCosts(
  started: readonly VariantStart[],
  repetitions: number,
): Promise<Record<string, number>> {
  const prices = await pricesInForce();
  const costs: Record<string, number> = {};
  for (const { variantId } of started) {
    const provider = usePreview.getState().views[variantId]?.preview?.plan?.route.provider;
    if (provider === undefined) continue;
    costs[provider] = (costs[provider] ?? 0) + repetitions * costOfCall(variantId, prices);
  }
  return costs;
}

function costOfCall(variantId: string, prices: readonly ModelPrice[]): number {
  const { plan, tokenEstimate } = usePreview.getState().views[variantId]?.preview ?? {};
  if (!plan || !tokenEstimate) return 0;
  const price = prices.find(({ model, provider }) => isOfPlan(plan, model, provider ?? null));
  if (!price) return 0;
  const tokens = { input: tokenEstimate.tokens, output: lastOutputTokens(variantId) };
  return costOfTokens(price, tokens, askedTier(plan)) ?? 0;
}

/** The mean of the answers a variant shows. */
function lastOutputTokens(variantId: string): number {
  const counts = (useRuns.getState().repetitions[variantId] ?? []).flatMap(
    ({ metrics }) => metrics?.usage.outputTokens ?? [],
  );
  return counts.length === 0 ? 0 : counts.reduce((sum, one) => sum + one, 0) / counts.length;
}
