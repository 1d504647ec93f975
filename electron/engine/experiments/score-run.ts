import { type CellResult, type CountedOutcome, passOf, weightedMean } from "@shared/domain/experiment/cell-result.ts";
import { type Evaluator, isGating } from "@shared/domain/experiment/evaluator.ts";
import type { ExperimentSpec, SpecCheck, SpecRow } from "@shared/domain/experiment/experiment-spec.ts";
import { factsOf } from "@shared/domain/experiment/row-facts.ts";
import type { Answer, ScoreOutcome } from "@shared/domain/experiment/score.ts";
import { nameCell } from "@shared/domain/job/expand-cells.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Outcome } from "@shared/domain/run/stream-event.ts";
import type { JudgedCell } from "../evaluators/kind/evaluator-kind.ts";
import { type AskJudge, scoreCell } from "../evaluators/score-cell.ts";

/**
 * What a run counts for its cell. An answer is scored; a truncated one and a time-out are not passed; what never reached
 * the provider leaves it open.
 * @throws AbortError
 */
export async function scoreRun(
  spec: ExperimentSpec,
  place: Pick<CellResult, "row" | "variant" | "repetition">,
  record: RunRecord,
  ask: AskJudge,
  signal: AbortSignal,
): Promise<CellResult> {
  const { outcome, metrics, id } = record;
  const answer = answerOf(record);
  const tokens = sumOf(answer.inputTokens, answer.outputTokens);
  const found = {
    ...place,
    runId: id,
    scores: [] as ScoreOutcome[],
    ...(answer.latencyMs === undefined ? {} : { latencyMs: answer.latencyMs }),
    ...(record.request.givenAnswer === undefined ? {} : { isGiven: true as const }),
    ...(spec.reused?.[nameCell(place)] === id ? { isReused: true as const } : {}),
    ...(tokens === undefined ? {} : { tokens }),
    ...(answer.costUsd === undefined ? {} : { costUsd: answer.costUsd }),
  };
  const open = (why: string): CellResult => ({ ...found, standing: "open", passed: null, why });
  const failed = (why: string): CellResult => ({ ...found, standing: "done", passed: false, why });
  if (!outcome) return open("Its request was cut short.");
  if (!isAnswer(outcome))
    return isOfAnswer(outcome, metrics?.httpStatus) ? failed(wordsOf(outcome)) : open(wordsOf(outcome));
  const row = rowOf(spec, place.row);
  if (!row) return open("Its row is not in the experiment.");
  const { outcomes, passed } = await scoreAnswer(spec, row, answer, ask, signal);
  const scores = outcomes.map((one) => one.outcome);
  const uncertain = scores.find((one) => "uncertain" in one);
  if (uncertain && "error" in uncertain)
    return { ...found, scores, standing: "uncertain", passed: null, why: uncertain.error };
  if (passed === null) return { ...found, scores, standing: "open", passed, why: "A check that gates gave no score." };
  return { ...found, scores, standing: "done", passed };
}

/** What the checks of a row make of an answer. @throws AbortError */
export async function scoreAnswer(
  spec: Pick<ExperimentSpec, "checks">,
  row: SpecRow,
  answer: Answer,
  ask: AskJudge,
  signal: AbortSignal,
): Promise<{ outcomes: CountedOutcome[]; passed: boolean | null }> {
  const checks = row.checks ?? spec.checks;
  const { values, variables, expected } = row;
  const cell: JudgedCell = {
    answer,
    row: { variables: values ?? variables, ...(expected === undefined ? {} : { expected }) },
  };
  const outcomes: CountedOutcome[] = [];
  for (const check of checks) outcomes.push(await outcomeOf(check, cell, ask, signal));
  // A model that refuses has not passed, unless whether it refuses is what is asked.
  const asksForRefusal = checks.some((check) => "evaluator" in check && check.evaluator.type === "refusal");
  return { outcomes, passed: answer.refusal !== "" && !asksForRefusal ? false : passOf(outcomes, row.threshold) };
}

/** The row of an id. */
export function rowOf({ rows }: Pick<ExperimentSpec, "rows">, id: string): SpecRow | undefined {
  const place = factsOf(rows).placeOf(id);
  return place === undefined ? undefined : rows.at(place);
}

/** What evaluators see of a run. */
export function answerOf(record: RunRecord): Answer {
  const { output, request } = record;
  // Of an answer that was there already nothing was measured.
  const metrics = request.givenAnswer === undefined ? record.metrics : undefined;
  const { inputTokens, outputTokens } = metrics?.usage ?? {};
  return {
    text: output.text,
    refusal: output.refusal,
    prompt: promptOf(record),
    toolCalls: output.toolCalls.filter((call) => call !== undefined),
    ...(metrics === undefined ? {} : { latencyMs: metrics.totalMs }),
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
    ...(metrics?.cost === undefined ? {} : { costUsd: metrics.cost.usd }),
  };
}

function promptOf({ compiled, request }: RunRecord): string {
  const messages = compiled?.messages.map(({ message }) => message) ?? request.clientMessages;
  const [only] = messages;
  const isText = messages.length === 1 && only?.role === "user" && typeof only.content === "string";
  return isText ? String(only.content) : JSON.stringify(messages);
}

async function outcomeOf(
  check: SpecCheck,
  cell: JudgedCell,
  ask: AskJudge,
  signal: AbortSignal,
): Promise<CountedOutcome> {
  if ("evaluator" in check) return counted(check.evaluator, await scoreCell(check.evaluator, cell, signal, ask));
  const { name = "assert-set", weight = 1, set } = check;
  const parts: CountedOutcome[] = [];
  for (const { evaluator } of set.checks) parts.push(counted(evaluator, await scoreCell(evaluator, cell, signal, ask)));
  const passed = passOf(parts, set.threshold);
  const mean = weightedMean(parts);
  const outcome: ScoreOutcome =
    passed === null || mean === null
      ? { name, error: "A check of the set gave no score." }
      : { name, value: mean, passed, reason: `Its checks reach ${mean.toFixed(2)}.` };
  return { outcome, gates: true, weight };
}

function counted(evaluator: Evaluator, outcome: ScoreOutcome): CountedOutcome {
  return { outcome, gates: isGating(evaluator), weight: evaluator.weight ?? 1 };
}

/** A whole answer. */
export function isAnswer({ kind }: Outcome): boolean {
  return kind === "completed" || kind === "completed_unterminated";
}

/** Whether it says something of the variant: the provider was reached and gave no whole answer. */
function isOfAnswer(outcome: Outcome, status: number | undefined): boolean {
  const { kind } = outcome;
  if (kind === "truncated" || kind === "timeout" || kind === "protocol_error" || kind === "limit_exceeded") return true;
  // It refuses this very request, as one that its filter does not let through; an address that is not there is no answer.
  return kind === "provider_error" && outcome.error.code === "provider_rejected" && (status === 400 || status === 422);
}

function wordsOf(outcome: Outcome): string {
  return "error" in outcome ? outcome.error.message : "";
}

function sumOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
}
