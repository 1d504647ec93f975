import { versionName } from "../../../shared/domain/prompt/version-text.ts";
import type { RunRecord } from "../../../shared/domain/run/run.ts";

export const figureTitles = ["Ended", "Total", "First token", "Rate", "Tokens in → out", "Cost"];

/** A run's figures in the order of the titles; a dash for what was not measured. */
export function figureCells({ outcome, state, metrics }: RunRecord): string[] {
  const { inputTokens, outputTokens } = metrics?.usage ?? {};
  const tokens =
    inputTokens === undefined && outputTokens === undefined
      ? undefined
      : `${inputTokens ?? "?"} → ${outputTokens ?? "?"}`;
  const rate = metrics?.tokensPerSecond;
  return [
    (outcome?.kind ?? state).replaceAll("_", " "),
    milliseconds(metrics?.totalMs),
    milliseconds(metrics?.ttftMs),
    rate === undefined ? "–" : `${rate < 10 ? rate.toFixed(1) : Math.round(rate)} tok/s`,
    tokens ?? "–",
    metrics?.cost === undefined ? "–" : dollars(metrics.cost.usd),
  ];
}

function milliseconds(ms: number | undefined): string {
  if (ms === undefined) return "–";
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(2)} s`;
}

function dollars(usd: number): string {
  return usd === 0 ? "$0" : `$${usd < 0.01 ? usd.toPrecision(2) : usd.toFixed(4)}`;
}

/** The model and the prompt's version that an answer came from. */
export function madeBy({ plan, request, resolved }: RunRecord): string {
  const model = plan?.route.model ?? request.modelOverride ?? request.model;
  const version = resolved?.prompt.version;
  const prompt = resolved?.edited ? "edited prompt" : version ? versionName(version) : "";
  return [model, plan?.route.providerLabel ?? "", prompt].filter((part) => part !== "").join(" · ");
}

/** How a run ended where it did not end as it should, in the provider's words; else nothing. */
export function endWords({ outcome, state }: RunRecord): string {
  if (!outcome) return state === "finished" ? "" : "It was cut off: the app went away in the middle.";
  if (outcome.kind === "completed") return "";
  if (!("error" in outcome)) return outcome.kind.replaceAll("_", " ");
  const { message, detail } = outcome.error;
  return detail === undefined ? message : `${message} ${detail}`;
}
