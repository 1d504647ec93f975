import { LazyRows } from "@shared/domain/dataset/row-list.ts";
import type { LikelyCosts } from "@shared/domain/experiment/cost-left.ts";
import { asksModel, type ModelEvaluator, nameOf } from "@shared/domain/experiment/evaluator.ts";
import {
  type ExperimentSpec,
  expandExperiment,
  type SpecCheck,
  type SpecRow,
  type SpecVariant,
  unitsOf,
} from "@shared/domain/experiment/experiment-spec.ts";
import {
  type CallsInput,
  type ExperimentForecast,
  type Span,
  sumForecast,
} from "@shared/domain/experiment/forecast.ts";
import { factsOf, type RowFacts } from "@shared/domain/experiment/row-facts.ts";
import { modelsAskedBy } from "@shared/domain/experiment/score-names.ts";
import { nameCell, placeOfCell } from "@shared/domain/job/expand-cells.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import type { ModelRoute } from "@shared/domain/model/model.ts";
import type { ModelPrice } from "@shared/domain/model/price.ts";
import { askedTier } from "@shared/domain/model/price-rates.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { RunPreview, RunRequest } from "@shared/domain/run/run.ts";
import { isSample } from "@shared/domain/run/sample-plan.ts";
import type { CallIo } from "../ports.ts";
import { firstRequestOf } from "./judging/judge-request.ts";

/** What earlier answers of a model tell of the next ones. */
export interface EarlierAnswers {
  /** The mean of an answer. */
  outputTokens: number;
  /** The median of a call, in milliseconds. */
  callMs: number;
}

export interface ForecastPorts {
  /** Builds a request and stops before it is sent. */
  preview(request: RunRequest, io: CallIo, call?: { apiBase?: string }): Promise<RunPreview>;
  findPrice?(
    route: ModelRoute,
    reportedModel: string | undefined,
    connection: string | undefined,
  ): ModelPrice | undefined;
  /** By provider id and model; absent or undefined where nothing is known. */
  earlier?(provider: string, model: string): EarlierAnswers | undefined;
  /** What a provider allows with one credential, by its id, in calls a minute. */
  callsPerMinute?(credential: string): number | undefined;
}

/** Rows that are prepared to tell how long messages are: first, middle and last of those a variant runs on. */
const sampledRows = 3;
/** Where nothing tells how long answers will be: from a word to some paragraphs. */
const assumedOutput: Span = { lo: 5, hi: 500 };
/** A judge gives its reason in a sentence or two. */
const assumedJudgement: Span = { lo: 30, hi: 150 };
/** Vectors are no tokens. */
const nothingWritten: Span = { lo: 0, hi: 0 };
/** An answer begins after so long at the earliest and the latest, and so many tokens follow in a second. */
const assumedPace = { firstMs: { lo: 300, hi: 2_000 }, tokensPerSecond: { lo: 30, hi: 150 } };
/** What is measured may be other for other rows. */
const spread = { lo: 0.5, hi: 2 };
/** Estimated tokens of languages and models differ so much from what is charged. */
const countSpread = { lo: 0.8, hi: 1.25 };
/** How many calls with one credential are under way at once (`electron/engine/pipeline/README.md#the-queue`). */
const usualAtOnce: Span = { lo: 4, hi: 32 };

/**
 * What an experiment comes to before it starts: calls, tokens, cost, time, and what its rows can show. Builds some of its
 * requests and sends none of them.
 * @param earlier the experiment whose answers it takes over: its judgements of them hold as well.
 * @throws AbortError, AppFailure `cancelled`
 */
export async function forecastExperiment(
  spec: ExperimentSpec,
  ports: ForecastPorts,
  signal: AbortSignal,
  earlier?: ExperimentSpec,
): Promise<ExperimentForecast> {
  const { extends: _extends, shard: _shard, ...whole } = spec;
  const parts: CallsInput[] = [];
  for (const variant of spec.variants)
    if (!variant.isGiven) parts.push(await forecastVariant(spec, variant, ports, signal));
  parts.push(...(await forecastJudges(spec, parts, ports, signal, earlier)));
  return sumForecast({
    parts: parts.filter(({ calls }) => calls > 0),
    units: unitsOf(whole).length,
    unit: factsOf(spec.rows).hasGroups ? "group" : "row",
    comparisons: spec.variants.length - 1,
    verdict: spec.verdict,
    limits: spec.limits,
  });
}

/**
 * What one call of each variant costs, and all judges' calls for one cell, where none was paid for yet. Made of a few rows:
 * it is asked of an experiment that runs.
 * @throws AbortError, AppFailure `cancelled`
 */
