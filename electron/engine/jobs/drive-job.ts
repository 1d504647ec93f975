import type { AppError } from "@shared/domain/error/error.ts";
import type { Cell } from "@shared/domain/job/expand-cells.ts";
import {
  type CellView,
  countCells,
  hasEnded,
  type JobEvent,
  type JobMark,
  type JobState,
  type JobView,
  type RetriedState,
} from "@shared/domain/job/job.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Clock } from "../ports.ts";
import { createBudget } from "./budget.ts";
import { cellOfRecord } from "./cell-view.ts";
import type { JobPlan } from "./job-kinds.ts";
import type { JobOwner, JobRow, JobStore } from "./job-store.ts";
import { isSameOwner } from "./owner.ts";
import { createPendingCells } from "./pending-cells.ts";

/** A cell's run under way. */
export interface StartedCell {
  runId: string;
  /** Resolves when the run has ended and is written down. */
  ended: Promise<RunRecord>;
  /** Resolves when its request leaves, or will not; absent where nothing is known of it: then it does so at once. */
  sent?: Promise<unknown>;
  cancel(): void;
  /** What calls beside it have cost, as those of judges, in US dollars; once it has ended. */
  besideUsd?(): number;
}

export interface DrivePorts {
  clock: Clock;
  owner: JobOwner;
  store: Pick<JobStore, "beat" | "change" | "find">;
  /** Begins the run of a cell. Its start is on the disk, with job and cell, before its request leaves. */
  startCell(cell: Cell, mark: JobMark): StartedCell;
  /** Whether a cell that has not begun need not be sent any more; asked before each begins. It stays as it is, waiting. */
  isSpared?(jobId: string, cell: string): boolean;
  /** Why runs that have ended could not be written down; null while they can be. */
  unsaved(): string | null;
  tell(event: JobEvent): void;
  /** Another process has taken the job. */
  onLost(): void;
  /** How often the owner says that it lives, and looks for wishes, in milliseconds. */
  beatMs: number;
  wishMs: number;
}

/** A job that this process owns. */
export interface DrivenJob {
  view(): JobView;
  cells(): CellView[];
  /** Begins what has not been sent. */
  start(): void;
  pause(): void;
  resume(): void;
  /** Stops what runs and ends the job. */
  cancel(): void;
  /** Begins the cells that ended so once more, of those only some, and what has not been sent. */
  retry(states: readonly RetriedState[], which?: (cell: CellView) => boolean): void;
  /** It is not kept, and why. */
  notKept(problem: string): void;
  /** Begins nothing more; once what runs has ended, the job is let go, paused, for whoever resumes it. */
  release(): void;
  /** Resolves when the job has ended or has been let go. */
  ended: Promise<void>;
}

/** Of a lane so many wait for their turn at most: enough to be ready when it comes. */
const mostQueued = 8;

function createCounts() {
  const counts = new Map<string, number>();
  const of = (key: string) => counts.get(key) ?? 0;
  return { of, add: (key: string, more: number) => counts.set(key, of(key) + more) };
}

