import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { QueuePlace } from "@shared/domain/run/stream-event.ts";
import type { Provider } from "../providers/provider.ts";
import { createLaneAllowance, type LaneAllowance } from "./lane-allowance.ts";
import type { RateLimit } from "./rate-limits.ts";

/** How many calls are under way at once (`README.md#the-queue`). */
export interface QueueLimits {
  /** Over all credentials. */
  total: number;
  /** For one credential. */
  perCredential: number;
  /** For a server on this machine, and for one that asks for no key. */
  perKeylessServer: number;
}

export const defaultQueueLimits: QueueLimits = { total: 8, perCredential: 4, perKeylessServer: 1 };

/** Calls that share a limit: those with one credential, or those to one server without a key. */
export interface QueueLane {
  key: string;
  /** The most at once. */
  limit: number;
  /** So many at first; the lane finds out how many it takes, up to the limit. Absent: the limit from the first. */
  growsFrom?: number;
}

/** The right to one call at a time. */
export interface QueueSlot {
  /** No call of this lane starts for so long, in milliseconds; a longer pause that is under way stays. */
  pauseLane(milliseconds: number): void;
  /** Refused for too many calls: fewer at once, after so many milliseconds. */
  refused(milliseconds: number): void;
  /**
   * It was answered, with what is left for the lane by its headers: where nothing is, no call starts before there is again.
   * @param tokens of this call; one more is taken to need as many.
   */
  answered(left: readonly RateLimit[], tokens: number): void;
  /** Gives the slot back; more than once does nothing. */
  release(): void;
}

export interface RunQueue {
  /**
   * Waits for a slot, in the order of asking within a lane; a lane that is full or paused holds up no other.
   * @param onQueued told, only when there is a wait, what it is for, and again when that changes.
   * @throws AppFailure `cancelled` as soon as the signal aborts; the place in the queue is then free.
   */
  enter(lane: QueueLane, signal: AbortSignal, onQueued?: (place: QueuePlace) => void): Promise<QueueSlot>;
  /** Ends all pauses, so that nothing keeps the process alive. Who still waits is stopped by its own signal. */
  close(): void;
}

interface LaneState {
  active: number;
  allowance: LaneAllowance;
  /** Calls that may begin before the lane is filled again; those that began since a call did count against what it was told. */
  left: { calls: number; until: number; timer: NodeJS.Timeout } | undefined;
  waiting: number;
  pause: { timer: NodeJS.Timeout; until: number } | undefined;
}

interface Waiter {
  lane: QueueLane;
  /** What it was told last. */
  told: QueuePlace | undefined;
  start(): void;
  tell(place: QueuePlace): void;
}

/** A wait that a server names is kept to up to this long, like the wait of a single request. */
const longestPause = 60_000;

/** Steps forward wait this long for each other: each is told to everybody who waits, and nobody reads faster. */
const tellEveryMs = 30;

/** Further back in the queue every tenth step is told: a hundred who wait would tell thousands of times. */
const everyStepWithin = 10;

/** A pause that only runs down is no news: who was told counts down. */
function isNews(told: QueuePlace | undefined, { reason, ahead, pausedForMs = 0 }: QueuePlace): boolean {
  if (!told || told.reason !== reason) return true;
  if (pausedForMs > (told.pausedForMs ?? 0)) return true;
  return told.ahead !== ahead && (ahead <= everyStepWithin || ahead % everyStepWithin === 0);
}

/** The lane of a request: its credential, or its server where that is local or asks for no key. */
export function laneOf(plan: RequestPlan, provider: Provider, limits = defaultQueueLimits): QueueLane {
  const { baseUrl, credential } = plan.endpoint;
  if (provider.local || !credential) return { key: `server:${baseUrl}`, limit: limits.perKeylessServer };
  return { key: `credential:${credential.id}`, limit: limits.perCredential };
}

