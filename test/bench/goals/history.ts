import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, type GoalResult, runVariant } from "../measure.ts";
import { historyRuns } from "../variants/workload.ts";

/** A history of 100 000 runs: its first page against loading all, and a word typed into its search against a scan. */
export async function historyGoals(script: (name: string) => string): Promise<GoalResult[]> {
  const folder = mkdtempSync(join(tmpdir(), "promptscope-bench-history-"));
  const run = (task: string) => runVariant(script("history"), [task, folder]);
  try {
    const { work: runs } = await run("fill");
    if (runs !== historyRuns) throw new Error(`the history holds ${runs} runs and not ${historyRuns}`);
    return [
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
    rmSync(folder, { recursive: true, force: true });
  }
}