/** Drives a job to its end. `known` are its cells that have a run already: none of those is sent again. */
export function driveJob(row: JobRow, plan: JobPlan, known: readonly CellView[], ports: DrivePorts): DrivenJob {
  const { store, owner, clock } = ports;
  const cells = new Map<string, CellView>();
  for (const { cell } of plan.cells) cells.set(cell, { cell, runId: null, state: "waiting" });
  for (const view of known) if (cells.has(view.cell)) cells.set(view.cell, view);
  const flying = new Map<string, StartedCell & { group: string }>();
  const over = Promise.withResolvers<void>();
  const budget = createBudget(plan.budget ?? {}, [...cells.values()]);
  const pending = createPendingCells(plan.cells.filter(({ cell }) => cells.get(cell)?.state === "waiting"));
  /** Under way, and of those the ones that wait for their turn, by lane. */
  const busy = createCounts();
  const queued = createCounts();
  let state: JobState = "running";
  let endedAt: number | null = null;
  const error: AppError | null = null;
  let notice: string | null = null;
  let isKept = true;
  let isWarned = false;
  let isCancelling = false;
  let isLeaving = false;

  const view = (): JobView => ({
    id: row.id,
    kind: row.kind,
    title: row.title,
    state,
    wish: null,
    owner: "this",
    ownerPid: owner.pid,
    createdAt: row.createdAt,
    endedAt,
    error,
    cells: cells.size,
    counts: countCells(cells.values()),
    notice,
  });
  const tell = () => ports.tell({ type: "job", job: view() });

  function setCell(cell: CellView): void {
    cells.set(cell.cell, cell);
    ports.tell({ type: "cell", cell });
  }

  /** Writes down how the job stands. That it cannot be written ends no job: it goes on unkept, and says so. */
  async function keep(release: boolean): Promise<void> {
    if (!isKept) return;
    try {
      if (!(await store.change(row.id, owner, { state, endedAt, error, release }))) lose();
    } catch (failure) {
      notKept(failure instanceof Error ? failure.message : String(failure));
    }
  }

  function notKept(problem: string): void {
    if (!isKept) return;
    isKept = false;
    notice = `Not kept: if Promptscope stops, this cannot be taken up again. ${problem}`;
    tell();
  }

  function goOn(): void {
    if (state !== "running" || isLeaving || isCancelling) return;
    for (let next = pending.take(isNext); next; next = pending.take(isNext)) {
      if (!isSpared(next)) begin(next);
    }
    if (flying.size > 0) return;
    if (pending.size === 0) void end("done");
    else if (!budget.allows(0)) stopAtBudget();
  }

  /** Nothing is left to be sent, and nothing was stopped that somebody may want to send. */
  function hasAll(): boolean {
    while (pending.take(isSpared));
    return pending.size === 0 && cells.values().every((view) => view.state !== "stopped");
  }

  const isSpared = ({ cell }: Cell) => ports.isSpared?.(row.id, cell) ?? false;

  /** What is spared is taken out of the way at once. */
  const isNext = (cell: Cell) => isSpared(cell) || mayBegin(cell);

  function mayBegin({ group, lane = "" }: Cell): boolean {
    if (busy.of(lane) >= plan.concurrency || queued.of(lane) >= mostQueued || !budget.allows(flying.size)) return false;
    return !plan.groupByGroup || flying.values().every((other) => other.group === group);
  }

  function begin(cell: Cell): void {
    budget.began();
    const { lane = "" } = cell;
    busy.add(lane, 1);
    const started = ports.startCell(cell, { jobId: row.id, cell: cell.cell });
    flying.set(cell.cell, { ...started, group: cell.group });
    setCell({ cell: cell.cell, runId: started.runId, state: "running" });
    waitForTurn(started, lane);
    void started.ended.then((record) => {
      busy.add(lane, -1);
      land(cell.cell, record, started.besideUsd?.() ?? 0);
    });
  }

  /** What has begun will be sent: no more than the queue soon takes, so that a decision or a budget still counts. */
  function waitForTurn({ sent, ended }: StartedCell, lane: string): void {
    if (!sent) return;
    queued.add(lane, 1);
    let isOver = false;
    const over = () => {
      if (isOver) return;
      isOver = true;
      queued.add(lane, -1);
      goOn();
    };
    void sent.then(over);
    void ended.then(over);
  }

  function land(cell: string, record: RunRecord, besideUsd: number): void {
    flying.delete(cell);
    const view = cellOfRecord(cell, record);
    budget.ended(view.costUsd === undefined && besideUsd === 0 ? undefined : (view.costUsd ?? 0) + besideUsd);
    setCell(view);
    const problem = ports.unsaved();
    // What is sent now would be unknown after a crash, and sent once more.
    if (problem !== null && isKept && !isWarned && pending.size > 0 && state === "running") {
      isWarned = true;
      notice = `Paused, since runs cannot be written down: ${problem} What is resumed may not be kept.`;
      pause();
    }
    if (flying.size > 0) goOn();
    else if (isLeaving) void leave();
    else if (isCancelling) void end("cancelled");
    // It was paused while its last calls were under way: there is nothing to resume.
    else if (state === "paused" && hasAll()) void end("done");
    else goOn();
  }

  async function end(as: "done" | "cancelled"): Promise<void> {
    if (hasEnded({ state })) return;
    stopTimers();
    state = as;
    endedAt = clock.now();
    await keep(true);
    tell();
    over.resolve();
  }

  async function leave(): Promise<void> {
    stopTimers();
    if (!hasEnded({ state }) && hasAll()) return end("done");
    if (!hasEnded({ state })) {
      state = "paused";
      await keep(true);
    }
    over.resolve();
  }

  /** Whoever took it drives it; two must not. */
  function lose(): void {
    isLeaving = true;
    isKept = false;
    stopTimers();
    cancelAll();
    ports.onLost();
    over.resolve();
  }

  /** Those that began last first: they wait in the queue, and one that ends lets the next one out. */
  function cancelAll(): void {
    for (const { cancel } of [...flying.values()].reverse()) cancel();
  }

  function pause(): void {
    if (state !== "running" || isCancelling) return;
    state = "paused";
    void keep(false);
    tell();
  }

  function stopAtBudget(): void {
    notice = budget.words();
    pause();
  }

  function resume(): void {
    if (state !== "paused") return;
    state = "running";
    if (budget.isSpent()) {
      budget.renew();
      notice = null;
    }
    void keep(false);
    tell();
    goOn();
  }

  function cancel(): void {
    if (hasEnded({ state }) || isCancelling) return;
    isCancelling = true;
    if (flying.size === 0) void end("cancelled");
    else cancelAll();
  }

  async function lookForWish(): Promise<void> {
    const now = await store.find(row.id).catch(() => null);
    if (!now || !isKept || hasEnded({ state })) return;
    if (!isSameOwner(now.owner, owner)) return lose();
    if (now.wish === "cancel") cancel();
    if (now.wish === "pause") pause();
    if (now.wish === "resume") resume();
  }

  async function beat(): Promise<void> {
    const isMine = await store.beat(row.id, owner, clock.now()).catch(() => true);
    if (!isMine && isKept && !hasEnded({ state })) lose();
  }

  const timers = [
    setInterval(() => isKept && void beat(), ports.beatMs).unref(),
    setInterval(() => isKept && void lookForWish(), ports.wishMs).unref(),
  ];
  function stopTimers(): void {
    for (const timer of timers) clearInterval(timer);
  }

  tell();
  for (const cell of known) ports.tell({ type: "cell", cell });
  return {
    view,
    cells: () => [...cells.values()],
    start: goOn,
    pause,
    resume,
    cancel,
    retry(states, which = () => true) {
      const isRetried = (view: CellView) => states.some((one) => one === view.state) && which(view);
      const again = plan.cells.filter(({ cell }) => {
        const view = cells.get(cell);
        return view !== undefined && isRetried(view);
      });
      for (const { cell } of again) setCell({ cell, runId: null, state: "waiting" });
      pending.add(again);
      if (state === "paused") resume();
      else goOn();
    },
    notKept,
    release() {
      isLeaving = true;
      if (flying.size === 0) void leave();
    },
    ended: over.promise,
  };
}