export function createRunQueue(limits = defaultQueueLimits): RunQueue {
  const lanes = new Map<string, LaneState>();
  /** Over all lanes, in the order of asking. */
  const waiters = new Set<Waiter>();
  let active = 0;
  let telling: NodeJS.Timeout | undefined;

  function stateOf({ key, limit, growsFrom = limit }: QueueLane): LaneState {
    const known = lanes.get(key);
    if (known) return known;
    const allowance = createLaneAllowance(growsFrom);
    const state: LaneState = { active: 0, waiting: 0, pause: undefined, allowance, left: undefined };
    lanes.set(key, state);
    return state;
  }

  /** A lane nobody uses says nothing any more; the credentials of single calls would pile up here. */
  function forgetIfIdle({ key }: QueueLane): void {
    const state = lanes.get(key);
    if (state && state.active === 0 && state.waiting === 0 && !state.pause && !state.left) lanes.delete(key);
  }

  function isFree(lane: QueueLane): boolean {
    const state = stateOf(lane);
    return active < limits.total && state.active < allowed(lane, state) && !state.pause;
  }

  function allowed({ limit, growsFrom }: QueueLane, { allowance }: LaneState): number {
    return growsFrom === undefined ? limit : Math.min(limit, allowance.calls());
  }

  function take(lane: QueueLane): QueueSlot {
    const state = stateOf(lane);
    state.active += 1;
    active += 1;
    const call = state.allowance.begun();
    begin(lane, state);
    let held = true;
    const pause = (milliseconds: number) => pauseLane(lane, Math.min(milliseconds, longestPause));
    return {
      pauseLane: pause,
      refused(milliseconds) {
        state.allowance.refused(call);
        pause(milliseconds);
      },
      answered(left, tokens) {
        if (lane.growsFrom === undefined) return;
        state.allowance.answered();
        const since = state.allowance.begunSince(call);
        for (const limit of left) {
          const calls = Math.floor(limit.remaining / (limit.of === "requests" ? 1 : Math.max(1, tokens)));
          leave(lane, state, Math.max(0, calls - since), Math.min(limit.resetMs, longestPause));
        }
      },
      release() {
        if (!held) return;
        held = false;
        state.active -= 1;
        active -= 1;
        startWaiting();
        forgetIfIdle(lane);
      },
    };
  }

  /** So many calls may begin yet before a lane is filled again; of several limits the narrowest holds. */
  function leave(lane: QueueLane, state: LaneState, calls: number, resetMs: number): void {
    if (resetMs <= 0) return;
    if (calls === 0) pauseLane(lane, resetMs);
    // Only what is nearly used up is counted: more than may be under way is no limit yet.
    if (calls === 0 || calls > lane.limit || (state.left && state.left.calls <= calls)) return;
    clearTimeout(state.left?.timer);
    const timer = setTimeout(() => {
      state.left = undefined;
      forgetIfIdle(lane);
    }, resetMs).unref();
    state.left = { calls, timer, until: performance.now() + resetMs };
  }

  function begin(lane: QueueLane, state: LaneState): void {
    if (!state.left) return;
    state.left.calls -= 1;
    if (state.left.calls > 0) return;
    const { until, timer } = state.left;
    clearTimeout(timer);
    state.left = undefined;
    pauseLane(lane, until - performance.now());
  }

  function startWaiting(): void {
    for (const waiter of waiters) {
      if (active >= limits.total) break;
      if (isFree(waiter.lane)) waiter.start();
    }
    tellSoon();
  }

  function tellSoon(): void {
    if (waiters.size > 0) telling ??= setTimeout(tellPlaces, tellEveryMs).unref();
  }

  /** Tells everybody who waits what has changed for them. */
  function tellPlaces(): void {
    clearTimeout(telling);
    telling = undefined;
    const before = new Map<string, number>();
    let beforeInAll = 0;
    for (const waiter of waiters) {
      const { key } = waiter.lane;
      const beforeInLane = before.get(key) ?? 0;
      before.set(key, beforeInLane + 1);
      const place = placeOf(waiter.lane, beforeInLane, beforeInAll);
      if (place.reason === "total") beforeInAll += 1;
      if (isNews(waiter.told, place)) waiter.tell(place);
    }
  }

  /** The place of one who comes last. */
  function lastPlace(lane: QueueLane): QueuePlace {
    const beforeInAll = [...waiters].filter(({ told }) => told?.reason === "total").length;
    return placeOf(lane, stateOf(lane).waiting, beforeInAll);
  }

  /** @param beforeInAll those who ask for a place among all calls too, and asked before. */
  function placeOf(lane: QueueLane, beforeInLane: number, beforeInAll: number): QueuePlace {
    const state = stateOf(lane);
    if (state.pause) {
      const pausedForMs = Math.max(0, Math.ceil(state.pause.until - performance.now()));
      return { reason: "paused", ahead: beforeInLane, pausedForMs };
    }
    // Those of its lane that wait before it will have taken its places by its turn.
    if (state.active + beforeInLane >= allowed(lane, state))
      return { reason: "lane", ahead: state.active + beforeInLane };
    return { reason: "total", ahead: active + beforeInAll };
  }

  function pauseLane(lane: QueueLane, milliseconds: number): void {
    const state = stateOf(lane);
    const until = performance.now() + milliseconds;
    if (milliseconds <= 0 || until <= (state.pause?.until ?? 0)) return;
    clearTimeout(state.pause?.timer);
    const resume = () => {
      state.pause = undefined;
      startWaiting();
      forgetIfIdle(lane);
    };
    state.pause = { timer: setTimeout(resume, milliseconds), until };
    tellPlaces();
  }

  function wait(lane: QueueLane, signal: AbortSignal, onQueued?: (place: QueuePlace) => void): Promise<QueueSlot> {
    const state = stateOf(lane);
    return new Promise((resolve, reject) => {
      const leave = () => {
        signal.removeEventListener("abort", abort);
        waiters.delete(waiter);
        state.waiting -= 1;
      };
      const abort = () => {
        leave();
        tellSoon();
        forgetIfIdle(lane);
        reject(new AppFailure("cancelled"));
      };
      const waiter: Waiter = {
        lane,
        told: undefined,
        start() {
          leave();
          resolve(take(lane));
        },
        tell(place) {
          waiter.told = place;
          onQueued?.(place);
        },
      };
      waiter.tell(lastPlace(lane));
      state.waiting += 1;
      waiters.add(waiter);
      signal.addEventListener("abort", abort, { once: true });
    });
  }

  return {
    async enter(lane, signal, onQueued) {
      if (signal.aborted) throw new AppFailure("cancelled");
      const state = stateOf(lane);
      if (lane.growsFrom !== undefined) state.allowance.raise(lane.growsFrom);
      const isFirst = state.waiting === 0;
      return isFirst && isFree(lane) ? take(lane) : wait(lane, signal, onQueued);
    },
    close() {
      clearTimeout(telling);
      for (const state of lanes.values()) {
        clearTimeout(state.pause?.timer);
        clearTimeout(state.left?.timer);
        state.pause = undefined;
        state.left = undefined;
      }
    },
  };
}
