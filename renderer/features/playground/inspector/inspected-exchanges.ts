import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";

/** Exchanges that are looked at together: those of a run, or what was written to a library. */
export interface InspectedSet {
  /** The variant's id, the run's own, or `writesKey`. */
  key: string;
  /** The variant's letter; null where there is only one run, and where there is none. */
  letter: string | null;
  exchanges: readonly Exchange[];
  /** The run they were made for; absent for requests of no run. */
  record?: RunRecord;
}

/** The exchanges of a run as the inspector shows them. */
export function setOfRun(key: string, letter: string | null, record: RunRecord): InspectedSet {
  return { key, letter, exchanges: record.exchanges, record };
}

/** In place of a variant: what was written to the library of the open prompt. */
export const writesKey = "writes";

/** An exchange with the others it belongs to. */
export interface InspectedExchange {
  set: InspectedSet;
  exchange: Exchange;
}

/** All exchanges of some sets in the order they started. */
export function inspectedExchanges(sets: readonly InspectedSet[]): InspectedExchange[] {
  return sets
    .flatMap((set) => set.exchanges.map((exchange) => ({ set, exchange })))
    .sort((one, other) => one.exchange.startedAt - other.exchange.startedAt);
}

/** The chosen exchange; without a choice the newest to a provider of the preferred set, else the newest of all. */
export function chosenExchange(
  exchanges: readonly InspectedExchange[],
  chosenId: string | null,
  preferredKey: string | null,
): InspectedExchange | undefined {
  const own = exchanges.filter(({ set }) => set.key === preferredKey);
  return (
    exchanges.find(({ exchange }) => exchange.id === chosenId) ??
    own.findLast(({ exchange }) => exchange.kind === "provider") ??
    own.at(-1) ??
    exchanges.at(-1)
  );
}

/** The newest request to a provider of a run, which is what runs are compared by. */
export function comparedExchange({ exchanges }: Pick<InspectedSet, "exchanges">): Exchange | undefined {
  return exchanges.findLast(({ kind }) => kind === "provider");
}
