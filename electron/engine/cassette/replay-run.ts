import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Cassette } from "@shared/domain/run/cassette.ts";
import type { ReplayMark, ReplaySpeed, RunRecord } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { createReplaySend } from "../http/replay-fetch.ts";
import { checkAnswer } from "../pipeline/check-answer.ts";
import { executePlan } from "../pipeline/execute-plan.ts";
import { outcomeBeforeSending } from "../pipeline/outcome-of-failure.ts";
import type { Clock, RunStore } from "../ports.ts";
import { apiOf, type Providers } from "../providers/registry.ts";
import { sha256 } from "./make-cassette.ts";
import type { Pace } from "./pace.ts";

export interface ReplayPorts {
  clock: Clock;
  store: Pick<RunStore, "begin">;
  providers: Providers;
}

/** What is played and how. */
export interface Replay {
  cassette: Cassette;
  speed: ReplaySpeed;
  pace: Pace;
}

const noSecrets = {
  resolve(): never {
    throw new AppFailure("credential_missing");
  },
};

/**
 * Plays a cassette as a run: the recorded bytes through the same decoder, judge and meter as a live answer. No socket is
 * opened, no key is read, nothing is tried again. Ends with exactly one `end` event.
 */
export async function replayRun(
  record: RunRecord,
  { cassette, speed, pace }: Replay,
  { clock, store, providers }: ReplayPorts,
  emit: (event: StreamEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = clock.monotonic();
  const at = () => clock.monotonic() - startedAt;
  const { plan, resolved, compiled, runId, recordedAt } = cassette;
  const replay: ReplayMark = { runId, recordedAt, speed };
  Object.assign(record, { plan, replay, ...(resolved ? { resolved } : {}), ...(compiled ? { compiled } : {}) });
  try {
    await store.begin(record);
    emit({ type: "prepared", at: at(), warnings: record.warnings });
    const { outcome, metrics } = await executePlan(plan, {
      ...readerOf(cassette, providers),
      // It is not built again: no API sees the contents of a file.
      request: { method: "POST", url: cassette.exchange.request.url, headers: [] },
      createSend: createReplaySend(cassette, bytesOf(cassette), pace.wait),
      secrets: noSecrets,
      allowed: [],
      signal,
      clock,
      startedAt,
      emit,
      onExchange: (exchange: Exchange) => {
        if (!record.exchanges.includes(exchange)) record.exchanges.push(exchange);
      },
      attempts: 1,
    });
    const checks = await checkAnswer(plan, record.output, outcome);
    if (checks) record.checks = checks;
    emit({ type: "end", at: at(), outcome, metrics });
  } catch (thrown) {
    const metrics = { totalMs: at(), usage: {}, attempts: 0 };
    emit({ type: "end", at: at(), outcome: outcomeBeforeSending(thrown, signal), metrics });
  }
}

/** What reads the recorded answer: the API that read it when it was live. */
function readerOf({ plan }: Cassette, providers: Providers) {
  const provider = providers.find(plan.route.provider);
  if (!provider) throw invalid(`This cassette is of a provider that is not known: ${plan.route.provider}.`);
  return { provider, api: apiOf(provider, plan.api) };
}

/** @throws AppFailure `invalid_input` when body and hash do not belong together: a changed answer is no recording. */
function bytesOf({ exchange: { response } }: Cassette): Buffer {
  const bytes = Buffer.from(response.body, response.encoding);
  if (sha256(bytes) !== response.sha256)
    throw invalid("The answer in this cassette was changed after it was recorded.");
  return bytes;
}

function invalid(message: string): AppFailure {
  return new AppFailure("invalid_input", { message });
}
