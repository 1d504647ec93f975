import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";

export interface CountedAnswer {
  text: string;
  delayMs?: number;
  status?: number;
  /** It answers when this resolves. */
  until?: Promise<void>;
  /** Seconds until it may be tried again. */
  retryAfter?: number;
}

/** A server of chat completions that counts what it is asked, by the last message and the model. */
export interface CountingServer {
  url: string;
  counts: Map<string, number>;
  /** Resolves when so many requests have come. */
  asked(count: number): Promise<void>;
  /** Counts from nothing again. */
  clear(): void;
  close(): Promise<void>;
}

export async function startCountingServer(
  answer: (question: string, model: string) => CountedAnswer,
): Promise<CountingServer> {
  const counts = new Map<string, number>();
  let total = 0;
  const server = createServer(async (request, response) => {
    // An app asks for the models too; only calls are counted.
    if (request.method !== "POST") {
      response.writeHead(404).end();
      return;
    }
    const body = (await json(request)) as { model: string; messages: { content: string }[] };
    const question = body.messages.at(-1)?.content ?? "";
    const key = `${question} on ${body.model}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    total += 1;
    server.emit("asked");
    const { text, delayMs = 0, until, status = 200, retryAfter } = answer(question, body.model);
    if (delayMs > 0) await setTimeout(delayMs);
    await until;
    response.writeHead(status, {
      "content-type": "application/json",
      ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
    });
    if (status !== 200) {
      response.end(JSON.stringify({ error: { message: text } }));
      return;
    }
    const message = { role: "assistant", content: text };
    const usage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
    response.end(
      JSON.stringify({
        id: "1",
        object: "chat.completion",
        created: 0,
        model: body.model,
        choices: [{ index: 0, message, finish_reason: "stop" }],
        usage,
      }),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    counts,
    async asked(count) {
      while (total < count) await once(server, "asked");
    },
    clear() {
      counts.clear();
      total = 0;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
