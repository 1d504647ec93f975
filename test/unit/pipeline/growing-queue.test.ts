import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createGrowingQueue } from "@engine/pipeline/growing-queue.ts";
import { createLaneAllowance } from "@engine/pipeline/lane-allowance.ts";
import { readRateLimits } from "@engine/pipeline/rate-limits.ts";
import { createRunner, type Runner } from "@engine/runner.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { afterEach, describe, expect, it } from "vitest";
import { specOf } from "../experiments/null-recipes.ts";

const never = new AbortController().signal;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Answer = { status: number; headers?: Record<string, string>; delayMs?: number };

/** A provider that is strict about limits; it tells how many calls it had at once. */
async function startStrict(answer: (flying: number, count: number) => Answer) {
  const seen = { most: 0, calls: 0, refused: 0, at: [] as number[] };
  let flying = 0;
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    flying += 1;
    seen.calls += 1;
    seen.most = Math.max(seen.most, flying);
    seen.at.push(performance.now());
    const { status, headers = {}, delayMs = 5 } = answer(flying, seen.calls);
    if (status === 429) seen.refused += 1;
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    flying -= 1;
    response.writeHead(status, { "content-type": "application/json", ...headers });
    const message = { role: "assistant", content: "yes" };
    const usage = { prompt_tokens: 60, completion_tokens: 40, total_tokens: 100 };
    response.end(
      JSON.stringify(
        status === 200
          ? {
              id: "1",
              object: "chat.completion",
              created: 0,
              model: "m",
              choices: [{ index: 0, message, finish_reason: "stop" }],
              usage,
            }
          : { error: { message: "slow down" } },
      ),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen };
}

function runnerAt(variables: Record<string, string>, told?: number): Runner {
  const queue = createGrowingQueue().of(told);
  const runner = createRunner({ ...environmentOnly(), environment: readEnvironment(variables), queue });
  closing.push(runner.close);
  return runner;
}

function callAll(runner: Runner, count: number, modelOverride = "openai/m"): Promise<RunRecord[]> {
  const [variant] = specOf(1, { seed: 1 }).variants;
  if (!variant) throw new Error("no variant");
  const request = { ...variant.request, modelOverride };
  return Promise.all(Array.from({ length: count }, () => runner.run(request, { signal: never })));
}
const key = { OPENAI_API_KEY: "sk-canary-strict" };
const isAnswered = ({ outcome }: RunRecord) => outcome?.kind === "completed";

describe("the calls a lane takes at once", () => {
  it("are one more after each window without a refusal, and half at one; those refused together halve once", () => {
    const allowance = createLaneAllowance(4);
    const calls = Array.from({ length: 9 }, () => allowance.begun());
    for (let answer = 0; answer < 4; answer += 1) allowance.answered();
    expect(allowance.calls()).toBe(5);
    for (let answer = 0; answer < 5; answer += 1) allowance.answered();
    expect(allowance.calls()).toBe(6);
    for (const call of calls.slice(0, 3)) allowance.refused(call);
    expect(allowance.calls()).toBe(3);
    allowance.refused(allowance.begun());
    expect(allowance.calls()).toBe(1);
    allowance.refused(allowance.begun());
    expect(allowance.calls()).toBe(1);
    // It was refused before: that is known better than what is told.
    allowance.raise(64);
    expect(allowance.calls()).toBe(1);
  });
});

