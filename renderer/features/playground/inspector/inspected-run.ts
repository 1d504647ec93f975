import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";

/** A run whose exchanges are looked at, and whose it is. */
export interface InspectedRun {
  /** The variant's id, or the run's own. */
  key: string;
  /** The variant's letter; null where there is only one run. */
  letter: string | null;
  record: RunRecord;
}

/** In place of a variant: what was written to the library of the open prompt. */
export const writesKey = "writes";

/** An exchange with the run it belongs to. */
export interface InspectedExchange {
  run: InspectedRun;
  exchange: Exchange;
}

/** All exchanges of some runs in the order they started. */
export function inspectedExchanges(runs: readonly InspectedRun[]): InspectedExchange[] {
  return runs
    .flatMap((run) => run.record.exchanges.map((exchange) => ({ run, exchange })))
    .sort((one, other) => one.exchange.startedAt - other.exchange.startedAt);
}

/** The chosen exchange; without a choice the newest to a provider of the preferred run, else the newest of all. */
export function chosenExchange(
  exchanges: readonly InspectedExchange[],
  chosenId: string | null,
  preferredKey: string | null,
): InspectedExchange | undefined {
  const own = exchanges.filter(({ run }) => run.key === preferredKey);
  return (
    exchanges.find(({ exchange }) => exchange.id === chosenId) ??
    own.findLast(({ exchange }) => exchange.kind === "provider") ??
    own.at(-1) ??
    exchanges.at(-1)
  );
}

/** The newest request to a provider of a run, which is what runs are compared by. */
export function comparedExchange(record: RunRecord): Exchange | undefined {
  return record.exchanges.findLast(({ kind }) => kind === "provider");
}
