import { randomUUID } from "node:crypto";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { isBesideCell } from "@shared/domain/job/expand-cells.ts";
import {
  type CellView,
  countCells,
  hasEnded,
  type JobDetail,
  type JobEvent,
  type JobView,
  type JobWish,
  type RetriedState,
} from "@shared/domain/job/job.ts";
import { cellOfRun } from "./cell-view.ts";
import { type DrivenJob, type DrivePorts, driveJob } from "./drive-job.ts";
import { findJobKind, type JobPlan, lookAtSpec, readSpec } from "./job-kinds.ts";
import { createJobLog, type JobLog, type LoggedJobEvent } from "./job-log.ts";
import { begunJob, type JobRow, type JobStore } from "./job-store.ts";
import { isOwnerless, isSameOwner } from "./owner.ts";
import { watchJob } from "./watch-job.ts";

/** Long work of a profile. Every method rejects with `AppFailure` only. */
export interface Jobs {
  /**
   * Starts a job that this process owns. Returns as soon as its first cells have begun.
   * @throws AppFailure `invalid_input`.
   */
  start(kind: string, spec: unknown): { job: JobView; cells: CellView[] };
  /** Resolves when the row of a job that was started here is on the disk, or when it is known that it cannot be. */
  kept(id: string): Promise<void>;
  /** Those that have not ended, whoever drives them, and those of this process; newest first. */
  list(): Promise<JobView[]>;
  /** So many that have ended, also before this process began, newest first. */
  ended(most: number): Promise<JobView[]>;
  /** @throws AppFailure `not_found`. */
  get(id: string): Promise<JobDetail>;
  /** What a job tells, until it has ended. @throws AppFailure `not_found`. */
  events(id: string, after: number, signal: AbortSignal): AsyncIterable<LoggedJobEvent>;
  /** Begins nothing more until somebody resumes it. Asks the owner where that is another process. */
  pause(id: string): Promise<JobView>;
  /** Goes on, or takes up a job that nobody drives. What may have left is not sent again. */
  resume(id: string): Promise<JobView>;
  /** Stops what runs and ends the job, also one whose spec cannot be read. */
  cancel(id: string): Promise<JobView>;
  /** Sends cells that have ended so once more, of those only some: the person has decided it. */
  retry(id: string, states: readonly RetriedState[], which?: (cell: CellView) => boolean): Promise<JobView>;
  /** Takes a job that has ended off the list of this process. */
  dismiss(id: string): void;
  /** Lets go of every job; resolves when the runs that were under way have ended. They are cancelled by their owner. */
  close(): Promise<void>;
}

export interface JobsOptions extends Omit<DrivePorts, "tell" | "onLost" | "store" | "beatMs" | "wishMs"> {
  store: JobStore;
  /** Told at once, in order, of what jobs of this process do. */
  heard?(jobId: string, event: JobEvent): void;
  /** How long an owner may be silent before its job is nobody's, in milliseconds; with `beatMs` for tests. */
  staleMs?: number;
  beatMs?: number;
  wishMs?: number;
}

interface Entry {
  log: JobLog;
  driven?: DrivenJob;
  kept?: Promise<void>;
  spec?: unknown;
}

/** Jobs of this process that have ended and are still at hand. */
const mostEnded = 20;