describe("limits in headers", () => {
  it("are read as OpenAI and Anthropic write them, in seconds and as times; what cannot be read is none", () => {
    const now = Date.parse("2026-11-29T00:00:00Z");
    const read = (headers: Record<string, string>) => readRateLimits(Object.entries(headers), now);
    expect(
      read({
        "X-RateLimit-Remaining-Requests": "0",
        "x-ratelimit-reset-requests": "1m12.5s",
        "x-ratelimit-remaining-tokens": "149984",
        "x-ratelimit-reset-tokens": "6ms",
      }),
    ).toEqual([
      { of: "requests", remaining: 0, resetMs: 72_500 },
      { of: "tokens", remaining: 149_984, resetMs: 6 },
    ]);
    expect(
      read({
        "anthropic-ratelimit-requests-remaining": "3",
        "anthropic-ratelimit-requests-reset": "2026-11-29T00:00:10Z",
        "anthropic-ratelimit-output-tokens-remaining": "0",
        "anthropic-ratelimit-output-tokens-reset": "2026-11-28T23:00:00Z",
      }),
    ).toEqual([
      { of: "requests", remaining: 3, resetMs: 10_000 },
      { of: "tokens", remaining: 0, resetMs: 0 },
    ]);
    expect(read({ "x-ratelimit-remaining": "1", "x-ratelimit-reset": String(now / 1_000 + 5) })).toEqual([
      { of: "requests", remaining: 1, resetMs: 5_000 },
    ]);
    expect(read({ "x-ratelimit-remaining-requests": "", "x-ratelimit-reset-requests": "1s" })).toEqual([]);
    expect(read({ "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "soon" })).toEqual([]);
    expect(read({ "x-ratelimit-remaining-requests": "0" })).toEqual([]);
  });
});

describe("calls of an experiment at a strict provider", () => {
  it("begin with four and become more while none is refused", async () => {
    const { url, seen } = await startStrict(() => ({ status: 200 }));
    const records = await callAll(runnerAt({ ...key, OPENAI_BASE_URL: url }), 120);
    expect(records.every(isAnswered)).toBe(true);
    expect(seen.most).toBeGreaterThan(6);
    // 4 + 5 + … + 15 calls bring it to 16.
    expect(seen.most).toBeLessThanOrEqual(16);
  });

  it("are all answered by one that refuses more than six at once", async () => {
    const { url, seen } = await startStrict((flying) =>
      flying > 6 ? { status: 429, headers: { "retry-after-ms": "30" } } : { status: 200, delayMs: 20 },
    );
    const records = await callAll(runnerAt({ ...key, OPENAI_BASE_URL: url }), 100);
    expect(records.filter(isAnswered)).toHaveLength(100);
    expect(seen.refused).toBeGreaterThan(0);
    // Once in a while it is tried again, not at every call.
    expect(seen.refused).toBeLessThan(30);
  });

  it("wait where nothing is left until there is again, and begin no more than is left", async () => {
    const resetMs = 400;
    const { url, seen } = await startStrict((_, count) => ({
      status: 200,
      // Ten calls, then nothing until the reset; what is left before does not run out while a slow machine stands still.
      headers: {
        "x-ratelimit-remaining-requests": String(Math.max(0, 10 - count)),
        "x-ratelimit-reset-requests": count < 10 ? "3s" : count === 10 ? `${resetMs}ms` : "0s",
      },
    }));
    const records = await callAll(runnerAt({ ...key, OPENAI_BASE_URL: url }), 20);
    expect(records.every(isAnswered)).toBe(true);
    const [tenth = 0, eleventh = 0] = seen.at.slice(9, 11);
    expect(eleventh - tenth).toBeGreaterThan(resetMs - 50);
  });

  it("wait where fewer tokens are left than one call takes", async () => {
    const { url, seen } = await startStrict((_, count) => ({
      status: 200,
      headers: { "x-ratelimit-remaining-tokens": count === 4 ? "50" : "5000", "x-ratelimit-reset-tokens": "300ms" },
    }));
    await callAll(runnerAt({ ...key, OPENAI_BASE_URL: url }), 12);
    const gaps = seen.at.slice(1).map((at, index) => at - (seen.at[index] ?? 0));
    expect(Math.max(...gaps)).toBeGreaterThan(200);
  });

  it("go to a server on this machine one at a time, unless a person has said how many it takes", async () => {
    const { url, seen } = await startStrict(() => ({ status: 200 }));
    const variables = { OLLAMA_API_BASE: url.replace("/v1", "") };
    await callAll(runnerAt(variables), 6, "ollama_chat/m");
    expect(seen.calls).toBeGreaterThan(0);
    expect(seen.most).toBe(1);
    await callAll(runnerAt(variables, 3), 9, "ollama_chat/m");
    expect(seen.most).toBe(3);
  });

  it("with one key do not wait for those with another that is paused", async () => {
    const slow = await startStrict(() => ({ status: 200, delayMs: 600 }));
    const quick = await startStrict(() => ({ status: 200 }));
    const runner = runnerAt({
      ...key,
      OPENAI_BASE_URL: slow.url,
      MISTRAL_API_KEY: "canary-of-the-other",
      MISTRAL_API_BASE: quick.url,
    });
    const waiting = callAll(runner, 8);
    await callAll(runner, 20, "mistral/m");
    expect(slow.seen.calls).toBeLessThanOrEqual(4);
    await waiting;
  });
});
