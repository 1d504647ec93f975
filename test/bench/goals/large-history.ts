import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, type GoalResult, runVariant } from "../measure.ts";

/** In megabytes; `HISTORY_MB` where the disk has less room. */
const large = Number(process.env["HISTORY_MB"] ?? 4_096);
const small = 10;

/** The start with gigabytes of history against one with a hundred runs, and what the upgrade before it took. */
export async function largeHistoryGoals(script: (name: string) => string): Promise<GoalResult[]> {
  const root = mkdtempSync(join(tmpdir(), "promptscope-bench-large-"));
  const run = (task: string, folder: string, megabytes = 0) =>
    runVariant(script("large-history"), [task, join(root, folder), String(megabytes)]);
  try {
    const { work: runs } = await run("fill", "large", large);
    await run("fill", "small", small);
    const upgraded = await run("upgrade", "large");
    await run("upgrade", "small");
    return [
      await compare({
        goal: `opening a history of ${large} MB, ${runs} runs, with its first page`,
        ours: { name: `${large} MB`, run: () => run("open", "large") },
        peer: { name: `${small} MB`, run: () => run("open", "small") },
        measured: "wall",
        must: 2,
        note: `its upgrade took ${Math.round(upgraded.wall)} ms and a copy of ${upgraded.work} MB`,
      }),
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
