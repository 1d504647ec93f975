import { nameOf } from "@shared/domain/experiment/evaluator.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import { EvaluatorFailure, UncertainJudgement } from "../../evaluators/kind/evaluator-kind.ts";
import type { AskJudge } from "../../evaluators/score-cell.ts";
import { judgeRequest, questionKey } from "./judge-request.ts";
import { readJudgement } from "./read-judgement.ts";

/** Judges of one experiment. A question that was asked is not asked again, whichever cell it was for. */
export interface Judges {
  /** A judgement of before: its run, or that its request may have left before a crash. */
  know(record: RunRecord, isUncertain: boolean): void;
  /** For a cell, by its name. */
  of(cell: string): AskJudge;
  /** US dollars of the judgements for a cell that were paid for now, and of all of them. */
  costOf(cell: string): number;
  cost(): number;
}

/**
 * @param send makes a judge's call, which is written down under the name of the cell before it leaves; absent where nothing
 *   is to be sent.
 */
export function createJudges(send?: (request: RunRequest, name: string) => Promise<RunRecord>): Judges {
  const answers = new Map<string, Promise<RunRecord> | "uncertain">();
  const costs = new Map<string, number>();
  let before = 0;

  async function ask(cell: string, name: string, request: RunRequest): Promise<RunRecord> {
    const key = questionKey(request);
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
    costs.set(cell, (costs.get(cell) ?? 0) + (record.metrics?.cost?.usd ?? 0));
    return record;
  }

  return {
    know(record, isUncertain) {
      answers.set(questionKey(record.request), isUncertain ? "uncertain" : Promise.resolve(record));
      before += record.metrics?.cost?.usd ?? 0;
    },
    of: (cell) => async (judge, judged) =>
      readJudgement(await ask(cell, `${cell}/${encodeURIComponent(nameOf(judge))}`, judgeRequest(judge, judged))),
    costOf: (cell) => costs.get(cell) ?? 0,
    cost: () => costs.values().reduce((sum, one) => sum + one, before),
  };
}
