import { runFileFrame } from "@shared/domain/export/run-file.ts";
import { type HistoryRun, noNotes, type RunNotes } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { sampleRun } from "../unit/history/sample-run.ts";
import { expect } from "./app.ts";
import type { HistoryPage } from "./history-page.ts";
import { asFile } from "./saved-file.ts";

/** A run of some days ago, with what a test wants to be special about it. */
export function pastRun(
  sequence: number,
  daysAgo: number,
  { notes, ...record }: Partial<RunRecord> & { notes?: Partial<RunNotes> } = {},
): HistoryRun {
  return {
    record: sampleRun(sequence, { startedAt: Date.now() - daysAgo * 86_400_000, ...record }),
    notes: { ...noNotes, ...notes },
  };
}

/** Brings runs in as a person would, through a file. */
export async function importRuns(history: HistoryPage, runs: HistoryRun[]): Promise<void> {
  const { head, tail } = runFileFrame(Date.now());
  await history.open();
  await history.page
    .getByLabel("File with exported runs")
    .setInputFiles(asFile(head + runs.map((run) => JSON.stringify(run)).join(",") + tail));
  await expect(history.page.getByText(new RegExp(`^${runs.length} runs? added`))).toBeVisible();
}
