import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import { createDecisionWatch, type DecisionWatch } from "@shared/domain/experiment/decision-watch.ts";
import type { ExperimentReport } from "@shared/domain/experiment/experiment-report.ts";
import { type ExperimentSpec, earlierOf } from "@shared/domain/experiment/experiment-spec.ts";
import type { HumanRating } from "@shared/domain/experiment/human-rating.ts";
import { isScore } from "@shared/domain/experiment/score.ts";
import { lacksScore, namesOfPeople } from "@shared/domain/experiment/score-names.ts";
import type { Spend } from "@shared/domain/experiment/spend.ts";
import { type CellPlace, isBesideCell, nameCell, placeOfCell } from "@shared/domain/job/expand-cells.ts";
import type { CellView, JobView } from "@shared/domain/job/job.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import type { CellRun } from "../../jobs/job-store.ts";
import { createJudges, type Judges, ordersOf } from "../judging/judges.ts";
import { pairsOf } from "../judging/pairs.ts";
import { isAnswer, scoreRun } from "../score-run.ts";
import type { ExperimentStore, KeptResult } from "../store/experiment-store.ts";
import { askedNames, judgedNames } from "./grid-columns.ts";
import { createGridIndex, emptyResult, excerptOf, type GridIndex } from "./grid-index.ts";
import { createGridViews, type GridViews } from "./grid-view.ts";
import { createResultWriter } from "./result-writer.ts";

export interface LivePorts {
  store: ExperimentStore;
  /** A run of the store, or of this process where it could not be kept. @throws AppFailure */
  getRun(id: string): Promise<RunRecord>;
  /** The runs of a job, judgements too. */
  cellRuns(jobId: string): Promise<CellRun[]>;
  /** Makes a judge's call, written down under its own name before it leaves. */
  askBeside(request: RunRequest, jobId: string, cell: string): Promise<RunRecord>;
  /** Whether a run of this process waits for its turn: nothing of it has left. */
  isQueued(runId: string): boolean;
  /** Told that an answer of before has been scored. */
  scored(): void;
  /** Told that results cannot be kept; they are made anew from their runs. */
  notKept(problem: string): void;
}

/** What of an earlier life is asked for once more: the person has decided it. */
export interface AskedAgain {
  uncertain: boolean;
  failed: boolean;
}

/** An experiment that is at hand: what its cells came to, by whatever process. */
export interface LiveExperiment {
  jobId: string;
  spec: ExperimentSpec;
  index: GridIndex;
  views: GridViews;
  job: JobView;
  /** From here on this process asks judges; what they said before is known first. */
  own(again: AskedAgain): Promise<void>;
  /** Judges the answer of a run that has ended, and keeps that. Never rejects. */
  score(cell: string, record: RunRecord): Promise<void>;
  /** Judges once more what lacks a score that people do not give, a few at once. */
  scoreMissing(): Promise<void>;
  /** How a cell stands that has no answer, or whose answer another process has judged. */
  note(view: CellView): void;
  /** Reads again how its cells stand: they were brought in from another store. */
  readAgain(cells: readonly CellView[]): Promise<void>;
  rate(place: CellPlace, rating: HumanRating | null, at: number): Promise<void>;
  /** What calls of judges beside a cell have cost, in US dollars. */
  judgeCost(cell: string): number;
  /** Ids of the runs in which a score of a cell was asked for. */
  judgedBy(cell: string, score: string): Promise<string[]>;
  /** What all calls of judges have cost. */
  judgeSpend(): Required<Spend>;
  /** Answers of before that are about to be scored. */
  scoring(): number;
  /** Of how many cells judges were asked here, and how many answers are about to be judged; null without judges. */
  judged(results: readonly CellResult[]): { cells: number; waiting: number } | null;
  /** The result with the reasons of its scores. */
  whole(place: CellPlace): Promise<CellResult | null>;
  report: ExperimentReport | null;
  /** Which variants are decided; only where those are to be stopped. */
  decisions: DecisionWatch | null;
  /** Resolves when all results so far are kept, or it is known that they cannot be. */
  kept(): Promise<void>;
  /** Names of judgements that may have been asked for before a crash. */
  uncertainJudgements: string[];
}

/** Results read at once. */
const pageOfResults = 2_000;
/** Runs judged at once. */
const lanes = 8;

