import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { LikelyCosts } from "@shared/domain/experiment/cost-left.ts";
import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import { type Cell, isBesideCell } from "@shared/domain/job/expand-cells.ts";
import { hasEnded, type JobEvent, type JobMark } from "@shared/domain/job/job.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import type { JobStore } from "../../jobs/job-store.ts";
import type { Jobs } from "../../jobs/jobs.ts";
import type { ExperimentStore } from "../store/experiment-store.ts";
import { type Broadcast, createBroadcast } from "./broadcast.ts";
import { type AskedAgain, type LiveExperiment, openLiveExperiment } from "./live-experiment.ts";
import { readShownJob, type ShownJob } from "./pass-spec.ts";

export interface RegistryPorts {
  jobStore: JobStore;
  store: ExperimentStore;
  getRun(id: string): Promise<RunRecord>;
  /** Makes a call beside a cell, written down under its own name before it leaves. */
  askBeside(request: RunRequest, job: JobMark): Promise<RunRecord>;
  /** Whether a run of this process waits for its turn. */
  isQueued(runId: string): boolean;
  /** What calls cost that nobody has paid for yet; absent where nobody looks on. */
  likelyCosts?(spec: ExperimentSpec): Promise<LikelyCosts>;
}

/** An experiment at hand, and who is told of its changes. */
export interface LiveEntry extends Pick<ShownJob, "isPass" | "nameHere"> {
  live: LiveExperiment;
  changed: Broadcast;
  /** Milliseconds of a clock that only goes forward: when the first cell of this life began; null before. */
  begunAt: number | null;
  /** Cells that have ended in this life. */
  ended: number;
  /** What its calls are likely to cost; null until that is known. */
  likelyCosts(): LikelyCosts | null;
}

/** Experiments at hand: those that run here, and the last that were looked at. */
export interface LiveRegistry {
  use(jobs: Jobs): void;
  /** @throws AppFailure `not_found` also for a job of another kind. */
  open(jobId: string): Promise<LiveEntry>;
  /** Reads one anew whose cells were brought in from another store. */
  readAgain(jobId: string): Promise<LiveEntry | null>;
  /** Of jobs of any kind. */
  ended(cell: Cell, record: RunRecord, job: JobMark): Promise<void>;
  /** Told at once, in order, of what jobs of any kind do in this process. */
  heard(jobId: string, event: JobEvent): void;
  /** From here on this process asks judges of it, as a person has decided. */
  own(entry: LiveEntry, again: AskedAgain): Promise<void>;
  /** Hears of its job from now on. */
  follow(entry: LiveEntry): void;
  forget(jobId: string): void;
  /** Those at hand. */
  entries(): LiveEntry[];
  /** Told whenever any of them changes. */
  changed: Broadcast;
  close(): Promise<void>;
}

/** Experiments that have ended and stay at hand. */
const mostIdle = 4;