export async function forecastCosts(
  spec: ExperimentSpec,
  ports: ForecastPorts,
  signal: AbortSignal,
): Promise<LikelyCosts> {
  const { reused: _reused, extends: _extends, shard: _shard, ...whole } = spec;
  const few: ExperimentSpec = { ...whole, rows: sampleOf(spec.rows), repetitions: 1 };
  const { parts } = await forecastExperiment(few, ports, signal);
  const cells = few.rows.length * few.variants.length;
  const judges = parts.filter(({ kind }) => kind === "judge").map(({ costUsd }) => costUsd);
  const ofJudges = judges.flatMap((costUsd) => costUsd ?? []);
  return {
    variants: Object.fromEntries(
      parts
        .filter(({ kind }) => kind === "variant")
        .map(({ name, costUsd, calls }) => [name, costUsd && shared(costUsd, calls)]),
    ),
    judgesOfCell:
      ofJudges.length < judges.length
        ? null
        : shared(
            { lo: ofJudges.reduce((sum, { lo }) => sum + lo, 0), hi: ofJudges.reduce((sum, { hi }) => sum + hi, 0) },
            cells,
          ),
  };
}

function sampleOf(rows: ExperimentSpec["rows"]): SpecRow[] {
  const places = new Set([0, rows.length >> 1, rows.length - 1].slice(0, sampledRows));
  return [...places].flatMap((place) => rows.at(place) ?? []);
}

function shared({ lo, hi }: Span, among: number): Span {
  return { lo: lo / among, hi: hi / among };
}

async function forecastVariant(
  spec: ExperimentSpec,
  variant: SpecVariant,
  ports: ForecastPorts,
  signal: AbortSignal,
): Promise<CallsInput> {
  const rows = rowsOf(spec, variant);
  const sample = { ...spec, rows: sampleOf(rows), repetitions: 1 };
  const requests = expandExperiment(sample, "forecast").filter(
    ({ cell }) => placeOfCell(cell)?.variant === variant.name,
  );
  const { apiBase } = variant;
  const previews = await Promise.all(
    requests.map(({ request: { comparison: _, ...request } }) =>
      ports.preview(request, { signal }, apiBase === undefined ? {} : { apiBase }),
    ),
  );
  // What an earlier experiment has answered is not sent.
  const reused = Object.keys(spec.reused ?? {}).filter((cell) => placeOfCell(cell)?.variant === variant.name).length;
  const calls = rows.length * spec.repetitions - reused;
  return partOf({ kind: "variant", name: variant.name, model: variant.model, calls }, previews, assumedOutput, {
    spec,
    ports,
  });
}

/** Those a variant is run on; none of them is held. */
function rowsOf({ rows }: ExperimentSpec, variant: SpecVariant): ExperimentSpec["rows"] {
  const facts = factsOf(rows);
  const places = facts.ids.flatMap((_, place) => (facts.isRun(place, variant) ? [place] : []));
  return places.length === rows.length
    ? rows
    : new LazyRows(places.length, (at) => rows.at(places[at] ?? 0) as SpecRow);
}

/** Of two answers a judge is asked in both orders, and not of an answer against itself. */
function isAskedOf(judge: ModelEvaluator, facts: RowFacts, place: number) {
  const against = judge.type === "judge-pairwise" ? judge.against : undefined;
  return (variant: SpecVariant) => facts.isRun(place, variant) && variant.name !== against;
}

/** How many of a variant's answers to a row are judged already: those that were taken over, where the same judge was there. */
function heldJudgements(judge: ModelEvaluator, spec: ExperimentSpec, earlier: ExperimentSpec | undefined) {
  const { reused = {} } = spec;
  const isSame = (one: ModelEvaluator) => stableJson(questionOf(one)) === stableJson(questionOf(judge));
  if (!earlier || !modelsAskedBy(earlier).some(isSame)) return () => 0;
  const isReused = (row: string, variant: string, repetition: number) =>
    Object.hasOwn(reused, nameCell({ row, variant, repetition }));
  const other = judge.type === "judge-pairwise" ? judge.against : undefined;
  return (row: string, variant: string) =>
    Array.from({ length: spec.repetitions }, (_, repetition) => repetition).filter(
      (repetition) => isReused(row, variant, repetition) && (other === undefined || isReused(row, other, repetition)),
    ).length;
}

/** What of a judge makes its question: not how it is called, and what passes. */
function questionOf(judge: ModelEvaluator): JsonValue {
  const { name: _name, pass: _pass, gate: _gate, weight: _weight, ...question } = JSON.parse(JSON.stringify(judge));
  return question;
}

