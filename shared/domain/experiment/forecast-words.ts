import type { ExperimentForecast, Span } from "./forecast.ts";

/*
 * A forecast as people read it. Every span is told as one, and what is estimated is called so.
 */

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** “120 to 480”, or one figure where both are alike. */
function spanWords({ lo, hi }: Span, words: (value: number) => string): string {
  const [from, to] = [words(lo), words(hi)];
  return from === to ? from : `${from} to ${to}`;
}

function moneySpan(span: Span): string {
  return spanWords(span, (usd) => `$${usd < 0.1 ? usd.toPrecision(2) : usd.toFixed(2)}`);
}

function tokenSpan(span: Span): string {
  return spanWords(span, (tokens) => number.format(rounded(tokens)));
}

function timeSpan(span: Span): string {
  return spanWords(span, (ms) => {
    if (ms < 60_000) return `${Math.max(1, Math.round(ms / 1_000))} s`;
    if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
    return `${(ms / 3_600_000).toFixed(1)} h`;
  });
}

/** Two digits: more would say that it is known. */
function rounded(value: number): number {
  return Number(value.toPrecision(2));
}

/** What the rows can show, a sentence each. */
function powerWords({ power, unit }: Pick<ExperimentForecast, "power" | "unit">): string[] {
  if (!power) return [];
  const percent = (share: number) => `${Number((share * 100).toFixed(1))}`;
  const shown = power.at.map(({ discordance, detects }) => {
    const what = detects === null ? "no difference" : `${percent(detects)} points or more`;
    return `${what} where the two differ in ${percent(discordance)} % of ${unit}s`;
  });
  const sentences = [
    `${number.format(power.units)} ${unit}s show (in ${percent(power.power)} % of such experiments) ${shown.join(", ")}.`,
  ];
  const [few] = power.at;
  for (const [index, { delta }] of (few?.needed ?? []).entries()) {
    const needs = (which: "toSee" | "toShowNone") =>
      power.at.flatMap(({ needed }) => needed[index]?.[which] ?? []).map((units) => number.format(units));
    const [see, none] = [needs("toSee"), needs("toShowNone")];
    if (none.length === 0) continue;
    const seen = see.length === 0 ? "" : `${see.join(" to ")} ${unit}s to see one of ${percent(delta)} points, and `;
    sentences.push(`It takes about ${seen}${none.join(" to ")} to show that there is none above ${percent(delta)}.`);
  }
  return sentences;
}

/** The whole in lines: sums first, then what it rests on, then what the rows can show. */
export function forecastLines(forecast: ExperimentForecast): string[] {
  const { calls, inputTokens, outputTokens, costUsd, unpriced, timeMs, isAssumed, stopsAt } = forecast;
  const judged = forecast.parts.some(({ kind }) => kind === "judge");
  const lines = [
    `${number.format(calls)} calls${judged ? " at most" : ""}, estimated ${inputTokens ? tokenSpan(inputTokens) : "unknown"} tokens in and ${tokenSpan(outputTokens)} out.`,
    costUsd === null
      ? "No price is known for any of its models."
      : `Cost: ${moneySpan(costUsd)}${unpriced.length > 0 ? `, without ${unpriced.join(", ")}, which have no known price` : ""}.`,
    `Time: ${timeSpan(timeMs)}.`,
  ];
  if (isAssumed) lines.push("No earlier answers tell how long they are and take: both are assumed.");
  if (stopsAt?.cost !== undefined) lines.push(`The budget of $${stopsAt.cost.toFixed(2)} may stop it before its end.`);
  if (stopsAt?.calls !== undefined)
    lines.push(`The budget of ${number.format(stopsAt.calls)} calls stops it before its end.`);
  return [...lines, ...powerWords(forecast)];
}
