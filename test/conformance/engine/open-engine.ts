import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createEngine, type Engine, type EngineOptions } from "@engine/engine.ts";
import type { RunSink } from "@engine/sinks/sinks.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { type FakeLangfuse, type FakeLangfuseOptions, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";

/** A real engine on a real profile, a fake Langfuse and a fake provider on real sockets. */
export interface EngineBench {
  engine: Engine;
  langfuse: FakeLangfuse;
  provider: FakeProvider;
  profile: string;
  /** Runs a request to its end. */
  run(request: RunRequest): Promise<{ record: RunRecord; events: StreamEvent[] }>;
  /** Closes the engine and opens another on the same profile. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

export interface BenchOptions {
  langfuse?: FakeLangfuseOptions;
  environment?: Record<string, string>;
  sinks?: readonly RunSink[];
  libraries?: EngineOptions["libraries"];
}

export async function openEngineBench(options: BenchOptions = {}): Promise<EngineBench> {
  const langfuse = await startFakeLangfuse(options.langfuse);
  const provider = await startFakeProvider();
  const profile = mkdtempSync(join(tmpdir(), "promptscope-test-"));
  const environment = readEnvironment({
    LANGFUSE_HOST: langfuse.url,
    LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
    LANGFUSE_SECRET_KEY: langfuse.secretKey,
    OPENAI_API_KEY: "sk-canary-openai-7d1f0a9b2c",
    OPENAI_BASE_URL: provider.baseUrl("openai"),
    ANTHROPIC_API_KEY: "sk-canary-anthropic-5e2b8c7a91",
    ANTHROPIC_BASE_URL: provider.baseUrl("anthropic"),
    AZURE_API_KEY: "canary-azure-3f9d2e1c8b7a",
    AZURE_API_BASE: provider.baseUrl("azure"),
    ...options.environment,
  });
  const open = async () => {
    const opened = await createEngine({
      profileDirectory: profile,
      environment,
      ciphers: [],
      demoPace: "immediate",
      ...(options.sinks ? { sinks: options.sinks } : {}),
      ...(options.libraries ? { libraries: options.libraries } : {}),
    });
    await opened.history.ready;
    return opened;
  };
  let engine = await open();

  async function run(request: RunRequest) {
    const { id } = await engine.runs.start(request);
    const events: StreamEvent[] = [];
    for await (const { event } of engine.runs.events(id, -1, new AbortController().signal)) events.push(event);
    return { record: await engine.runs.get(id), events };
  }

  return {
    get engine() {
      return engine;
    },
    langfuse,
    provider,
    profile,
    run,
    async reopen() {
      await engine.close();
      engine = await open();
    },
    async close() {
      await engine.close();
      await provider.close();
      await langfuse.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** A run request with everything left out that a test does not talk about. */
export function runRequest(given: Partial<RunRequest>): RunRequest {
  return {
    prompt: null,
    variables: {},
    placeholders: {},
    compileMode: "python",
    clientMessages: [],
    clientMessagesMode: "replace",
    model: "",
    modelOverride: null,
    parameters: {},
    overrides: {},
    stream: true,
    ...given,
  };
}
