import type { Exchange } from "@shared/domain/wire/wire.ts";
import type { RunView } from "../../../stores/run/runs.ts";

/** The newest exchange with the provider of a run; a retry is newer than what it repeats. */
export function providerExchange(run: RunView | undefined): Exchange | undefined {
  return run?.record?.exchanges.findLast((exchange) => exchange.kind === "provider");
}
