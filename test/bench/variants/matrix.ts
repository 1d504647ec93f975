import { defaultQueueLimits } from "@engine/pipeline/run-queue.ts";
import { engineWithHistory, runToEnd } from "../engine-under-test.ts";
import { reportSample } from "../sample.ts";
import { matrixConcurrency, matrixRepetitions, matrixVariants, requestOf } from "./workload.ts";

/** All runs of a comparison started at once, as "Run all" does; the engine's queue paces them. */
const [baseUrl = ""] = process.argv.slice(2);
if (defaultQueueLimits.perCredential !== matrixConcurrency) throw new Error("the bound reckons with another limit");
const runs = await engineWithHistory(baseUrl);

async function runAll(variants: number, repetitions: number): Promise<number> {
  const started = Array.from({ length: variants * repetitions }, async (_, index) => {
    const temperature = (index % variants) / 10;
    const comparison = { id: "bench", variantId: String(index % variants), repetition: Math.floor(index / variants) };
    await runToEnd(runs, { ...requestOf(false), overrides: { temperature }, comparison });
  });
  await Promise.all(started);
  return started.length;
}

await reportSample(
  () => runAll(matrixVariants, matrixRepetitions),
  () => runAll(4, 2),
);
