import { type EvaluatorOf, nameOf } from "@shared/domain/experiment/evaluator.ts";
import type { HumanRating } from "@shared/domain/experiment/human-rating.ts";
import { humanScore } from "@shared/domain/experiment/human-score.ts";
import { textOfValue } from "@shared/domain/experiment/row-values.ts";
import type { Spend } from "@shared/domain/experiment/spend.ts";
import { isBesideCell, placeOfCell } from "@shared/domain/job/expand-cells.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import {
  EvaluatorFailure,
  expectedOf,
  type JudgedCell,
  type Judgement,
  UncertainJudgement,
} from "../../evaluators/kind/evaluator-kind.ts";
import type { AskJudge } from "../../evaluators/score-cell.ts";
import { comparedTexts, readVectors, vectorsRequest } from "./compare-vectors.ts";
import { judgeRequest, pairRequest, questionKey } from "./judge-request.ts";
import { choiceOf, readChoice } from "./read-choice.ts";
import { readJudgement } from "./read-judgement.ts";

/** What is known of a cell besides its answer. */
export interface BesideCell {
  /** The answer of another variant to the same row and repetition, once it is there. */
  answerOf?(variant: string): Promise<string | undefined>;
  /** What a person said of it. */
  rating?: HumanRating | null;
  /** The cell that pays for what is asked; itself where it is absent. */
  paidBy?: string;
}

/** Judges of one experiment. A question that was asked is not asked again, whichever cell it was for. */
export interface Judges {
  /** A judgement of before: its run, or that its request may have left before a crash; and which experiment paid for it. */
  know(record: RunRecord, isUncertain: boolean, paidIn?: "this" | "earlier"): void;
  /** A judgement of before that this experiment paid for and that says nothing any more: it is asked for once more. */
  paid(record: RunRecord): void;
  /** Those of such names are asked for once more; what they cost was paid. */
  forget(names: Iterable<string>): void;
  /** Those that may have been asked for before a crash are asked for once more. */
  forgetUncertain(): void;
  /** For a cell, by its name. */
  of(cell: string, beside?: BesideCell): AskJudge;
  /** US dollars of the judgements for a cell that were paid for now. */
  costOf(cell: string): number;
  /** Of all judgements this experiment paid for, those of before too. */
  spend(): Required<Spend>;
  /** Whether this experiment has paid for a judgement of a cell, by its name. */
  hasPaid(cell: string): boolean;
  /** Ids of the runs in which a score of a cell was asked for, in their order; none where it is not known any more. */
  runsOf(cell: string, score: string): Promise<string[]>;
}

/** What the two questions of a pair are called beside their cell. */
export function ordersOf(name: string): [ownFirst: string, otherFirst: string] {
  return [`${name} A/B`, `${name} B/A`];
}

/** The other answer of a pair is not there yet; it is judged when that is. */
export const waitsForOther = "The answer it is held against is not there.";

/**
 * @param send makes a judge's call, which is written down under the name of the cell before it leaves; absent where nothing
 *   is to be sent.
 */
