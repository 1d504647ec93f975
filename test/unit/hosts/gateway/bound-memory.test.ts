import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const file = resolve(import.meta.dirname, "../../../../electron/hosts/gateway/bound-memory.ts");

/** Survivors enough for V8 to grow; then it shrinks as after an idle hour, and the same again. Megabytes each time. */
const script = `
  import { getHeapSpaceStatistics } from "node:v8";
  import { boundMemory } from ${JSON.stringify(file)};
  const megabytes = () => getHeapSpaceStatistics().find((space) => space.space_name === "new_space").space_size / 2 ** 20;
  if (process.argv[1] === "bound") boundMemory();
  let kept = [];
  async function load() {
    // Small turns, as calls are: V8 tells of a collection after the turn it was in.
    for (let round = 0; round < 2_500; round++) {
      for (let i = 0; i < 500; i++) kept[(round * 500 + i) % 50_000] = { i, list: [i, i + 1], text: "x" + i };
      await new Promise((done) => setImmediate(done));
    }
    return megabytes();
  }
  const first = await load();
  kept = [];
  for (let i = 0; i < 3; i++) {
    globalThis.gc({ type: "major", execution: "sync", flavor: "last-resort" });
    await new Promise((done) => setTimeout(done, 20));
  }
  console.log(JSON.stringify([first, megabytes(), await load()]));
`;

async function sizes(mode: string): Promise<number[]> {
  const words = ["--expose-gc", "--input-type=module", "-e", script, mode];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, words);
  // A flag that this V8 does not know would be complained of at each start of a gateway.
  expect(stderr).toBe("");
  return JSON.parse(stdout);
}

// A factor that stays 1 after V8 has shrunk would leave the gateway with a megabyte, and every call's garbage as old.
it("the young generation grows to 16 MB and no further, also after it had shrunk", async () => {
  const [free] = await sizes("free");
  expect(free).toBeGreaterThan(16);
  const [first, idle, again] = await sizes("bound");
  expect(idle).toBeLessThan(16);
  expect([first, again]).toEqual([16, 16]);
});

// What the load had taken stayed taken until the next one: an idle server collects nothing, and a plain collection keeps
// the pages it has emptied.
it("what a load has taken goes back to the system when it is quiet", async () => {
  const quiet = `
    import { PerformanceObserver } from "node:perf_hooks";
    import { boundMemory } from ${JSON.stringify(file)};
    let isDone = false;
    new PerformanceObserver((list) => {
      // The collection of the last resort is two at least, one behind the other. 4: NODE_PERFORMANCE_GC_MAJOR
      if (list.getEntries().filter(({ detail }) => detail.kind === 4).length > 1) isDone = true;
    }).observe({ entryTypes: ["gc"] });
    boundMemory(1_000);
    const kept = [];
    for (let round = 0; round < 500; round++) {
      for (let i = 0; i < 2_500; i++) kept[(round * 500 + i) % 50_000] = { i, list: [i, i + 1], text: "x" + i };
      await new Promise((done) => setImmediate(done));
    }
    const megabytes = () => process.memoryUsage.rss() / 2 ** 20;
    const taken = megabytes();
    isDone = false;
    while (!isDone) await new Promise((done) => setTimeout(done, 50));
    console.log(taken - megabytes());
  `;
  const words = ["--input-type=module", "-e", quiet];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, words, { timeout: 60_000 });
  expect(stderr).toBe("");
  // Of 16 MB of the young generation.
  expect(Number(stdout)).toBeGreaterThan(8);
});
