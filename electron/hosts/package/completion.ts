import type { Runner } from "@engine/runner.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { createChunkQueue } from "./chunk-queue.ts";
import { completionOf } from "./completion-shape.ts";
import { currentRunner } from "./current-runner.ts";
import { promptscopeErrorOf } from "./promptscope-error.ts";
import { type ReadOptions, readOptions } from "./read-options.ts";
import { createStreamChunks } from "./stream-chunks.ts";
import { tellWarnings } from "./tell-warnings.ts";
import type { ChatCompletion, ChatCompletionChunk, Completion, CompletionOptions, CompletionStream } from "./types.ts";
import { failureOf, watch } from "./watch-run.ts";

/** See `Completion` in `types.ts`, which is what a caller sees. */
export const completion = createCompletion(currentRunner);

/** The function of the library, for calls that run where `findRunner` says. */
export function createCompletion(findRunner: () => Runner): Completion {
  return ((options: CompletionOptions) => call(options, findRunner)) as Completion;
}

async function call(options: CompletionOptions, findRunner: () => Runner): Promise<ChatCompletion | CompletionStream> {
  let asked: ReadOptions;
  let runner: Runner;
  try {
    asked = readOptions(options);
    runner = findRunner();
  } catch (thrown) {
    throw promptscopeErrorOf(thrown);
  }
  tellWarnings(asked.warnings, options);
  return asked.request.stream ? openStream(asked, options, runner) : complete(asked, options, runner);
}

async function complete(asked: ReadOptions, options: CompletionOptions, runner: Runner): Promise<ChatCompletion> {
  let responseId: string | undefined;
  const emit = (event: StreamEvent, record: RunRecord) => {
    if (event.type === "model") responseId = event.responseId;
    watch(event, record, options);
  };
  const signal = options.signal ?? new AbortController().signal;
  const record = await runner.run(asked.request, { signal, emit }, asked.credentials);
  const failure = failureOf(record, options, runner);
  if (failure) throw failure;
  return completionOf(record, responseId);
}

/** Resolves when the provider has begun to answer, so that a refused call rejects here and not in the loop. */
async function openStream(asked: ReadOptions, options: CompletionOptions, runner: Runner): Promise<CompletionStream> {
  const controller = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, controller.signal]) : controller.signal;
  const queue = createChunkQueue<ChatCompletionChunk>();
  const writer = createStreamChunks(asked);
  const answering = Promise.withResolvers<void>();
  let current: RunRecord | undefined;

  const pushAll = (chunks: readonly ChatCompletionChunk[]) => {
    for (const chunk of chunks) queue.push(chunk);
  };
  const frames = {
    frame({ data }: { data: string }) {
      if (current) pushAll(writer.frame(data, current));
    },
    withheld: () => pushAll(writer.withheld()),
  };
  const emit = (event: StreamEvent, record: RunRecord) => {
    current = record;
    watch(event, record, options);
    pushAll(writer.event(event, record));
    if (event.type === "response" && event.status < 300) answering.resolve();
  };
  const finished = runner.run(asked.request, { signal, emit, frames }, asked.credentials).then((record) => {
    const failure = failureOf(record, options, runner);
    if (failure) {
      answering.reject(failure);
      queue.fail(failure);
    } else {
      answering.resolve();
      queue.end();
    }
  });
  await answering.promise;

  async function* read(): AsyncGenerator<ChatCompletionChunk, void> {
    try {
      for (;;) {
        const chunk = await queue.take();
        if (chunk === undefined) return;
        yield chunk;
      }
    } finally {
      controller.abort();
      await finished;
    }
  }
  const chunks = read();
  return { controller, [Symbol.asyncIterator]: () => chunks };
}
