import { createFetch } from "@engine/http/recording-fetch.ts";
import { createLangfuseLibrary, type LangfuseLibrary } from "@engine/libraries/langfuse/langfuse-library.ts";
import type { Clock } from "@engine/ports.ts";
import type { SecretRef } from "@shared/domain/wire/wire.ts";
import type { FakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";

/** A clock that stands still until it is moved. */
export interface StoppedClock extends Clock {
  advance(ms: number): void;
}

export function createStoppedClock(): StoppedClock {
  let elapsed = 0;
  return {
    now: () => Date.UTC(2026, 10, 23) + elapsed,
    monotonic: () => elapsed,
    advance: (ms) => {
      elapsed += ms;
    },
  };
}

export function credentialOf(publicKey: string): SecretRef {
  return { secret: `langfuse-basic:${publicKey}`, variable: "LANGFUSE_BASIC_AUTH", hint: "sk-…0001" };
}

/** The real source over the real wire, connected to a fake; retries wait no longer than the server asks. */
export function sourceFor(
  server: Pick<FakeLangfuse, "url" | "publicKey" | "secretKey">,
  given: { clock?: Clock; timeoutMs?: number } = {},
): LangfuseLibrary {
  return createLangfuseLibrary({
    connection: () => ({ host: server.url, credential: credentialOf(server.publicKey) }),
    createFetch,
    secrets: { resolve: () => Buffer.from(`${server.publicKey}:${server.secretKey}`).toString("base64") },
    clock: given.clock ?? createStoppedClock(),
    random: () => 0,
    ...(given.timeoutMs === undefined ? {} : { timeoutMs: given.timeoutMs }),
  });
}
