import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createConnectionSources, environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createSecretVault } from "@engine/credentials/secret-vault.ts";
import { createEngine, type Engine } from "@engine/engine.ts";
import { createPriceBook } from "@engine/models/price-book.ts";
import { createRunQueue, defaultQueueLimits, type QueueLimits } from "@engine/pipeline/run-queue.ts";
import { createRunRegistry } from "@engine/pipeline/run-registry.ts";
import { performRun, type RunPorts } from "@engine/pipeline/run-work.ts";
import type { RunStore } from "@engine/ports.ts";
import { createRunCore } from "@engine/run-core.ts";
import { systemClock } from "@engine/time/clock.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";

/** What a benchmark needs of an engine. */
export type Runs = Pick<Engine["runs"], "start" | "events" | "cancel">;

const environmentFor = (baseUrl: string) =>
  readEnvironment({ OPENAI_API_KEY: "bench-key-of-no-worth", OPENAI_BASE_URL: baseUrl });

/** The engine as the app runs it: every run is written into the history of a profile. */
export async function engineWithHistory(baseUrl: string): Promise<Runs> {
  const profileDirectory = mkdtempSync(join(tmpdir(), "promptscope-bench-"));
  const engine = await createEngine({ profileDirectory, environment: environmentFor(baseUrl), ciphers: [] });
  await engine.history.ready;
  return engine.runs;
}

/** The same parts put together as the engine does, with complete records in memory and no history on disk. */
export function engineInMemory(baseUrl: string, change: { queue?: QueueLimits; ports?: Partial<RunPorts> } = {}): Runs {
  const vault = createSecretVault();
  const connections = createConnectionSources({ ...environmentOnly(), environment: environmentFor(baseUrl), vault });
  const core = createRunCore({ connections, vault, clock: systemClock });
  const own = { get: () => [], set: async () => {} };
  const prices = createPriceBook({ own, readLangfuse: core.libraries.langfuse.readPrices, clock: systemClock });
  const queue = createRunQueue(change.queue ?? defaultQueueLimits);
  const registry = createRunRegistry(systemClock, storeOfNothing());
  const ports: RunPorts = { ...core.portsFor(), queue, findPrice: prices.find, ...change.ports };
  return {
    start: (request) => registry.start(request, (record, emit, signal) => performRun(record, ports, emit, signal)),
    events: registry.events,
    cancel: registry.cancel,
  };
}

/** Runs one request to its end and gives the characters of its text. */
export async function runToEnd(runs: Runs, request: RunRequest): Promise<number> {
  const { id } = runs.start(request);
  let length = 0;
  for await (const { event } of runs.events(id, -1, new AbortController().signal)) {
    if (event.type === "text") length += event.text.length;
    if (event.type === "end" && event.outcome.kind !== "completed") throw new Error(JSON.stringify(event.outcome));
  }
  return length;
}

function storeOfNothing(): RunStore {
  let sequence = 0;
  return { nextSequence: () => ++sequence, begin: async () => {}, append: () => {}, finish: async () => {} };
}
