import { engineInMemory, engineWithHistory, runToEnd } from "../engine-under-test.ts";
import { inParallel, reportSample } from "../sample.ts";
import { callConcurrency, callCount, requestOf, streamConcurrency, streamCount } from "./workload.ts";

/** One run after the other through the engine: resolved, compiled, planned, sent, decoded, recorded, events read. */
const [mode, baseUrl = "", history] = process.argv.slice(2);
const runs = history === "history" ? await engineWithHistory(baseUrl) : engineInMemory(baseUrl);
const request = { ...requestOf(mode !== "call"), ...(mode === "response" ? { api: "responses" } : {}) };
const run = (stream: boolean) => () => runToEnd(runs, { ...request, stream });

await (mode !== "call"
  ? reportSample(
      () => inParallel(streamCount, streamConcurrency, run(true)),
      () => inParallel(8, 4, run(true)),
    )
  : reportSample(
      () => inParallel(callCount, callConcurrency, run(false)),
      () => inParallel(200, 16, run(false)),
    ));
