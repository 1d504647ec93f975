import type { JobMark } from "@shared/domain/job/job.ts";
import type { RunPreview, RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import type { CallCredentials } from "./credentials/call-credentials.ts";
import { type ConnectionSourcesOptions, createConnectionSources } from "./credentials/connection-sources.ts";
import { resolveLangfuse } from "./credentials/langfuse-connection.ts";
import { createSecretVault } from "./credentials/secret-vault.ts";
import { createRedactor } from "./http/redact.ts";
import type { PromptLibrary } from "./libraries/library.ts";
import type { PromptLibraries } from "./libraries/registry.ts";
import type { RunQueue } from "./pipeline/run-queue.ts";
import { newRunRecord, recordEvent } from "./pipeline/run-record.ts";
import { performRun, previewRun, type RunPorts } from "./pipeline/run-work.ts";
import { createTokenCounter, type TokenCounter } from "./pipeline/tokens/token-counter.ts";
import type { CallIo, RunStore } from "./ports.ts";
import { createRunCore } from "./run-core.ts";
import { createSinks, type RunSink } from "./sinks/sinks.ts";
import { systemClock } from "./time/clock.ts";

/** The connections come from the environment alone (`environmentOnly`) or with those of a profile. */
export interface RunnerOptions extends Omit<ConnectionSourcesOptions, "vault"> {
  /** Where calls wait for their turn; without one every call is sent at once. */
  queue?: RunQueue;
  /** The price in force for a model; without it no cost is told. */
  findPrice?: NonNullable<RunPorts["findPrice"]>;
  /** Where runs are kept: their start before their request leaves, what they say, and their end. */
  store?: RunStore;
  /** Who hears of every run that has ended. */
  sinks?: readonly RunSink[];
  /** The folder of local prompts; calls may name another. */
  promptFolder?: string | undefined;
  /** Prompt libraries besides the registered ones. */
  libraries?: readonly PromptLibrary[];
}

/** How one run is watched and stopped. */
export interface RunWatch {
  signal: AbortSignal;
  /** With the record as far as it has come. */
  emit?: (event: StreamEvent, record: RunRecord) => void;
  frames?: NonNullable<RunPorts["frames"]>;
  /** Given for a cell of a job: which one it is, and where its start and its end are written down. */
  cell?: { job: JobMark; store: RunStore };
  /** Told at once, within the call, of the record as it begins. */
  begun?: (record: RunRecord) => void;
}

/**
 * Runs prompts for a program: no profile folder is written or locked, and nothing is kept but in a store that is handed
 * in. What is sent is what the app would send.
 */
export interface Runner {
  libraries: PromptLibraries;
  /** @throws AppFailure when what is configured is incomplete or invalid. */
  hasLangfuse(): boolean;
  /** @throws AppFailure `cancelled`; every other failure is data in the preview. */
  preview(request: RunRequest, io: CallIo, call?: CallCredentials): Promise<RunPreview>;
  /** Counts of the first figures that previews bring. */
  tokens: Pick<TokenCounter, "count">;
  /** Resolves with the finished record, whatever the outcome. */
  run(request: RunRequest, watch: RunWatch, call?: CallCredentials): Promise<RunRecord>;
  /** Replaces every known secret in a text. */
  redact(text: string): string;
  close(): Promise<void>;
}

export function createRunner(given: RunnerOptions): Runner {
  const { findPrice, queue, store: kept, sinks: told = [], libraries, promptFolder, ...options } = given;
  const sinks = createSinks(told);
  const vault = createSecretVault();
  const connections = createConnectionSources({ ...options, vault });
  const core = createRunCore({
    connections,
    vault,
    clock: systemClock,
    local: { folder: () => promptFolder },
    libraries,
    ...(options.providers ? { providers: options.providers } : {}),
  });
  const tokens = createTokenCounter();
  let sequence = 0;
  return {
    libraries: core.libraries,
    hasLangfuse: () => resolveLangfuse(connections.langfuseSources()) !== undefined,
    preview: (request, io, call) => previewRun(request, { ...core.portsFor(call), tokens }, io),
    tokens,
    async run(request, { signal, emit, frames, cell, begun }, call) {
      const record = newRunRecord(request, ++sequence, systemClock.now());
      if (cell) record.job = cell.job;
      const store = cell?.store ?? kept;
      begun?.(record);
      const ports: RunPorts = {
        ...core.portsFor(call),
        ...(queue ? { queue } : {}),
        ...(findPrice ? { findPrice } : {}),
        ...(frames ? { frames } : {}),
        ...(store ? { start: store } : {}),
      };
      const tell = (event: StreamEvent) => {
        if (!recordEvent(record, event)) return;
        if (event.type !== "end") store?.append(record, event);
        emit?.(event, record);
      };
      void store?.begin(record);
      await performRun(record, ports, tell, signal);
      await store?.finish(record);
      sinks.finished(record);
      return record;
    },
    redact: createRedactor(() => vault.values()),
    async close() {
      await sinks.close();
      queue?.close();
      await tokens.close();
      await core.close();
    },
  };
}
