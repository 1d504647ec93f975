import type { ExperimentForecast, Span } from "@shared/domain/experiment/forecast.ts";
import { trialRows } from "../../../../stores/experiments/setup/start.ts";
import { formatCount, formatSeconds, plural } from "../../../../ui/figures.ts";
import { guessedCost } from "../../words/cost-span.ts";

/** Between the least and the most, as what is a guess by its factor is likely; in US dollars. */
export function likelyUsd({ lo, hi }: Span): number {
  return lo > 0 ? Math.sqrt(lo * hi) : hi / 2;
}

export function likelyCost(span: Span): string {
  return guessedCost(likelyUsd(span));
}

/** What the figures rest on. */
export function basisText({ parts, isAssumed, unpriced }: ExperimentForecast): string {
  if (parts.length === 0) return "nothing is sent: every answer, and what judges said of it, is there already";
  const counted = isAssumed
    ? parts.every(({ basis }) => basis === "assumed")
      ? "length and time of answers are assumed: none are known yet"
      : "from counted inputs, and earlier answers of some models"
    : "from counted inputs and earlier answers";
  const priced = parts.length - parts.filter(({ costUsd }) => costUsd === null).length;
  if (unpriced.length === 0) return counted;
  return `${priced} of ${parts.length} prices known · ${counted}`;
}

/** “about 6 min”, “2 min to 9 min”. */
export function timeText({ lo, hi }: Span): string {
  const words = (ms: number) => {
    const seconds = Math.max(1, Math.round(ms / 1_000));
    if (seconds < 60) return `${seconds} s`;
    const minutes = Math.round(seconds / 60);
    return minutes < 60 ? `${minutes} min` : formatSeconds(seconds);
  };
  const [from, to] = [words(lo), words(hi)];
  return from === to ? `about ${from}` : `${from} to ${to}`;
}

/** What sets the time: the lane that takes longest. */
export function paceText({ parts }: ExperimentForecast): string {
  const slowest = parts.toSorted((a, b) => b.calls * b.callMs.hi - a.calls * a.callMs.hi)[0];
  if (!slowest) return "";
  const limit =
    slowest.callsPerMinute === undefined ? "" : ` ${formatCount(slowest.callsPerMinute)} calls a minute are allowed.`;
  const first = parts.length === 1 ? "" : `${slowest.model} takes longest. `;
  const { lo, hi } = slowest.atOnce;
  const pace =
    lo === hi ? `${plural(lo, "call")} at once.` : `${lo} calls at once at first, more as long as no 429 comes.`;
  return `${first}${pace}${limit}`;
}

/** What the rows can show: a headline and a sentence. */
export function powerText({ power, unit }: ExperimentForecast): { headline: string; text: string } {
  if (!power) return { headline: "one variant", text: "One variant is measured; nothing is compared." };
  const points = (share: number) => `${Number((share * 100).toFixed(share < 0.095 ? 1 : 0))} points`;
  const [few, many] = power.at;
  const units = plural(power.units, unit);
  if (!few || few.detects === null) {
    const seen =
      many && many.detects !== null
        ? `; one of ${points(many.detects)} is seen if ${percent(many.discordance)} change`
        : "";
    return {
      headline: "too few",
      text: `With ${units} no difference is seen where ${percent(few?.discordance ?? 0.1)} of them change${seen}.`,
    };
  }
  const alike = `A difference of ${points(few.detects)} is seen 8 times in 10 with ${units}, if ${percent(few.discordance)} of them change`;
  const other = many && many.detects !== null ? `; of ${points(many.detects)}, if ${percent(many.discordance)} do` : "";
  const [first] = few.needed;
  const none =
    first && first.toShowNone !== null
      ? ` To show that there is none above ${points(first.delta)} takes about ${plural(first.toShowNone, unit)}.`
      : "";
  return { headline: `about ${points(few.detects)}`, text: `${alike}${other}.${none}` };
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

/** What a trial comes to, for its button; nothing where no price is known. */
export function costOfTrial(forecast: ExperimentForecast | null, rows: number): string {
  if (!forecast?.costUsd || rows === 0) return "";
  const share = trialRows / rows;
  return ` · ${likelyCost({ lo: forecast.costUsd.lo * share, hi: forecast.costUsd.hi * share })}`;
}

/** Start says where a budget would stop it. */
export function startLabel(forecast: ExperimentForecast | null, rows: number): string {
  const stop = forecast?.stopsAt;
  if (!forecast || !stop) return "Start";
  const byCost = stop.cost !== undefined && forecast.costUsd ? stop.cost / likely(forecast.costUsd) : 1;
  const cells = forecast.parts.reduce((sum, { kind, calls }) => sum + (kind === "variant" ? calls : 0), 0);
  const byCalls = stop.calls !== undefined && cells > 0 ? stop.calls / cells : 1;
  const share = Math.min(byCost, byCalls);
  return share >= 1 ? "Start" : `Start, stops near row ${formatCount(Math.max(1, Math.floor(rows * share)))}`;
}

function likely({ lo, hi }: Span): number {
  return lo > 0 ? Math.sqrt(lo * hi) : hi / 2;
}