export function createJobs(options: JobsOptions): Jobs {
  const { store, owner, clock, staleMs = 60_000, beatMs = 5_000, wishMs = 1_000 } = options;
  const entries = new Map<string, Entry>();

  function entryOf(id: string): Entry {
    const entry = entries.get(id) ?? { log: createJobLog() };
    entries.set(id, entry);
    return entry;
  }

  function drive(row: JobRow, spec: unknown, plan: JobPlan, known: readonly CellView[]): DrivenJob {
    const entry = entryOf(row.id);
    const driven = driveJob({ ...row, title: plan.title }, plan, known, {
      ...options,
      beatMs,
      wishMs,
      tell(event) {
        entry.log.append(event);
        options.heard?.(row.id, event);
      },
      onLost() {
        delete entry.driven;
      },
    });
    entry.driven = driven;
    entry.spec = spec;
    forgetOldest();
    return driven;
  }

  function forgetOldest(): void {
    const ended = [...entries].filter(([, { driven }]) => driven && hasEnded(driven.view()));
    for (const [id] of ended.slice(0, Math.max(0, ended.length - mostEnded))) entries.delete(id);
  }

  async function found(id: string): Promise<JobRow> {
    const row = await asked(store.find(id));
    if (!row) throw new AppFailure("not_found", { message: "There is no such job any more." });
    return row;
  }

  const isNobodys = (row: JobRow) => isSameOwner(row.owner, owner) || isOwnerless(row, clock.now(), staleMs);

  async function cellsOf(row: JobRow, withCosts: boolean): Promise<CellView[]> {
    const runs = await asked(store.cells(row.id, withCosts));
    return runs
      .filter(({ cell }) => !isBesideCell(cell))
      .map((run) => cellOfRun(run, !hasEnded(row) && !isNobodys(row)));
  }

  async function snapshot(found: JobRow, withCosts = false): Promise<{ job: JobView; cells: CellView[] }> {
    const cells = await cellsOf(found, withCosts);
    const counts = countCells(cells);
    counts.waiting += Math.max(0, found.cells - cells.length);
    const row = found.cells > 0 && counts.answered + counts.failed === found.cells ? await endAnswered(found) : found;
    const { id, kind, title, state, wish, createdAt, endedAt, error } = row;
    const driver = isNobodys(row) ? ("none" as const) : ("other" as const);
    const ownerPid = driver === "none" ? null : (row.owner?.pid ?? null);
    const shown = { id, kind, title, state, wish, createdAt, endedAt, error, cells: row.cells };
    return { job: { ...shown, owner: driver, ownerPid, counts, notice: null }, cells };
  }

  /** Signs a job that nobody drives, as it was seen. */
  async function claim(row: JobRow): Promise<void> {
    const seen = { state: row.state, owner: row.owner, beatAt: row.beatAt };
    const claimed = await asked(store.claim({ id: row.id, owner, at: clock.now(), seen }));
    if (!claimed) throw elsewhere(await found(row.id));
  }

  /** A job whose last cell has ended while nobody was left to say so has ended: there is nothing to take up. */
  async function endAnswered(row: JobRow): Promise<JobRow> {
    // One that is signed by this process is being taken up at this moment.
    if (hasEnded(row) || !isNobodys(row) || isSameOwner(row.owner, owner)) return row;
    try {
      await claim(row);
      const change = { state: "done" as const, endedAt: clock.now(), error: null, release: true };
      await store.change(row.id, owner, change);
    } catch {
      // Somebody else has taken it, or nothing can be written here: it is shown as it is.
    }
    return (await store.find(row.id).catch(() => null)) ?? row;
  }

  /** Ends a job that nobody drives. Its spec is not asked: one that this version cannot read is ended all the same. */
  async function endLeft(row: JobRow): Promise<JobView> {
    await claim(row);
    const change = { state: "cancelled" as const, endedAt: clock.now(), error: null, release: true };
    await asked(store.change(row.id, owner, change));
    return (await snapshot(await found(row.id))).job;
  }

  /** Takes a job that nobody drives; of several processes that try, one gets it. */
  async function take(id: string): Promise<DrivenJob> {
    const row = await found(id);
    if (!isNobodys(row)) throw elsewhere(row);
    // A spec of a newer version is not taken at all.
    const stored = await asked(store.spec(id));
    const { plan: planOf, specVersion } = findJobKind(row.kind);
    if (stored.version > specVersion) throw ofNewer();
    const spec = readSpec(row.kind, stored);
    await lookAtSpec(row.kind, spec);
    const plan = planOf(spec, id);
    await claim(row);
    const mine: JobRow = { ...row, state: "running", owner, endedAt: null };
    const runs = await asked(store.cells(id, true));
    return drive(
      mine,
      spec,
      plan,
      runs.map((run) => cellOfRun(run, false)),
    );
  }

  /** Acts on a job here, leaves a wish with its owner, or does with one that nobody drives what is given. */
  async function act(
    id: string,
    wish: JobWish,
    here: (driven: DrivenJob) => void,
    left: (row: JobRow) => Promise<JobView>,
  ): Promise<JobView> {
    const driven = entries.get(id)?.driven;
    if (driven && !hasEnded(driven.view())) {
      here(driven);
      return driven.view();
    }
    if (driven) return driven.view();
    const row = await found(id);
    if (hasEnded(row)) return (await snapshot(row)).job;
    if (!isNobodys(row)) {
      await asked(store.wish(id, wish));
      return (await snapshot({ ...row, wish })).job;
    }
    return left(row);
  }

  function goOn(driven: DrivenJob): void {
    driven.resume();
    driven.start();
  }

  return {
    start(kind, spec) {
      const id = randomUUID();
      const { plan: planOf, specVersion } = findJobKind(kind);
      const plan = planOf(spec, id);
      if (plan.cells.length === 0 && !plan.isAnswered)
        throw new AppFailure("invalid_input", { message: "The job has nothing to do." });
      const row = begunJob({ id, kind, title: plan.title, cells: plan.cells.length, owner }, clock.now());
      // Not waited for: the store writes in order, and no request leaves before its run is written behind the job.
      const created = store.create({ ...row, spec: { version: specVersion, body: spec } });
      const driven = drive(row, spec, plan, []);
      const kept = created.catch((failure: unknown) =>
        driven.notKept(failure instanceof Error ? failure.message : String(failure)),
      );
      entryOf(id).kept = kept;
      // A spec that comes in parts is none before the last: after a crash what was sent could not be taken up.
      if (plan.isLong) void kept.then(driven.start);
      else driven.start();
      return { job: driven.view(), cells: driven.cells() };
    },
    kept: async (id) => entries.get(id)?.kept,
    async list() {
      const rows = await store.list(0).catch(() => []);
      const own = [...entries.values()].flatMap(({ driven }) => (driven ? [driven.view()] : []));
      const others = rows.filter(({ id }) => !entries.get(id)?.driven);
      const seen = await Promise.all(others.map(async (row) => (await snapshot(row)).job));
      return [...own, ...seen].sort((a, b) => b.createdAt - a.createdAt);
    },
    async ended(most) {
      const rows = (await asked(store.list(most))).filter(hasEnded);
      return Promise.all(rows.map(async (row) => (await snapshot(row)).job));
    },
    async get(id) {
      const entry = entries.get(id);
      if (entry?.driven) return { job: entry.driven.view(), cells: entry.driven.cells(), spec: entry.spec };
      const row = await found(id);
      const spec = readSpec(row.kind, await asked(store.spec(id)));
      await lookAtSpec(row.kind, spec);
      return { ...(await snapshot(row, true)), spec };
    },
    async *events(id, after, signal) {
      if (!entries.get(id)?.driven) await found(id);
      const entry = entryOf(id);
      if (!entry.driven) {
        void watchJob(entry.log, async () => (entry.driven ? null : await snapshot(await found(id))), wishMs);
      }
      yield* entry.log.read(after, signal);
    },
    pause: (id) =>
      act(
        id,
        "pause",
        (driven) => driven.pause(),
        async (row) => (await snapshot(row)).job,
      ),
    resume: (id) =>
      act(id, "resume", goOn, async () => {
        const taken = await take(id);
        goOn(taken);
        return taken.view();
      }),
    cancel: (id) => act(id, "cancel", (driven) => driven.cancel(), endLeft),
    async retry(id, states, which) {
      const driven = entries.get(id)?.driven;
      const taken = driven && !hasEnded(driven.view()) ? driven : await take(id);
      taken.retry(states, which);
      return taken.view();
    },
    dismiss(id) {
      const driven = entries.get(id)?.driven;
      if (driven && hasEnded(driven.view())) entries.delete(id);
    },
    async close() {
      const driven = [...entries.values()].flatMap((entry) => entry.driven ?? []);
      for (const job of driven) job.release();
      await Promise.all(driven.map(({ ended }) => ended));
    },
  };
}

function ofNewer(): AppFailure {
  return new AppFailure("invalid_input", { message: "A newer Promptscope has made this job. It can be ended here." });
}

function elsewhere({ owner }: JobRow): AppFailure {
  return new AppFailure("invalid_input", { message: `Process ${owner?.pid ?? "unknown"} works on this job.` });
}

async function asked<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new AppFailure("storage_failed", { message: error instanceof Error ? error.message : String(error) });
  }
}
