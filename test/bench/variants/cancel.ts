import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import OpenAI from "openai";
import { engineInMemory } from "../engine-under-test.ts";
import type { Sample } from "../measure.ts";
import { chunkOf } from "../upstream.ts";
import { messages, requestOf } from "./workload.ts";

/*
 * How long after an abort the server sees that the client has gone, in the middle of a stream. Server and client share
 * a process, so that both read one clock.
 */

const [variant] = process.argv.slice(2);
const rounds = 40;
const warmUps = 5;
let closed = Promise.withResolvers<number>();

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { "content-type": "text/event-stream" });
  const timer = setInterval(() => response.write(chunkOf(" token")), 2);
  response.once("close", () => {
    clearInterval(timer);
    closed.resolve(performance.now());
  });
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;

/** Starts a stream, waits for its first token, stops it; gives the time of the stop. */
const cancelOnce = variant === "sdk" ? sdkCanceller() : engineCanceller();

function engineCanceller(): () => Promise<number> {
  const runs = engineInMemory(baseURL);
  return async () => {
    const { id } = runs.start(requestOf(true));
    let stoppedAt = 0;
    for await (const { event } of runs.events(id, -1, new AbortController().signal)) {
      if (event.type === "text" && stoppedAt === 0) {
        stoppedAt = performance.now();
        runs.cancel(id);
      }
      if (event.type === "end" && event.outcome.kind !== "cancelled") throw new Error(JSON.stringify(event.outcome));
    }
    return stoppedAt;
  };
}

function sdkCanceller(): () => Promise<number> {
  const client = new OpenAI({ apiKey: "bench-key-of-no-worth", baseURL, maxRetries: 0 });
  return async () => {
    const abort = new AbortController();
    const given = { model: "gpt-4o-mini", messages, stream: true } as const;
    let stoppedAt = 0;
    for await (const _chunk of await client.chat.completions.create(given, { signal: abort.signal })) {
      if (stoppedAt > 0) continue;
      stoppedAt = performance.now();
      abort.abort();
    }
    return stoppedAt;
  };
}

function openSockets(): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
  });
}

const times: number[] = [];
for (let round = 0; round < warmUps + rounds; round++) {
  closed = Promise.withResolvers<number>();
  const stoppedAt = await cancelOnce();
  times.push((await closed.promise) - stoppedAt);
}
const open = await openSockets();
// Of the SDK one may be kept for its next request.
if (open > 0 && variant !== "sdk") throw new Error(`${variant} left ${open} sockets open`);
const measured = times.slice(warmUps).sort((a, b) => a - b);
const wall = measured[rounds / 2] ?? Number.NaN;
const sample: Sample = { wall, cpu: wall, work: measured.length };
process.stdout.write(`${JSON.stringify(sample)}\n`, () => process.exit(0));
