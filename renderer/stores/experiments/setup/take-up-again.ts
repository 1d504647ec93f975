import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { JoinHow, SetupReading } from "@shared/domain/experiment/experiment-setup.ts";
import { tableOfView } from "@shared/domain/experiment/setup/dataset-table.ts";
import { draftOfExperiment } from "@shared/domain/experiment/setup/draft-of-experiment.ts";
import { asAppError, engineClient } from "../../client.ts";
import { useExperimentView } from "../experiment-view.ts";
import { freeName } from "./free-name.ts";
import { type SetupContent, useSetup } from "./setup.ts";
import { useTry } from "./try-evaluators.ts";

/**
 * Puts the set-up of an experiment in place of what is set up, which can be brought back, and shows it: to add to it, or to
 * change it and send only what is another call then. It has a name of its own. Gives why it could not be read.
 */
export async function takeUpAgain(jobId: string, title: string, how: JoinHow): Promise<AppError | null> {
  try {
    const [read, others] = await Promise.all([
      engineClient().call("experiments.setupOf", { jobId }),
      engineClient().call("experiments.list", {}),
    ]);
    if (!("setup" in read)) {
      const [problem] = "errors" in read ? read.errors : [];
      throw new AppFailure("invalid_input", { message: problem?.message ?? "Its set-up cannot be changed here." });
    }
    await useSetup.getState().load();
    const { draft, table } = takenUp(read, title);
    // In the list two of one name could not be told apart.
    const name = freeName(
      title,
      others.map((one) => one.title),
    );
    useSetup.getState().replace({ draft: { ...draft, name, joins: { jobId, title, how } }, table }, title);
    // What was tried was of the set-up before.
    useTry.getState().end();
    useExperimentView.getState().startNew();
    return null;
  } catch (thrown) {
    return asAppError(thrown);
  }
}

/** A set-up as it is typed; rows that are too many for the window stay with their experiment. */
function takenUp({ setup, kept }: SetupReading, title: string): SetupContent {
  const about = { source: "hand", name: title, readAt: Date.now() } as const;
  const made = draftOfExperiment(setup, about);
  if (!kept) return made;
  const { file, view, columns } = kept;
  return { draft: { ...made.draft, chosen: { columns, fixed: {} } }, table: tableOfView(view, about, file) };
}

/** Which answers of before a set-up is sent with; undefined where all is sent. */
export function joinedNow(): { jobId: string; how: JoinHow } | undefined {
  const { joins } = useSetup.getState().draft;
  return joins && { jobId: joins.jobId, how: joins.how };
}

/** Sends everything, or takes over what another experiment has answered. */
export function setReused(from: { jobId: string; title: string } | null): void {
  useSetup
    .getState()
    .change(({ joins: _, ...draft }) => (from ? { ...draft, joins: { ...from, how: "reuse" } } : draft));
}
