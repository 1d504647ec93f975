import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { createGzip } from "node:zlib";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { afterEach, describe, expect, it } from "vitest";
import { type EngineBench, openEngineBench, runRequest } from "./open-engine.ts";

/*
 * The limits as they are set for everybody, through the whole engine: what a hostile or broken server may cost
 * (LIM-1), and what we may cost a server that has limits of its own (RTY-2).
 */

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function engineAgainst(listener: RequestListener): Promise<EngineBench> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const bench = await openEngineBench({ environment: { OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` } });
  closing.push(
    () => {
      server.closeAllConnections();
      server.close();
    },
    () => bench.close(),
  );
  return bench;
}

const ask = () => runRequest({ model: "openai/fake-large", clientMessages: [{ role: "user", content: "Say hello" }] });

const megabyte = 1_048_576;
const text = (content: string) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content } }] })}\n\n`;

/** Writes one piece over and over, as fast as it is taken, until the client has had enough. */
function pour(first: string, piece: Buffer, times: number, gzip: boolean): RequestListener {
  return async (_request, response) => {
    const head = { "content-type": "text/event-stream", ...(gzip ? { "content-encoding": "gzip" } : {}) };
    response.writeHead(200, head);
    const out = gzip ? createGzip() : response;
    if (out !== response) out.pipe(response);
    const gone = once(response, "close");
    out.write(first);
    for (let count = 0; count < times && !response.destroyed; count++) {
      if (!out.write(piece)) await Promise.race([once(out, "drain"), gone]);
    }
    out.end();
  };
}

describe("a response without end (LIM-1)", () => {
  const hundredEvents = Buffer.from(text("0123456789").repeat(100));
  // Half a million small objects are made and dropped in seconds; how soon their memory is given back is V8's choice.
  const cases: [name: string, listener: RequestListener, mostMegabytes: number][] = [
    ["one line of 200 MB", pour(`${text("Hello")}data: `, Buffer.alloc(megabyte, "x"), 200, false), 150],
    ["a gzip bomb of 200 MB", pour(text("Hello"), Buffer.alloc(megabyte, " "), 200, true), 150],
    ["a million events", pour(text("Hello"), hundredEvents, 10_000, false), 450],
  ];

  it.each(cases)(
    "%s ends as `limit_exceeded`, with what had come, and takes little memory",
    async (_name, listener, mostMegabytes) => {
      const bench = await engineAgainst(listener);
      const before = process.memoryUsage.rss();
      let most = before;
      const sample = setInterval(() => {
        most = Math.max(most, process.memoryUsage.rss());
      }, 5);
      const { record } = await bench.run(ask());
      clearInterval(sample);
      expect(record.outcome?.kind).toBe("limit_exceeded");
      expect(record.output.text).toMatch(/^Hello/);
      expect((most - before) / megabyte).toBeLessThan(mostMegabytes);
      expect((await bench.engine.history.get(record.id)).record.outcome?.kind).toBe("limit_exceeded");
    },
  );
});

describe("fifty runs with one key (RTY-2)", () => {
  const answer = `${text("Hello")}data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`;

  it("never more than four at a time, also when the provider says to slow down, and all are answered", async () => {
    let open = 0;
    let peak = 0;
    let refusals = 0;
    const calls: { at: number; refused: boolean }[] = [];
    const bench = await engineAgainst((request, response) => {
      open += 1;
      peak = Math.max(peak, open);
      response.once("close", () => {
        open -= 1;
      });
      request.resume().once("end", () => {
        const refused = calls.length === 10;
        calls.push({ at: performance.now(), refused });
        if (refused) {
          refusals += 1;
          response.writeHead(429, { "retry-after-ms": "700" }).end('{"error":{"message":"Slow down"}}');
          return;
        }
        response.writeHead(200, { "content-type": "text/event-stream" }).end(answer);
      });
    });
    const started = await Promise.all(Array.from({ length: 50 }, () => bench.engine.runs.start(ask())));
    const ended: RunRecord[] = [];
    for (const { id } of started) {
      for await (const _event of bench.engine.runs.events(id, -1, new AbortController().signal));
      ended.push(await bench.engine.runs.get(id));
    }
    expect(ended.map(({ outcome }) => outcome?.kind)).toEqual(Array(50).fill("completed"));
    expect(refusals).toBe(1);
    expect(calls).toHaveLength(51);
    expect(peak).toBeLessThanOrEqual(4);
    // Calls that were under way come still; then the whole key pauses, not only the run that was refused.
    const at = calls.find(({ refused }) => refused)?.at ?? 0;
    const tooEarly = calls.filter((call) => call.at > at && call.at < at + 600);
    expect(tooEarly.length).toBeLessThanOrEqual(3);
  });
});
