import type { RunRecord } from "@shared/domain/run/run.ts";

/** Figures of a run for a person; "–" where nothing was measured. */

export function seconds(ms: number | undefined): string {
  if (ms === undefined) return "–";
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

export function dollars(usd: number | undefined): string {
  if (usd === undefined) return "–";
  return usd === 0 ? "$0" : `$${usd < 0.01 ? usd.toPrecision(2) : usd.toFixed(4)}`;
}

export function tokens({ metrics }: RunRecord): string {
  const { inputTokens, outputTokens } = metrics?.usage ?? {};
  if (inputTokens === undefined && outputTokens === undefined) return "–";
  return `${inputTokens ?? "?"} → ${outputTokens ?? "?"}`;
}

/** `provider/model`, as a model can be asked for again. */
export function modelOf({ plan }: RunRecord): string | undefined {
  return plan && `${plan.route.provider}/${plan.route.model}`;
}

export function promptOf({ resolved }: RunRecord): string | undefined {
  if (!resolved) return undefined;
  const { name, version, labels } = resolved.prompt;
  return `${name} v${version}${labels.length > 0 ? ` (${labels.join(", ")})` : ""}`;
}
