import type { Sample } from "./measure.ts";

/** Measures the work of a variant after it has warmed up, and prints the sample for the parent process. */
export async function reportSample(run: () => Promise<number>, warmUp: () => Promise<unknown>): Promise<void> {
  await warmUp();
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  const work = await run();
  const { user, system } = process.cpuUsage(cpuBefore);
  const sample: Sample = { cpu: (user + system) / 1000, wall: performance.now() - wallBefore, work };
  process.stdout.write(`${JSON.stringify(sample)}\n`, () => process.exit(0));
}

/** Runs `count` calls, `concurrency` at a time, and adds up what they return. */
export async function inParallel(
  count: number,
  concurrency: number,
  call: (index: number) => Promise<number>,
): Promise<number> {
  let next = 0;
  let sum = 0;
  const worker = async () => {
    while (next < count) {
      // Not `sum += await`: that would read the sum before the other workers add to it.
      const work = await call(next++);
      sum += work;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return sum;
}
