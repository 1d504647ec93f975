import type { GatewayCallRow } from "@shared/domain/gateway/gateway.ts";

/** As many as the engine keeps; the history has them all. */
const keptCalls = 500;

/** The log with calls that began or changed, newest first. */
export function withCalls(known: readonly GatewayCallRow[], updates: readonly GatewayCallRow[]): GatewayCallRow[] {
  const byId = new Map([...known, ...updates].map((call) => [call.runId, call]));
  return [...byId.values()].sort((a, b) => b.sequence - a.sequence).slice(0, keptCalls);
}