export function createLiveRegistry(ports: RegistryPorts): LiveRegistry {
  const opened = new Map<string, Promise<LiveEntry | null>>();
  const atHand = new Map<string, LiveEntry>();
  const owned = new Map<string, Promise<void>>();
  const followed = new Set<string>();
  /** Jobs this process has driven. */
  const heardHere = new Set<string>();
  /** What was told of jobs that are being loaded. */
  const early = new Map<string, JobEvent[]>();
  const closing = new AbortController();
  const changed = createBroadcast();
  let jobs: Jobs | undefined;

  function jobsInUse(): Jobs {
    if (!jobs) throw new Error("Experiments are used before jobs.");
    return jobs;
  }

  async function load(jobId: string): Promise<LiveEntry | null> {
    // From here on: what is told now is newer than what is read below.
    const since: JobEvent[] = [];
    early.set(jobId, since);
    try {
      return await read(jobId, since);
    } finally {
      early.delete(jobId);
    }
  }

  async function read(jobId: string, since: readonly JobEvent[]): Promise<LiveEntry | null> {
    const { job, cells, spec } = await jobsInUse().get(jobId);
    const shown = readShownJob(job.kind, spec);
    if (shown === null) return null;
    if (shown === undefined) {
      throw new AppFailure("invalid_input", { message: "This experiment cannot be read by this version." });
    }
    const { nameHere, isPass } = shown;
    const own = createBroadcast();
    const live = await openLiveExperiment(
      jobId,
      shown.spec,
      { job, cells: cells.map((view) => ({ ...view, cell: nameHere(view.cell) })) },
      {
        store: {
          ...ports.store,
          findAnswers: async (id, words) => (await ports.store.findAnswers(id, words)).map(nameHere),
        },
        getRun: ports.getRun,
        cellRuns: (id) => ports.jobStore.cells(id, false),
        askBeside: (request, id, cell) => ports.askBeside(request, { jobId: id, cell }),
        isQueued: ports.isQueued,
        scored: own.tell,
        // They are made anew from their runs when it is opened next.
        notKept: () => undefined,
      },
    );
    const likelyCosts = askedOnce(async () => ports.likelyCosts?.(shown.spec), own.tell);
    const entry: LiveEntry = { live, isPass, nameHere, changed: own, begunAt: null, ended: 0, likelyCosts };
    for (const event of since) take(entry, event);
    atHand.set(jobId, entry);
    follow(entry);
    return entry;
  }

  function openAny(jobId: string): Promise<LiveEntry | null> {
    const known = opened.get(jobId);
    if (known) return known;
    const work = load(jobId);
    opened.set(jobId, work);
    work.catch(() => opened.delete(jobId));
    void work.then(forgetOldest, () => undefined);
    return work;
  }

  function forgetOldest(): void {
    const idle = [...atHand.values()].filter(
      ({ live, changed: own }) => own.listeners() === 0 && (hasEnded(live.job) || live.job.owner !== "this"),
    );
    for (const { live } of idle.slice(0, Math.max(0, idle.length - mostIdle))) forget(live.jobId);
  }

  function forget(jobId: string): void {
    opened.delete(jobId);
    atHand.delete(jobId);
    owned.delete(jobId);
    followed.delete(jobId);
  }

  /** Takes an event in; those of a job that is being loaded wait, since what is loaded may be older or newer. */
  function heard(jobId: string, event: JobEvent): void {
    heardHere.add(jobId);
    const waiting = early.get(jobId);
    if (waiting) waiting.push(event);
    const entry = atHand.get(jobId);
    if (entry) take(entry, event);
  }

  function take(entry: LiveEntry, event: JobEvent): void {
    const { live } = entry;
    if (event.type === "job") live.job = event.job;
    else {
      if (event.cell.state === "running") entry.begunAt ??= performance.now();
      live.note({ ...event.cell, cell: entry.nameHere(event.cell.cell) });
    }
    entry.changed.tell();
    changed.tell();
  }

  /** Looks on at a job that another process drives or may take; what this process does is heard as it happens. */
  function follow(entry: LiveEntry): void {
    const { jobId, job } = entry.live;
    if (job.owner === "this" || hasEnded(job) || followed.has(jobId) || closing.signal.aborted) return;
    followed.add(jobId);
    void (async () => {
      for await (const { event } of jobsInUse().events(jobId, -1, closing.signal)) {
        if (atHand.get(jobId) !== entry || heardHere.has(jobId)) return;
        take(entry, event);
      }
    })()
      .catch(() => undefined)
      .finally(() => followed.delete(jobId));
  }

  async function own(entry: LiveEntry, again: AskedAgain): Promise<void> {
    const { jobId } = entry.live;
    const work = entry.live.own(again);
    // Whoever comes meanwhile waits until it is known what was asked before.
    owned.set(jobId, work);
    work.catch(() => owned.delete(jobId));
    await work;
  }

  return {
    changed,
    use(given) {
      jobs = given;
    },
    async open(jobId) {
      const entry = await openAny(jobId);
      if (!entry) throw new AppFailure("not_found", { message: "There is no such experiment any more." });
      return entry;
    },
    async readAgain(jobId) {
      const known = opened.has(jobId);
      const entry = await openAny(jobId);
      if (!entry || !known) return entry;
      const { job, cells } = await jobsInUse().get(jobId);
      entry.live.job = job;
      await entry.live.readAgain(cells.map((view) => ({ ...view, cell: entry.nameHere(view.cell) })));
      entry.changed.tell();
      return entry;
    },
    async ended({ cell }, record, { jobId }) {
      // Jobs of other kinds are remembered as none; one that cannot be read is judged when it can.
      const entry = isBesideCell(cell) ? null : await openAny(jobId).catch(() => null);
      if (!entry) return;
      await (owned.get(jobId) ?? own(entry, { uncertain: false, failed: false }));
      follow(entry);
      await entry.live.score(entry.nameHere(cell), record);
      entry.ended += 1;
      entry.changed.tell();
      changed.tell();
    },
    own,
    heard,
    follow,
    forget,
    entries: () => [...atHand.values()],
    async close() {
      closing.abort();
      await Promise.all(atHand.values().map(({ live }) => live.kept()));
    },
  };
}

/** What is found out when it is first asked for: nothing until then, and where it cannot be. */
function askedOnce<T>(find: () => Promise<T | undefined>, found: () => void): () => T | null {
  let known: T | null = null;
  let isAsked = false;
  return () => {
    if (!isAsked) {
      isAsked = true;
      void find().then(
        (value) => {
          known = value ?? null;
          found();
        },
        () => undefined,
      );
    }
    return known;
  };
}
