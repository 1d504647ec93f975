import type { AppError } from "@shared/domain/error/error.ts";
import { type SpendLine, type Spent, spendLines } from "@shared/domain/run/spend.ts";
import type { SpendLimits } from "@shared/domain/run/spend-limits.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { useSettings } from "../settings/settings.ts";

/** What was spent today by provider, as the history's database adds it up. */
export interface SpendState {
  /** Null: not asked yet. */
  spent: readonly Spent[] | null;
  error: AppError | null;
  ask(): Promise<void>;
}

export const useSpend = create<SpendState>()((set) => ({
  spent: null,
  error: null,
  async ask() {
    const from = new Date().setHours(0, 0, 0, 0);
    try {
      const groups = await engineClient().call("history.groups", { filter: { from, cells: true }, by: "provider" });
      const spent = groups.map(({ name, costUsd, runs, priced }) => ({
        provider: name,
        usd: costUsd ?? 0,
        unpriced: runs - priced,
      }));
      set({ spent, error: null });
    } catch (thrown) {
      set({ error: asAppError(thrown) });
    }
  },
}));

/** The limits in force; null where there is none, and nothing has to be asked. */
export function limitsInForce(): SpendLimits | null {
  const spend = useSettings.getState().settings?.preferences.spend;
  return spend && hasLimits(spend) ? spend : null;
}

export function hasLimits({ dayUsd, providerUsd }: SpendLimits): boolean {
  return dayUsd !== null || Object.keys(providerUsd).length > 0;
}

/** Calls that no window makes are told by nobody: what was spent is asked for now and then, in milliseconds. */
const askedEveryMs = 30_000;

/** Keeps what was spent today up to date while something runs by itself. Returns what ends that. */
export function watchSpend(): () => void {
  const ask = () => {
    if (limitsInForce()) void useSpend.getState().ask();
  };
  ask();
  const timer = setInterval(ask, askedEveryMs);
  return () => clearInterval(timer);
}

/** The limits that are passed by now, of all providers that have one. */
export function limitsPassed(): SpendLine[] {
  const limits = limitsInForce();
  if (limits === null) return [];
  return limitLines(Object.fromEntries(Object.keys(limits.providerUsd).map((provider) => [provider, 0]))).filter(
    isPassed,
  );
}

/** Limits of a day that somebody has said yes to passing. */
const accepted = new Set<string>();

const markOf = ({ provider, limitUsd }: SpendLine) => `${new Date().toDateString()} ${provider} ${limitUsd}`;

/**
 * The limits in force that concern a run, beside what was spent as it is known; none where there is no limit.
 * @param asked what it is estimated to cost by provider, in US dollars.
 */
export function limitLines(asked: Readonly<Record<string, number>>): SpendLine[] {
  const limits = limitsInForce();
  return limits === null ? [] : spendLines(limits, useSpend.getState().spent ?? [], asked);
}

/** The limits that a run would pass, or that are passed already, of those nobody has said yes to today; asks what was spent. */
export async function limitsPassedBy(asked: Readonly<Record<string, number>>): Promise<SpendLine[]> {
  if (limitsInForce() === null) return [];
  await useSpend.getState().ask();
  return limitLines(asked).filter((line) => isPassed(line) && !accepted.has(markOf(line)));
}

function isPassed({ state }: SpendLine): boolean {
  return state === "passes" || state === "passed";
}

/** Somebody goes on past those of these limits that are passed: they are asked about no more today. */
export function goPast(lines: readonly SpendLine[]): void {
  for (const line of lines) if (isPassed(line)) accepted.add(markOf(line));
}