/** Loads an experiment: results as they are kept, what is not kept from its run. */
export async function openLiveExperiment(
  jobId: string,
  spec: ExperimentSpec,
  detail: { job: JobView; cells: readonly CellView[] },
  ports: LivePorts,
): Promise<LiveExperiment> {
  const never = new AbortController().signal;
  const index = createGridIndex(spec, ports.isQueued);
  const asked = askedNames(spec);
  const pairs = pairsOf(spec);
  const people = namesOfPeople(spec);
  const findAnswers = async (words: string) => {
    const found = await ports.store.findAnswers(jobId, words);
    // Cells that an addition took over have their names from before.
    const before = await Promise.all(earlierOf(spec).map((id) => ports.store.findAnswers(id, words)));
    return [...found, ...before.flat().filter((cell) => Object.hasOwn(spec.reused ?? {}, cell))];
  };
  const writer = createResultWriter((results) => ports.store.keepResults(jobId, results), ports.notKept);
  const wanted = new Map<string, string>();
  let scoring = 0;
  const send = (request: RunRequest, name: string) => ports.askBeside(request, jobId, name);
  let judges: Judges = createJudges();
  /** Whether they may ask. */
  let isAsking = false;

  const live: LiveExperiment = {
    jobId,
    spec,
    index,
    views: createGridViews(index, { judged: judgedNames(spec), findAnswers }),
    job: detail.job,
    report: null,
    decisions: spec.verdict.stopWhenDecided ? createDecisionWatch(spec) : null,
    uncertainJudgements: [],
    async own(again) {
      // Judges that are at work know more than what is written down: some of their questions are under way.
      if (isAsking && live.job.owner === "this") {
        if (again.failed) judges.forget(unreadJudgements());
        if (again.uncertain) judges.forgetUncertain();
        return;
      }
      const asking = createJudges(send);
      await knowJudgements(asking, again);
      judges = asking;
      isAsking = true;
    },
    score,
    scoreMissing,
    note,
    readAgain: load,
    async rate(place, rating, at) {
      const cell = nameCell(place);
      await ports.store.rate(jobId, { cell, rating }, at);
      const before = index.find(place);
      if (!before) return;
      index.set(place, { rating });
      // What people say is a score where an evaluator asks for it.
      if (people.size > 0 && before.result.runId !== null) await scoreAgain(cell, before.result.runId);
    },
    judgeCost: (cell) => judges.costOf(cell),
    judgedBy: (cell, score) => judges.runsOf(cell, score),
    judgeSpend: () => judges.spend(),
    scoring: () => scoring,
    judged: (results) => (asked.size === 0 ? null : { cells: results.filter(hasJudgement).length, waiting: scoring }),
    async whole(place) {
      const cell = nameCell(place);
      const at = index.find(place);
      if (!at) return null;
      const pending = writer.pending(cell);
      if (pending) return pending.result;
      const kept = await ports.store.result(jobId, cell);
      return kept && kept.result.runId === at.result.runId ? kept.result : at.result;
    },
    kept: writer.flush,
  };

  /** Judgements of before are not asked for again; those that may have left before a crash only when it is said so. */
  async function knowJudgements(judges: Judges, again: AskedAgain): Promise<void> {
    if (asked.size === 0) return;
    live.uncertainJudgements = [];
    const own = await ports.cellRuns(jobId);
    // The newest come last, and hold.
    const earlier = (await Promise.all(earlierOf(spec).toReversed().map(ports.cellRuns))).flat();
    const ofEarlier = new Set(earlier.map(({ runId }) => runId));
    const unread = again.failed ? unreadJudgements() : new Set<string>();
    const paidFor = async (id: string) => {
      const record = await ports.getRun(id).catch(() => null);
      if (record) judges.paid(record);
    };
    for (const { cell, runId, state, mayHaveLeft, earlier: before = [] } of [...earlier, ...own]) {
      const isOwn = !ofEarlier.has(runId);
      // What is asked for once more, and what was, has been paid for all the same.
      if (isOwn && isBesideCell(cell)) for (const id of before) await paidFor(id);
      if (unread.has(cell)) {
        if (isOwn) await paidFor(runId);
        continue;
      }
      if (!isBesideCell(cell) || !mayHaveLeft || (state !== "finished" && again.uncertain)) continue;
      const record = await ports.getRun(runId).catch(() => null);
      // One that was stopped has not been answered.
      if (!record || record.outcome?.kind === "cancelled") continue;
      const isAnswered = record.outcome?.kind === "completed" || record.outcome?.kind === "completed_unterminated";
      if (state === "finished" && !isAnswered && again.failed) continue;
      judges.know(record, state !== "finished", isOwn ? "this" : "earlier");
      if (state !== "finished") live.uncertainJudgements.push(cell);
    }
  }

  /** Names of judgements that gave no score, whatever was answered. */
  function unreadJudgements(): Set<string> {
    const names = index
      .results()
      .flatMap((result) =>
        result.scores
          .filter((score) => !isScore(score) && score.uncertain !== true && asked.has(score.name))
          .flatMap(({ name }) =>
            [name, ...ordersOf(name)].map((one) => `${nameCell(result)}/${encodeURIComponent(one)}`),
          ),
      );
    return new Set(names);
  }

  async function score(cell: string, record: RunRecord): Promise<void> {
    const place = placeOfCell(cell);
    if (!place || !index.find(place)) return;
    await scoreOne(cell, place, record, cell);
    // Those that waited for this answer to be held against it.
    for (const other of pairs.waitingFor(place)) {
      const known = index.find(other);
      if (known && known.result.runId !== null && pairs.lacksScore(known.result))
        await scoreAgain(nameCell(other), known.result.runId, cell);
    }
  }

  async function scoreOne(cell: string, place: CellPlace, record: RunRecord, paidBy: string): Promise<void> {
    const kept = await resultOf(cell, place, record, paidBy);
    take(kept);
    writer.add(kept);
    // The other answer may have come meanwhile.
    if (pairs.lacksOther(kept.result) && pairs.others(place).every(isThere)) {
      const again = await resultOf(cell, place, record, paidBy);
      take(again);
      writer.add(again);
    }
  }

  async function scoreAgain(cell: string, runId: string, paidBy = cell): Promise<void> {
    const place = placeOfCell(cell);
    const record = await ports.getRun(runId).catch(() => null);
    if (place && record) await scoreOne(cell, place, record, paidBy);
  }

  /** Whether a judge was asked of it here; of an answer that was taken over only where its judgement was not. */
  function hasJudgement(result: CellResult): boolean {
    if (result.isReused) return judges.hasPaid(nameCell(result));
    return result.scores.some((one) => asked.has(one.name));
  }

  function isThere(place: CellPlace): boolean {
    const standing = index.find(place)?.result.standing;
    return standing === "done" || standing === "open";
  }

  async function answerAt(place: CellPlace): Promise<string | undefined> {
    const runId = index.find(place)?.result.runId;
    if (!runId || !isThere(place)) return undefined;
    const record = await ports.getRun(runId).catch(() => null);
    return record?.outcome && isAnswer(record.outcome) ? record.output.text : undefined;
  }

  async function resultOf(cell: string, place: CellPlace, record: RunRecord, paidBy: string): Promise<KeptResult> {
    const isStopped = record.outcome?.kind === "cancelled";
    const beside = {
      paidBy,
      rating: index.find(place)?.rating ?? null,
      answerOf: (variant: string) => answerAt({ ...place, variant }),
    };
    const result = isStopped
      ? { ...emptyResult(place), runId: record.id }
      : await scoreRun(spec, place, record, judges.of(cell, beside), never);
    if (index.find(place)?.result.again) result.again = true;
    return { cell, result, excerpt: excerptOf(record.output.text || record.output.refusal) };
  }

  function take({ cell, result, excerpt }: KeptResult): void {
    const place = placeOfCell(cell);
    if (place) index.set(place, { result, excerpt, flight: null });
    if (result.standing !== "waiting") live.decisions?.add(result);
  }

  function note({ cell, runId, state }: CellView): void {
    const place = placeOfCell(cell);
    const known = place && index.find(place);
    if (!place || !known) return;
    // It was judged when its run ended.
    if (state === "answered" || state === "failed") return;
    // That it began may be told after it was judged.
    if (state === "running" && known.result.runId === runId && known.result.standing !== "waiting") return;
    const flight = state === "running" || state === "stopped" ? state : null;
    const standing = state === "uncertain" ? "uncertain" : "waiting";
    if (known.flight === flight && known.result.standing === standing && known.result.runId === runId) return;
    const isAgain = known.result.again ?? known.result.standing !== "waiting";
    const result: CellResult = { ...emptyResult(place), runId, standing, ...(isAgain ? { again: true } : {}) };
    index.set(place, { result, excerpt: "", flight });
    if (standing === "uncertain") live.decisions?.add(result);
  }

  async function scoreMissing(): Promise<void> {
    for (const result of index.results()) {
      if (result.runId === null || result.standing === "waiting") continue;
      if (lacksScore(result, people)) wanted.set(nameCell(result), result.runId);
    }
    await scoreWanted();
  }

  async function scoreWanted(): Promise<void> {
    const left = [...wanted];
    wanted.clear();
    scoring += left.length;
    const lane = async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        const record = await ports.getRun(next[1]).catch(() => null);
        if (record) await score(next[0], record);
        scoring -= 1;
        ports.scored();
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  await load(detail.cells);
  return live;

  async function load(cells: readonly CellView[]): Promise<void> {
    const kept = new Map<string, KeptResult>();
    for (let page = await ports.store.results(jobId, "", pageOfResults); page.length > 0; ) {
      for (const one of page) kept.set(one.cell, one);
      if (page.length < pageOfResults) break;
      page = await ports.store.results(jobId, page.at(-1)?.cell ?? "", pageOfResults);
    }
    for (const view of cells) {
      const known = kept.get(view.cell);
      const isJudged = known && known.result.runId === view.runId && known.result.standing !== "waiting";
      if (view.state !== "answered" && view.state !== "failed") note(view);
      else if (isJudged) take(known);
      else if (view.runId !== null) wanted.set(view.cell, view.runId);
    }
    for (const [cell, runId] of Object.entries(spec.reused ?? {})) {
      const known = kept.get(cell);
      if (known) take(known);
      else wanted.set(cell, runId);
    }
    for (const { cell, rating } of await ports.store.ratings(jobId)) {
      const place = placeOfCell(cell);
      if (place) index.set(place, { rating });
    }
    const known = createJudges(isAsking ? send : undefined);
    await knowJudgements(known, { uncertain: false, failed: false });
    judges = known;
    await scoreWanted();
  }
}
