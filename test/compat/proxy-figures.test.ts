import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { megabytesOf, startOurs, writeConfig } from "../bench/gateways.ts";
import { median } from "../bench/measure.ts";
import { runRawLoad } from "../bench/raw-client.ts";
import { startUpstream } from "../bench/upstream.ts";
import { startLiteLlmProxy } from "./litellm-proxy.ts";

/**
 * LiteLLM's proxy and the built gateway in turn on one machine: rows to read, printed and not judged, since both depend
 * on what else runs. Each is a process of its own with one worker and the usual log; the load is of the same client.
 */
const python = inject("pythons").litellm;
const isBuilt = existsSync(resolve(import.meta.dirname, "../../out/cli/main.js"));
if (!isBuilt)
  console.warn("\nNot run, and not counted as passed: figures beside LiteLLM's proxy need a build (npm run build).");

interface Figures {
  started: number;
  perSecond: number;
  addedMs: number;
  megabytes: number;
}

const message = JSON.stringify({ model: "fast", messages: [{ role: "user", content: "Keep it short. ".repeat(100) }] });

async function measure(url: string, started: number, megabytes: () => number, slowBase: string): Promise<Figures> {
  const headers = { "content-type": "application/json", authorization: "Bearer sk-bench" };
  const load = { baseUrl: `${url}/v1`, headers, body: message };
  await runRawLoad({ ...load, calls: 100, concurrency: 16 });
  const began = performance.now();
  const calls = 600;
  await runRawLoad({ ...load, calls, concurrency: 16 });
  const perSecond = (calls / (performance.now() - began)) * 1000;
  const slow = message.replace('"fast"', '"slow"');
  const few = { calls: 120, concurrency: 4 };
  const sorted = (times: number[]) => times.sort((a, b) => a - b);
  const through = median(sorted(await runRawLoad({ ...load, ...few, body: slow })));
  const direct = median(sorted(await runRawLoad({ ...load, ...few, baseUrl: slowBase, body: slow })));
  return { started, perSecond, addedMs: through - direct, megabytes: megabytes() };
}

describe.skipIf(python === "" || !isBuilt)("LiteLLM's proxy beside the built gateway", () => {
  it("requests a second, time added, memory, start", async () => {
    const [fast, slow] = await Promise.all([startUpstream(), startUpstream({ delayMs: 50 })]);
    const upstreams = { fast: fast.baseUrl, slow: slow.baseUrl, paced: slow.baseUrl };
    try {
      const began = performance.now();
      const gateway = await startOurs({ upstreams });
      const target = gateway.targetOf("fast").baseUrl.replace(/\/v1$/, "");
      const ours = await measure(target, performance.now() - began, () => gateway.megabytes() ?? 0, slow.baseUrl);
      await gateway.close();
      const path = writeConfig(mkdtempSync(join(tmpdir(), "promptscope-figures-")), upstreams);
      const proxy = await startLiteLlmProxy(python, readFileSync(path, "utf8"), {});
      const memory = () => megabytesOf(proxy.pid) ?? 0;
      const theirs = await measure(proxy.url, proxy.startedAfterMs, memory, slow.baseUrl);
      await proxy.close();
      console.table({ Promptscope: rounded(ours), "LiteLLM 1.108.7": rounded(theirs) });
      expect(Math.min(ours.perSecond, theirs.perSecond)).toBeGreaterThan(0);
    } finally {
      await Promise.all([fast.close(), slow.close()]);
    }
  });
});

function rounded({ started, perSecond, addedMs, megabytes }: Figures) {
  return {
    "requests/s, 16 at once": Math.round(perSecond),
    "added p50, ms": Number(addedMs.toFixed(1)),
    "memory after, MB": Math.round(megabytes),
    "start, s": Number((started / 1000).toFixed(1)),
  };
}
