import type { GuestHistory } from "@engine/history/guest-history.ts";
import { createJobs, type JobsOptions } from "@engine/jobs/jobs.ts";
import { thisProcess } from "@engine/jobs/owner.ts";
import type { Runner } from "@engine/runner.ts";
import { systemClock } from "@engine/time/clock.ts";
import type { CellsSpec } from "@shared/domain/job/cells-spec.ts";
import { placeOfCell } from "@shared/domain/job/expand-cells.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import type { Compared } from "./comparison-lines.ts";

export interface CompareWatch {
  signal: AbortSignal;
  /** Told of each answer as soon as it has ended. */
  tell(compared: Compared): Compared;
}

/**
 * A comparison as a job in the app's history: the app sees it while it runs and may end it, and after a crash it is
 * known what was sent.
 */
export async function compareAsJob(
  models: readonly string[],
  request: RunRequest,
  runner: Runner,
  history: GuestHistory,
  { signal, tell }: CompareWatch,
): Promise<Compared[]> {
  const { store, unsavedProblem } = history.jobs();
  const ended: Promise<Compared>[] = [];
  const startCell: JobsOptions["startCell"] = ({ cell, request: asked }, job) => {
    const abort = new AbortController();
    let runId = "";
    const begun = ({ id }: RunRecord) => {
      runId = id;
    };
    const record = runner.run(asked, { signal: abort.signal, cell: { job, store: history.runs }, begun });
    const model = models[Number(placeOfCell(cell)?.variant)] ?? "";
    ended.push(record.then((whole) => tell({ model, record: whole })));
    return { runId, ended: record, cancel: () => abort.abort() };
  };
  const jobs = createJobs({ clock: systemClock, owner: thisProcess(), store, unsaved: unsavedProblem, startCell });
  const { job } = jobs.start("cells", comparisonSpec(models, request));
  const cancel = () => void jobs.cancel(job.id);
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();
  for await (const _event of jobs.events(job.id, -1, new AbortController().signal)) {
    // Until it has ended; what comes of each cell is told by its run.
  }
  await jobs.close();
  return Promise.all(ended);
}

function comparisonSpec(models: readonly string[], request: RunRequest): CellsSpec {
  return {
    title: `Compare ${refOf(request.prompt)?.name ?? "messages"} on ${models.length} models`,
    rows: [],
    // By place and not by name: a model may be named twice.
    variants: models.map((model, index) => ({
      id: String(index),
      request: { ...request, modelOverride: model },
      ownValues: true,
    })),
    repetitions: 1,
    rowByRow: false,
  };
}
