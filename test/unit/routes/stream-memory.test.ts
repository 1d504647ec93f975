import { createGatewayFeed } from "@engine/gateway/app/gateway-feed.ts";
import { createRunLog } from "@engine/pipeline/run-log.ts";
import { createDispatcher } from "@routes/dispatch.ts";
import { followRuns } from "@routes/follow-runs.ts";
import type { Frame } from "@shared/contract/envelope.ts";
import type { GatewayStatus } from "@shared/domain/gateway/gateway.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { describe, expect, it } from "vitest";
import { createHostCommands } from "../../../electron/hosts/desktop/host-commands.ts";
import { createHttpClient } from "../../../renderer/client/http-transport.ts";
import { createIpcClient } from "../../../renderer/client/ipc-transport.ts";
import { createFakeHandlers } from "../../fakes/routes/handlers.ts";
import { createHeldObjects, heapInUse } from "../../held-objects.ts";

const never = new AbortController().signal;
const megabyte = 1_048_576;
/** No string of them is shared with another. */
const textEvent = (seq: number): StreamEvent => ({ type: "text", at: seq, text: `${seq} `.padEnd(200, "x") });

async function* numbered(): AsyncGenerator<{ seq: number; event: StreamEvent }> {
  for (let seq = 0; ; seq += 1) {
    yield { seq, event: textEvent(seq) };
    // Real events come from outside; a source without a turn of the event loop keeps whatever a turn keeps.
    if (seq % 100 === 99) await new Promise((resolve) => setImmediate(resolve));
  }
}

const dispatcherOf = (events: () => AsyncIterable<unknown>) =>
  createDispatcher({ handlers: createFakeHandlers({ "run.events": events }).handlers, redact: (text) => text });

/** Takes so many items of a stream that goes on. */
async function take<T>(stream: AsyncIterable<T>, count: number, look: (item: T, index: number) => void) {
  const iterator = stream[Symbol.asyncIterator]();
  for (let index = 0; index < count; index += 1) {
    const next = await iterator.next();
    if (next.done) throw new Error(`The stream ended after ${index}.`);
    look(next.value, index);
  }
  return iterator;
}

describe("a long stream", () => {
  // H1: one promise for the whole stream, raced at every event, held each of them until the end (10 KB an event).
  it("of 200 000 events through the dispatcher holds nothing it has sent", { timeout: 120_000 }, async () => {
    const held = createHeldObjects();
    const source = async function* () {
      for await (const numberedEvent of numbered()) {
        if (numberedEvent.seq % 100 === 0) held.track(numberedEvent.event);
        yield numberedEvent;
      }
    };
    const stream = dispatcherOf(source).stream("run.events", { runId: "r1" }, { signal: never });
    await take(stream, 20_000, () => undefined);
    const early = await heapInUse();
    await take(stream, 180_000, () => undefined);
    // The stream is still open: all that it held would be 80 MB of texts.
    expect((await heapInUse()) - early).toBeLessThan(16 * megabyte);
    expect(await held.count()).toBeLessThan(5);
    await stream.return();
  });

  const streams: [name: string, open: () => AsyncIterable<unknown>][] = [
    ["the dispatcher", () => dispatcherOf(numbered).stream("run.events", { runId: "r1" }, { signal: never })],
    [
      "many runs over one stream",
      () =>
        followRuns(
          ["a", "b", "c"].map((runId) => ({ runId, after: -1 })),
          numbered,
        ),
    ],
    [
      "the gateway's feed",
      () => {
        const feed = createGatewayFeed(() => ({}) as GatewayStatus);
        const tell = setInterval(() => feed.status(), 0);
        return closing(feed.read(never), () => clearInterval(tell));
      },
    ],
    [
      "the menu's commands",
      () => {
        const commands = createHostCommands();
        const tell = setInterval(() => commands.send("run"), 0);
        return closing(commands.listen(never), () => clearInterval(tell));
      },
    ],
    ["the client over HTTP", () => httpClient().stream("run.events", { runId: "r1" }, { signal: never })],
    ["the client over IPC", () => ipcClient().stream("run.events", { runId: "r1" }, { signal: never })],
  ];

  it.each(streams)("of %s holds nothing it has given", async (_name, open) => {
    const held = createHeldObjects();
    const iterator = await take(open(), 1_000, (item) => {
      held.track(item as object);
      for (const part of Object.values(item as object)) if (typeof part === "object") held.track(part);
    });
    expect(await held.count()).toBeLessThan(20);
    await iterator.return?.();
  });

  // The log of a run keeps its events to be read again; a reader that has gone, or a second one, must add nothing.
  it("of a run's log ends with its log: a reader that waits keeps no event of it", async () => {
    const held = createHeldObjects();
    const gone = new AbortController();
    let log: ReturnType<typeof createRunLog> | undefined = createRunLog();
    for (let seq = 0; seq < 100; seq += 1) log.append({ type: "model", at: seq, model: `m${seq}` });
    let reader: AsyncIterator<unknown> | undefined = await take(log.read(-1, gone.signal), 100, (item) =>
      held.track((item as { event: object }).event),
    );
    const last = reader.next();
    expect(await held.count()).toBe(100);
    gone.abort();
    await last;
    [log, reader] = [undefined, undefined];
    expect(await held.count()).toBeLessThan(5);
  });
});

/** Ends the making of events with the stream. */
async function* closing<T>(stream: AsyncIterable<T>, close: () => void) {
  try {
    yield* stream;
  } finally {
    close();
  }
}

function httpClient() {
  const events = numbered();
  const body = () =>
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        const { value } = await events.next();
        controller.enqueue(new TextEncoder().encode(`${JSON.stringify({ type: "event", ...value })}\n`));
      },
    });
  return createHttpClient({
    token: async () => "token",
    fetch: async () => new Response(body()),
    wait: async () => undefined,
  });
}

function ipcClient() {
  return createIpcClient({
    call: () => Promise.reject(new Error("not asked")),
    openStream(_name, _input, onFrames) {
      let seq = 0;
      const tell = setInterval(() => {
        const frames: Frame<unknown>[] = [0, 1, 2].map(() => ({ seq, type: "event", event: textEvent(seq++) }));
        onFrames(frames);
      }, 0);
      return () => clearInterval(tell);
    },
  });
}
