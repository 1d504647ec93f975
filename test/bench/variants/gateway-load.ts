import { median, type Sample } from "../measure.ts";
import { type RawLoad, runRawLoad } from "../raw-client.ts";

/** The client of a gateway, in a process of its own: the load as JSON in, a sample with its median out. */
export interface LoadSample extends Sample {
  /** Milliseconds to the first byte of a body. */
  median: number;
}

const load = JSON.parse(process.argv[2] ?? "") as RawLoad;
const before = performance.now();
const times = await runRawLoad(load);
const wall = performance.now() - before;
const sample: LoadSample = { wall, cpu: wall, work: times.length, median: median(times.sort((a, b) => a - b)) };
process.stdout.write(`${JSON.stringify(sample)}\n`);
