import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, type GoalResult, runVariant } from "../measure.ts";
import { historyRuns } from "../variants/workload.ts";

const fewRuns = 1_000;

/**
 * A history of 100 000 runs: its first page against loading all, a word typed into its search against a scan, and what is
 * asked of it against the same of a history of 1 000.
 */
export async function historyGoals(script: (name: string) => string): Promise<GoalResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "promptscope-bench-history-"));
  const small = mkdtempSync(join(tmpdir(), "promptscope-bench-history-"));
  const run = (task: string) => runVariant(script("history"), [task, folder]);
  const ofFew = (task: string) => runVariant(script("history"), [task, small, String(fewRuns)]);
  const asFew = (task: string, what: string) =>
    compare({
      goal: `history of ${historyRuns} runs: ${what}`,
      ours: { name: `${historyRuns} runs`, run: () => run(task) },
      peer: { name: `${fewRuns} runs`, run: () => ofFew(task) },
      measured: "cpu",
      must: 3,
    });
  try {
    const { work: runs } = await run("fill");
    if (runs !== historyRuns) throw new Error(`the history holds ${runs} runs and not ${historyRuns}`);
    await ofFew("fill");
    return [
      await asFew("page", "first page beside that of few"),
      await asFew("filter", "runs of a prompt and some days beside few"),
      await asFew("common", "a word that all have beside few"),
      await compare({
        goal: `history of ${historyRuns} runs: first page`,
        ours: { name: "page of 50", run: () => run("page") },
        peer: { name: "loading all rows", run: () => run("all") },
        measured: "cpu",
        must: 0.1,
      }),
      await compare({
        goal: `history of ${historyRuns} runs: a word typed into the search`,
        ours: { name: "full-text index", run: () => run("search") },
        peer: { name: "LIKE scan", run: () => run("scan") },
        measured: "cpu",
        must: 0.2,
      }),
    ];
  } finally {
    for (const made of [folder, small]) rmSync(made, { recursive: true, force: true });
  }
}
