import type { ModelPrice } from "../model/price.ts";
import { costOfTokens } from "../model/price-rates.ts";
import { type PowerOfRows, powerOfRows } from "./power-of-rows.ts";

/*
 * What an experiment comes to before it starts. Nothing here is measured: tokens are estimated, so cost and time are spans
 * from the least to the most that is likely, and say what they rest on.
 */

/** From the least to the most. */
export interface Span {
  lo: number;
  hi: number;
}

/** The calls of one variant or of one judge. Tokens and times are those of one call. */
export interface CallsInput {
  kind: "variant" | "judge";
  /** Of the variant, or of the judge's score. */
  name: string;
  /** With its provider as far as it is known. */
  model: string;
  /** At most: a judge's question that was asked is not asked again. */
  calls: number;
  /** Estimated; null where its messages cannot be built. */
  inputTokens: Span | null;
  outputTokens: Span;
  callMs: Span;
  /** What the length of answers and their times rest on. */
  basis: "earlier answers" | "assumed";
  price: Pick<ModelPrice, "input" | "output" | "upToInputTokens" | "above" | "tiers"> | null;
  /** The service tier that is asked for; absent: the standard one. */
  tier?: string;
  /** Calls with one key of `lane` share how many are under way at once: from how it starts to the most. */
  lane: string;
  atOnce: Span;
  /** What the provider allows for the key in a minute, where that is known. */
  callsPerMinute?: number;
  /** Why it cannot be sent as things are, in words. */
  problem?: string;
}

export interface CallsForecast extends CallsInput {
  /** US dollars of all of them; null where no price is known. */
  costUsd: Span | null;
}

export interface ExperimentForecast {
  calls: number;
  parts: CallsForecast[];
  /** Of all calls, estimated; input is null where it is not known of every part. */
  inputTokens: Span | null;
  outputTokens: Span;
  /** US dollars of the parts with a price; null where none has one, nothing where nothing is sent. */
  costUsd: Span | null;
  /** Models whose cost is not in it. */
  unpriced: string[];
  timeMs: Span;
  /** Whether length and time of answers are assumed for some part, since no earlier ones are known. */
  isAssumed: boolean;
  /** The budget, where it may stop the experiment before its end. */
  stopsAt: { cost?: number; calls?: number } | null;
  unit: "row" | "group";
  /** Null without a second variant. */
  power: PowerOfRows | null;
}

export interface ForecastInput {
  parts: readonly CallsInput[];
  units: number;
  unit: "row" | "group";
  /** Variants against the base. */
  comparisons: number;
  verdict: { alpha: number; delta: number };
  limits: { cost?: number | undefined; calls?: number | undefined };
}

/** Pure: the sum over parts that `electron/engine/experiments/forecast-experiment.ts` finds out. */
export function sumForecast({ parts, units, unit, comparisons, verdict, limits }: ForecastInput): ExperimentForecast {
  const priced = parts.map((part): CallsForecast => ({ ...part, costUsd: costOf(part) }));
  const costs = priced.flatMap(({ costUsd }) => costUsd ?? []);
  const calls = parts.reduce((sum, part) => sum + part.calls, 0);
  const inputs = parts.flatMap(({ inputTokens, calls: own }) => (inputTokens ? times(inputTokens, own) : []));
  // Where nothing is sent it is known what that costs.
  const costUsd = costs.length === 0 && parts.length > 0 ? null : total(costs);
  const { cost, calls: most } = limits;
  // A budget counts cells; what judges cost is spent of it too.
  const cells = parts.reduce((sum, part) => sum + (part.kind === "variant" ? part.calls : 0), 0);
  const stopsAt = {
    ...(cost !== undefined && costUsd !== null && costUsd.hi > cost ? { cost } : {}),
    ...(most !== undefined && cells > most ? { calls: most } : {}),
  };
  return {
    calls,
    parts: priced,
    inputTokens: inputs.length < parts.length ? null : total(inputs),
    outputTokens: total(parts.map(({ outputTokens, calls: own }) => times(outputTokens, own))),
    costUsd,
    unpriced: [...new Set(priced.filter((part) => part.costUsd === null).map(({ model }) => model))],
    timeMs: timeOf(parts),
    isAssumed: parts.some(({ basis }) => basis === "assumed"),
    stopsAt: Object.keys(stopsAt).length === 0 ? null : stopsAt,
    unit,
    power: comparisons === 0 ? null : powerOfRows({ units, comparisons, ...verdict }),
  };
}

/** A call may be so long that other prices hold for the most that is likely than for the least. */
function costOf({ calls, inputTokens, outputTokens, price, tier }: CallsInput): Span | null {
  if (price === null || inputTokens === null) return null;
  const of = (end: keyof Span) => costOfTokens(price, { input: inputTokens[end], output: outputTokens[end] }, tier);
  const [lo, hi] = [of("lo"), of("hi")];
  return lo === null || hi === null ? null : times({ lo, hi }, calls);
}

/** Lanes run beside each other; in a lane one call takes the place of another. */
function timeOf(parts: readonly CallsInput[]): Span {
  const lanes = Map.groupBy(parts, ({ lane }) => lane);
  const spans = [...lanes.values()].map((own): Span => {
    const work = total(own.map(({ callMs, calls }) => times(callMs, calls)));
    const calls = own.reduce((sum, part) => sum + part.calls, 0);
    const perMinute = Math.min(...own.map(({ callsPerMinute = Number.POSITIVE_INFINITY }) => callsPerMinute));
    const allowed = (calls / perMinute) * 60_000;
    // Fewer calls than places leave places empty.
    const lo = Math.min(calls, Math.max(1, ...own.map(({ atOnce }) => atOnce.hi)));
    const hi = Math.min(calls, Math.max(1, Math.min(...own.map(({ atOnce }) => atOnce.lo))));
    return { lo: Math.max(work.lo / Math.max(1, lo), allowed), hi: Math.max(work.hi / Math.max(1, hi), allowed) };
  });
  return { lo: Math.max(0, ...spans.map(({ lo }) => lo)), hi: Math.max(0, ...spans.map(({ hi }) => hi)) };
}

function times({ lo, hi }: Span, count: number): Span {
  return { lo: lo * count, hi: hi * count };
}

function total(spans: readonly Span[]): Span {
  return spans.reduce((sum, { lo, hi }) => ({ lo: sum.lo + lo, hi: sum.hi + hi }), { lo: 0, hi: 0 });
}
