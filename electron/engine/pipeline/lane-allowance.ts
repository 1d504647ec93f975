/**
 * How many calls of a lane may be under way at once, found out as it goes: one more after each window without a refusal for
 * too many, half at such a refusal. A window is as many answers as are allowed at once, so that it is long where few are.
 */
export interface LaneAllowance {
  calls(): number;
  /** A call begins. @returns its number. */
  begun(): number;
  /** How many have begun after it. */
  begunSince(call: number): number;
  answered(): void;
  /** Refused with 429. Those that were under way together are refused together: that halves once. */
  refused(call: number): void;
  /** A person has said how many it takes; where it was refused before, that is known better. */
  raise(to: number): void;
}

export function createLaneAllowance(from: number): LaneAllowance {
  let calls = from;
  let count = 0;
  /** Of this window. */
  let answers = 0;
  let halvedAt = -1;
  return {
    calls: () => calls,
    begun: () => count++,
    begunSince: (call) => count - 1 - call,
    answered() {
      answers += 1;
      if (answers < calls) return;
      calls += 1;
      answers = 0;
    },
    refused(call) {
      answers = 0;
      if (call < halvedAt) return;
      halvedAt = count;
      calls = Math.max(1, Math.floor(calls / 2));
    },
    raise(to) {
      if (halvedAt < 0) calls = Math.max(calls, to);
    },
  };
}
