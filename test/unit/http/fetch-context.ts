import { defaultLimits, type FetchContext } from "@engine/http/http.ts";
import { systemClock } from "@engine/time/clock.ts";
import type { Exchange, SecretRef } from "@shared/domain/wire/wire.ts";

export const canary = "sk-canary-3f9a1c77b2e84d05";
export const keyRef: SecretRef = { secret: "provider:test", variable: "TEST_API_KEY", hint: "sk-…4d05" };

/** A context for one exchange; `exchanges` gets every report of it. */
export function contextFor(given: Partial<FetchContext> = {}, exchanges: Exchange[] = []): FetchContext {
  return {
    kind: "provider",
    attempt: 1,
    secrets: { resolve: () => canary },
    allowed: [keyRef],
    limits: defaultLimits,
    clock: systemClock,
    mode: "send",
    signal: new AbortController().signal,
    onExchange: (exchange) => exchanges.push(exchange),
    ...given,
  };
}