/** A judge is asked of every answer; what it reads of one is as long as answers are. */
async function forecastJudges(
  spec: ExperimentSpec,
  variants: readonly CallsInput[],
  ports: ForecastPorts,
  signal: AbortSignal,
  earlier: ExperimentSpec | undefined,
): Promise<CallsInput[]> {
  const answers = variants.map(({ outputTokens }) => outputTokens);
  const answer = { lo: Math.min(...answers.map(({ lo }) => lo)), hi: Math.max(...answers.map(({ hi }) => hi)) };
  const facts = factsOf(spec.rows);
  return Promise.all(
    modelsAskedBy(spec).map(async (judge) => {
      const asks = (checks: readonly SpecCheck[]) =>
        checks
          .flatMap((check) => ("set" in check ? check.set.checks : [check]))
          .some(({ evaluator }) => asksModel(evaluator) && nameOf(evaluator) === nameOf(judge));
      // Rows are asked for their own checks only where some have any.
      const isAsked = (place: number) =>
        asks((facts.checks.length > 0 ? spec.rows.at(place)?.checks : undefined) ?? spec.checks);
      const places = facts.ids.flatMap((_, place) => (isAsked(place) ? [place] : []));
      const isHeld = heldJudgements(judge, spec, earlier);
      const asked = places.reduce((sum, place) => {
        const variants = spec.variants.filter(isAskedOf(judge, facts, place));
        const held = variants.reduce((own, { name }) => own + isHeld(facts.ids[place] ?? "", name), 0);
        return sum + spec.repetitions * variants.length - held;
      }, 0);
      const calls = asked * (judge.type === "judge-pairwise" ? 2 : 1);
      const first = spec.rows.at(places[0] ?? 0);
      const row = {
        variables: first?.values ?? first?.variables ?? {},
        ...(first?.expected === undefined ? {} : { expected: first.expected }),
      };
      const request = firstRequestOf(judge, row);
      const preview = await ports.preview(request, { signal });
      const made = partOf(
        { kind: "judge", name: nameOf(judge), model: judge.model, calls },
        [preview],
        judge.type === "cosine" ? nothingWritten : assumedJudgement,
        { spec, ports },
      );
      const { inputTokens: own } = made;
      return { ...made, inputTokens: own && { lo: own.lo + answer.lo, hi: own.hi + answer.hi } };
    }),
  );
}

function partOf(
  named: Pick<CallsInput, "kind" | "name" | "model" | "calls">,
  previews: readonly RunPreview[],
  assumed: Span,
  { spec, ports }: { spec: ExperimentSpec; ports: ForecastPorts },
): CallsInput {
  const plan = previews.flatMap((preview) => preview.plan ?? [])[0];
  const problem = previews.flatMap(({ error }) => error?.message ?? [])[0];
  const counted = previews.flatMap(({ tokenEstimate }) => tokenEstimate?.tokens ?? []);
  const mean = counted.reduce((sum, one) => sum + one, 0) / Math.max(1, counted.length);
  const known = plan && ports.earlier?.(plan.route.provider, plan.route.model);
  const outputTokens = capped(known ? scaled(known.outputTokens, spread) : assumed, plan);
  const lane = laneOfPlan(plan, named.model);
  const callsPerMinute = plan?.endpoint.credential && ports.callsPerMinute?.(plan.endpoint.credential.id);
  const tier = plan && askedTier(plan);
  const { concurrency } = spec.limits;
  return {
    ...named,
    model: plan ? `${plan.route.provider}/${plan.route.model}` : named.model,
    inputTokens: counted.length === 0 ? null : scaled(mean, countSpread),
    outputTokens,
    callMs: known ? scaled(known.callMs, spread) : assumedTime(outputTokens),
    basis: known ? "earlier answers" : "assumed",
    price: ports.findPrice?.(plan?.route ?? routeOfName(named.model), undefined, undefined) ?? sampleCost(plan),
    ...(tier === undefined ? {} : { tier }),
    lane,
    atOnce:
      concurrency === undefined
        ? plan && !plan.endpoint.credential
          ? { lo: 1, hi: 1 }
          : usualAtOnce
        : { lo: concurrency, hi: concurrency },
    ...(callsPerMinute ? { callsPerMinute } : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** Sample models answer on this machine and cost nothing; of others without a price nothing is known. */
function sampleCost(plan: RequestPlan | undefined): CallsInput["price"] {
  return plan && isSample(plan) ? { input: 0, output: 0 } : null;
}

/** Without a key there is no plan; what the model costs is known all the same. */
function routeOfName(requested: string): ModelRoute {
  const [provider = "", ...rest] = requested.split("/");
  const model = rest.length === 0 ? requested : rest.join("/");
  return { provider, providerLabel: provider, model, requested, source: "override", rule: "prefix" };
}

function laneOfPlan(plan: RequestPlan | undefined, model: string): string {
  if (!plan) return model.split("/")[0] ?? model;
  return plan.endpoint.credential?.id ?? plan.endpoint.baseUrl;
}

/** No answer is longer than the request allows. */
function capped({ lo, hi }: Span, plan: RequestPlan | undefined): Span {
  const limits = (plan?.parameters ?? [])
    .filter(({ key, sent }) => sent && (key === "max_tokens" || key === "max_completion_tokens"))
    .flatMap(({ value }) => (typeof value === "number" && value > 0 ? value : []));
  const most = Math.min(...limits, Number.POSITIVE_INFINITY);
  return { lo: Math.min(lo, most), hi: Math.min(hi, most) };
}

function assumedTime({ lo, hi }: Span): Span {
  const { firstMs, tokensPerSecond } = assumedPace;
  return {
    lo: firstMs.lo + (lo / tokensPerSecond.hi) * 1_000,
    hi: firstMs.hi + (hi / tokensPerSecond.lo) * 1_000,
  };
}

function scaled(value: number, { lo, hi }: Span): Span {
  return { lo: value * lo, hi: value * hi };
}