export function createJudges(send?: (request: RunRequest, name: string) => Promise<RunRecord>): Judges {
  const answers = new Map<string, Promise<RunRecord> | "uncertain">();
  /** Questions by the names they were asked under. */
  const keys = new Map<string, string>();
  const costs = new Map<string, number>();
  /** Cells whose judgements were paid for in an earlier life. */
  const paidBefore = new Set<string>();
  let [before, unpriced] = [0, 0];

  async function ask(paidBy: string, name: string, request: RunRequest): Promise<RunRecord> {
    const key = questionKey(request);
    keys.set(name, key);
    const known = answers.get(key);
    if (known === "uncertain") {
      throw new UncertainJudgement(
        "Its judge may have been asked before a crash; it is asked again only when you say so.",
      );
    }
    if (known) return known;
    if (!send) throw new EvaluatorFailure("It has not been judged yet.");
    const asked = send(request, name);
    answers.set(key, asked);
    const record = await asked;
    costs.set(paidBy, (costs.get(paidBy) ?? 0) + (record.metrics?.cost?.usd ?? 0));
    if (hasNoPrice(record)) unpriced += 1;
    return record;
  }

  async function askPair(
    judge: EvaluatorOf<"judge-pairwise">,
    judged: JudgedCell,
    cell: string,
    { answerOf, paidBy = cell }: BesideCell,
  ): Promise<Judgement> {
    const { against, value } = judge;
    if (value === undefined && against === placeOfCell(cell)?.variant)
      return { value: 0.5, reason: "The others are held against it." };
    const other = value === undefined ? await answerOf?.(against ?? "") : textOfValue(expectedOf(value, judged));
    if (other === undefined) throw new EvaluatorFailure(waitsForOther);
    const own = judged.answer.text;
    if (own === other) return { value: 0.5, reason: "Both answers are the same." };
    const [ownFirst, otherFirst] = ordersOf(nameOf(judge));
    const asked = (name: string, pair: readonly [string, string]) =>
      ask(paidBy, nameBeside(cell, name), pairRequest(judge, judged, pair));
    // One after the other: where the first cannot be asked, the second is not paid for.
    const first = readChoice(await asked(ownFirst, [own, other]));
    return choiceOf(first, readChoice(await asked(otherFirst, [other, own])));
  }

  function paid(record: RunRecord): void {
    if (record.job && isBesideCell(record.job.cell)) paidBefore.add(cellOf(record.job.cell));
    before += record.metrics?.cost?.usd ?? 0;
    if (hasNoPrice(record)) unpriced += 1;
  }

  return {
    know(record, isUncertain, paidIn = "this") {
      const key = questionKey(record.request);
      answers.set(key, isUncertain ? "uncertain" : Promise.resolve(record));
      if (record.job) keys.set(record.job.cell, key);
      if (paidIn === "this") paid(record);
    },
    paid,
    forget(names) {
      for (const name of names) answers.delete(keys.get(name) ?? "");
    },
    forgetUncertain() {
      for (const [key, answer] of answers) if (answer === "uncertain") answers.delete(key);
    },
    of:
      (cell, beside = {}) =>
      async (judge, judged) => {
        if (judge.type === "judge-pairwise") return askPair(judge, judged, cell, beside);
        if (judge.type === "human") {
          const said = humanScore(judge, beside.rating ?? null);
          if (!said) throw new EvaluatorFailure("No person has judged it yet.");
          return said;
        }
        const name = nameBeside(cell, nameOf(judge));
        if (judge.type === "cosine") {
          const texts = comparedTexts(judge, judged);
          // An empty text has no vector, and servers refuse it.
          if (texts[0] === "") return { value: 0, reason: "The answer is empty." };
          return readVectors(await ask(beside.paidBy ?? cell, name, vectorsRequest(judge, texts)));
        }
        return readJudgement(await ask(beside.paidBy ?? cell, name, judgeRequest(judge, judged)));
      },
    costOf: (cell) => costs.get(cell) ?? 0,
    spend: () => ({ costUsd: costs.values().reduce((sum, one) => sum + one, before), unpriced }),
    async runsOf(cell, score) {
      const found = [score, ...ordersOf(score)].map((one) => answers.get(keys.get(nameBeside(cell, one)) ?? ""));
      const records = await Promise.all(found.map((one) => (one === "uncertain" ? undefined : one)));
      return records.flatMap((record) => record?.id ?? []);
    },
    hasPaid: (cell) => costs.has(cell) || paidBefore.has(cell),
  };
}

/** How a run is called that is made beside a cell. */
function nameBeside(cell: string, score: string): string {
  return `${cell}/${encodeURIComponent(score)}`;
}

/** The cell that a run beside it was made for. */
function cellOf(beside: string): string {
  return beside.slice(0, beside.lastIndexOf("/"));
}

/** Whether it was answered and nothing tells at what price. */
function hasNoPrice({ outcome, metrics }: RunRecord): boolean {
  const isAnswered = outcome?.kind === "completed" || outcome?.kind === "completed_unterminated";
  return isAnswered && metrics?.cost === undefined;
}
