import type { JobStarted } from "@shared/contract/job-routes.ts";
import type { RunEvent } from "@shared/contract/routes.ts";
import type { CellsSpec } from "@shared/domain/job/cells-spec.ts";
import { expandCells } from "@shared/domain/job/expand-cells.ts";
import { countCells, type JobEvent, type JobView } from "@shared/domain/job/job.ts";
import type { Draft } from "@shared/domain/prompt/draft.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import type { ReactElement } from "react";
import { render } from "vitest-browser-react";
import type { StoreApi } from "zustand";
import { Playground } from "../../renderer/features/playground/Playground.tsx";
import { useGlobalKeys } from "../../renderer/features/shell/use-global-keys.ts";
import { useApp } from "../../renderer/stores/app.ts";
import { initStores } from "../../renderer/stores/client.ts";
import { useDraft } from "../../renderer/stores/draft/draft.ts";
import { usePreview } from "../../renderer/stores/draft/preview.ts";
import { useHistory } from "../../renderer/stores/history/history.ts";
import { useDataset } from "../../renderer/stores/inputs/dataset.ts";
import { useInputs } from "../../renderer/stores/inputs/inputs.ts";
import { useChangedOutside } from "../../renderer/stores/prompts/changed-outside.ts";
import { useEdits } from "../../renderer/stores/prompts/edits.ts";
import { useLibrary } from "../../renderer/stores/prompts/library.ts";
import { useNaming } from "../../renderer/stores/prompts/naming.ts";
import { useNewPrompt } from "../../renderer/stores/prompts/new-prompt.ts";
import { usePrompt } from "../../renderer/stores/prompts/prompt.ts";
import { usePutAside } from "../../renderer/stores/prompts/put-aside.ts";
import { useSaving } from "../../renderer/stores/prompts/saving.ts";
import { useWrites } from "../../renderer/stores/prompts/writes.ts";
import { useCompare } from "../../renderer/stores/run/compare.ts";
import { useForecast } from "../../renderer/stores/run/forecast.ts";
import { usePass } from "../../renderer/stores/run/pass.ts";
import { useRuns } from "../../renderer/stores/run/runs.ts";
import { useSpend } from "../../renderer/stores/run/spend.ts";
import { useUnfinishedJobs } from "../../renderer/stores/run/unfinished-jobs.ts";
import { useBackup } from "../../renderer/stores/settings/backup.ts";
import { useModels } from "../../renderer/stores/settings/models.ts";
import { useSettings } from "../../renderer/stores/settings/settings.ts";
import { useView } from "../../renderer/stores/view.ts";
import { createFakeClient, type FakeAnswers, type FakeClient } from "../fakes/routes/client.ts";
import { eventsOf, previewOf, recordOf, resolvedPrompt, settingsWith, versionList } from "./samples.ts";
import "../../renderer/theme.css";

const stores = [
  useApp,
  useBackup,
  useDraft,
  usePreview,
  useHistory,
  useInputs,
  useDataset,
  useForecast,
  usePass,
  useLibrary,
  usePrompt,
  useEdits,
  useSaving,
  useChangedOutside,
  useNaming,
  useNewPrompt,
  usePutAside,
  useWrites,
  useCompare,
  useRuns,
  useModels,
  useSettings,
  useSpend,
  useUnfinishedJobs,
  useView,
];

/** The stores as a window has them when it is opened, over an engine that answers as given. */
export function startStores(answers: FakeAnswers, streams: Parameters<typeof createFakeClient>[1] = {}): FakeClient {
  useRuns.getState().putBack({});
  usePreview.getState().reset();
  for (const store of stores as unknown as StoreApi<object>[]) store.setState(store.getInitialState(), true);
  const fake = createFakeClient({ "draft.save": null, ...answers }, streams);
  initStores(fake.client);
  return fake;
}

/** Shows an element in a box of a window's size: what a component measures and hides there is real. */
export function show(element: ReactElement) {
  return render(<div style={{ position: "fixed", inset: 0, display: "grid" }}>{element}</div>);
}

export interface ShownPlayground {
  draft: Draft;
  answers?: FakeAnswers;
  /** What a job tells whose events are asked for; then it is silent. */
  jobEvents?: readonly JobEvent[];
  /** What each run tells, by the order of the starts; by default an answer of two words. */
  events?: (request: RunRequest, started: number) => AsyncIterable<StreamEvent> | Iterable<StreamEvent>;
}

/** The playground as the window shows it, keys included. Runs are told by `events`. */
export async function showPlayground({
  draft,
  answers = {},
  jobEvents = [],
  events = () => eventsOf("Hello there."),
}: ShownPlayground) {
  const started: RunRequest[] = [];
  const fake = startStores(
    {
      "settings.get": settingsWith(),
      "draft.get": draft,
      "prompts.get": resolvedPrompt(),
      "prompts.versions": versionList,
      "run.preview": previewOf,
      "run.start": (request) => ({ runId: `r${started.push(request) - 1}` }),
      "jobs.start": ({ spec }) => startCells(spec, started),
      "jobs.list": [],
      "run.cancel": null,
      "run.get": ({ runId }) => recordOf(runId, requestOf(started, runId)),
      "models.list": [],
      "edits.get": { edit: null, discarded: null },
      ...answers,
    },
    {
      async *"jobs.events"() {
        yield* jobEvents;
      },
      async *"runs.events"({ runs }, signal) {
        for (const { runId } of runs) {
          let seq = 0;
          for await (const event of events(requestOf(started, runId), Number(runId.slice(1)))) {
            if (signal.aborted) return;
            yield { runId, seq: seq++, event } satisfies RunEvent;
          }
        }
      },
    },
  );
  await Promise.all([useSettings.getState().load(), useDraft.getState().load()]);
  const screen = await show(<KeyedPlayground />);
  return { screen, fake, started };
}

/** A job whose cells all begin at once, as those of the engine do when the queue has room. */
function startCells(spec: CellsSpec, started: RunRequest[]): JobStarted {
  const id = `job${started.length}`;
  const cells = expandCells(spec, id).map(({ cell, request }) => ({
    cell,
    runId: `r${started.push(request) - 1}`,
    state: "running" as const,
  }));
  const job: JobView = {
    id,
    kind: "cells",
    title: spec.title,
    state: "running",
    wish: null,
    owner: "this",
    ownerPid: 1,
    createdAt: Date.now(),
    endedAt: null,
    error: null,
    cells: cells.length,
    counts: countCells(cells),
    notice: null,
  };
  return { job, cells };
}

function requestOf(started: RunRequest[], runId: string): RunRequest {
  const request = started[Number(runId.slice(1))];
  if (!request) throw new Error(`No run ${runId} was started.`);
  return request;
}

function KeyedPlayground() {
  useGlobalKeys();
  return <Playground />;
}
