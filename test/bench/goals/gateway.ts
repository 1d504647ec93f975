import { Agent, request } from "node:http";
import { installPortkey, type RunningGateway, startOurs, startPortkey } from "../gateways.ts";
import { compare, type GoalResult, median, type Sample } from "../measure.ts";
import { startUpstream, type Upstream } from "../upstream.ts";

type Target = Pick<RunningGateway, "baseUrl" | "headers">;

interface Load {
  calls: number;
  concurrency: number;
  stream: boolean;
}

/** `performance.md` §9, G1–G4, against `@portkey-ai/gateway` 1.15.2; "not measured" where it cannot be installed. */
export async function gatewayGoals(): Promise<GoalResult[]> {
  const names = { ours: "promptscope serve", against: "Portkey 1.15.2" };
  if (!installPortkey()) {
    const row = { goal: "gateway", must: 1, measured: "wall" as const, verdict: "not measured" as const };
    return [{ ...row, ...names, note: "the peer cannot be installed here" }];
  }
  const fast = await startUpstream();
  const slow = await startUpstream(50);
  const gateways = {
    fast: [await startOurs(fast.baseUrl), await startPortkey(fast.baseUrl)] as const,
    slow: [await startOurs(slow.baseUrl), await startPortkey(slow.baseUrl)] as const,
  };
  const contest = (
    goal: string,
    pair: readonly [Target, Target],
    must: number,
    run: (target: Target) => Promise<Sample>,
  ) =>
    compare({
      goal,
      ours: { name: names.ours, run: () => run(pair[0]) },
      peer: { name: names.against, run: () => run(pair[1]) },
      measured: "wall",
      must,
      rounds: 3,
    });
  try {
    return [
      await contest(
        "gateway, time for 2 000 calls, c=16",
        gateways.fast,
        0.5,
        wallOf({ calls: 2_000, concurrency: 16, stream: false }),
      ),
      await contest(
        "gateway, time for 2 000 calls, c=64",
        gateways.fast,
        0.5,
        wallOf({ calls: 2_000, concurrency: 64, stream: false }),
      ),
      await contest(
        "gateway, added p50, 50 ms upstream, c=64",
        gateways.slow,
        0.25,
        addedMedian(slow, { calls: 1_000, concurrency: 64, stream: false }),
      ),
      await contest(
        "gateway, added time to first token, c=16",
        gateways.fast,
        0.3,
        addedMedian(fast, { calls: 200, concurrency: 16, stream: true }),
      ),
      await contest("gateway, memory after the runs", gateways.fast, 0.5, memoryOf),
    ];
  } finally {
    for (const gateway of [...gateways.fast, ...gateways.slow]) await gateway.close();
    await fast.close();
    await slow.close();
  }
}

function wallOf(load: Load): (target: Target) => Promise<Sample> {
  return async (target) => {
    const before = performance.now();
    await run(target, load);
    const wall = performance.now() - before;
    return { wall, cpu: wall, work: load.calls };
  };
}

/** The median over the direct one, measured just before it; never below a tenth of a millisecond, which is noise. */
function addedMedian(upstream: Upstream, load: Load): (target: Target) => Promise<Sample> {
  const direct = { baseUrl: upstream.baseUrl, headers: { "content-type": "application/json" } };
  return async (target) => {
    const floor = median(await run(direct, load));
    const wall = Math.max(0.1, median(await run(target, load)) - floor);
    return { wall, cpu: wall, work: load.calls };
  };
}

async function memoryOf(target: Target): Promise<Sample> {
  const megabytes = (target as RunningGateway).megabytes();
  if (megabytes === undefined) throw new Error("This system does not tell the memory of a process.");
  return { wall: megabytes, cpu: megabytes, work: 1 };
}

/** Milliseconds of each call to its first byte of body, sorted. */
async function run(target: Target, { calls, concurrency, stream }: Load): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const times: number[] = [];
  let next = 0;
  const worker = async () => {
    while (next++ < calls) times.push(await call(target, stream, agent));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  agent.destroy();
  return times.sort((a, b) => a - b);
}

const prompt = "Keep the answer short. ".repeat(90);

function call({ baseUrl, headers }: Target, stream: boolean, agent: Agent): Promise<number> {
  const body = JSON.stringify({
    model: "bench",
    messages: [{ role: "user", content: prompt }],
    ...(stream ? { stream } : {}),
  });
  return new Promise((done, fail) => {
    const before = performance.now();
    const outgoing = request(`${baseUrl}/chat/completions`, { method: "POST", headers, agent }, (response) => {
      let first: number | undefined;
      response.on("data", () => {
        first ??= performance.now() - before;
      });
      response.on("end", () => {
        if (response.statusCode === 200 && first !== undefined) done(first);
        else fail(new Error(`${baseUrl} answered ${response.statusCode}`));
      });
    });
    outgoing.on("error", fail);
    outgoing.end(body);
  });
}
