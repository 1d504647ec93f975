import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { setTimeout } from "node:timers/promises";
import {
  directTarget,
  installPortkey,
  type RunningGateway,
  startOurs,
  startPortkey,
  type Target,
  type TargetName,
  type UpstreamName,
  writeConfig,
} from "../gateways.ts";
import { compare, type GoalResult, runVariant, type Sample } from "../measure.ts";
import type { LoadSample } from "../variants/gateway-load.ts";
import type { GatewayPeers, GatewayUpstreams } from "../variants/gateway-upstream.ts";
import { startGoal } from "./host-start.ts";

const root = resolve(import.meta.dirname, "../../..");
const ours = "promptscope serve";
const against = "Portkey 1.15.2";
const rounds = 7;
/** Until a server that nobody asks has given back what it can: half a minute, and V8 waits some seconds with that. */
const restMs = 45_000;
/** About 2 KB. */
const prompt = "Keep the answer short. ".repeat(90);

interface Load {
  target: TargetName;
  calls: number;
  concurrency: number;
  stream?: boolean;
}

/**
 * `README.md#goals`, G1–G4 against `@portkey-ai/gateway` 1.15.2, "not measured" where it cannot be installed; the
 * gateway against itself without a prompt, without a history, and idle; and how long `serve` takes to listen (G10).
 */
export async function* gatewayGoals(script: (name: string) => string): AsyncGenerator<GoalResult> {
  const { peers, stop } = await startPeers(script("gateway-upstream"));
  const client = script("gateway-load");
  try {
    yield* besidePortkey(client, peers);
    yield* besideItself(client, peers);
    yield await spawnToListening(peers.upstreams);
  } finally {
    stop();
  }
}

async function* besidePortkey(client: string, peers: GatewayPeers): AsyncGenerator<GoalResult> {
  const { upstreams } = peers;
  if (!installPortkey()) {
    const row = { goal: "gateway", must: 1, measured: "wall" as const, verdict: "not measured" as const };
    yield { ...row, ours, against, note: "the peer cannot be installed here" };
    return;
  }
  const pair = [await startOurs(peers), await startPortkey(upstreams)] as const;
  const contest = (goal: string, must: number, run: Measure, measured: "wall" | "cpu" = "wall") =>
    compare({
      goal: `gateway, ${goal}`,
      ours: { name: ours, run: () => run(pair[0]) },
      peer: { name: against, run: () => run(pair[1]) },
      measured,
      must,
      rounds,
    });
  const load = (given: Load): Measure => measureLoad(client, given);
  /** Over the direct one, measured just before it; never below a tenth of a millisecond, which is noise. */
  const added = (given: Load & { target: UpstreamName }): Measure => {
    return async (gateway) => {
      const floor = await runLoad(client, directTarget(upstreams, given.target), given);
      const through = await runLoad(client, gateway.targetOf(given.target), given);
      return { ...through, wall: Math.max(0.1, through.median - floor.median) };
    };
  };
  try {
    yield contest("time of 3 000 calls, c=16", 0.33, load({ target: "fast", calls: 3_000, concurrency: 16 }));
    yield contest("time of 3 000 calls, c=64", 0.33, load({ target: "fast", calls: 3_000, concurrency: 64 }));
    yield contest(
      "its CPU for 3 000 calls, c=64",
      0.33,
      load({ target: "fast", calls: 3_000, concurrency: 64 }),
      "cpu",
    );
    yield contest("added p50, 50 ms upstream, c=64", 0.25, added({ target: "slow", calls: 1_000, concurrency: 64 }));
    const stream = { target: "paced", calls: 32, concurrency: 16, stream: true } as const;
    yield contest("added time to first token, 100 tokens/s, c=16", 0.3, added(stream));
    yield contest("memory after the runs", 0.5, memoryOf);
  } finally {
    for (const gateway of pair) await gateway.close();
  }
}

async function* besideItself(client: string, peers: GatewayPeers): AsyncGenerator<GoalResult> {
  const plain = await startOurs(peers);
  const idle = await startOurs(peers);
  const kept = await startOurs(peers, true);
  const row = (
    goal: string,
    against: string,
    must: number,
    ofOurs: Run,
    ofPeer: Run,
    measured: "wall" | "cpu",
    count = rounds,
  ) =>
    compare({
      goal: `gateway, ${goal}`,
      ours: { name: ours, run: ofOurs },
      peer: { name: against, run: ofPeer },
      measured,
      must,
      rounds: count,
    });
  const load = (gateway: RunningGateway, target: TargetName, concurrency: number) => () =>
    measureLoad(client, { target, calls: 2_000, concurrency })(gateway);
  try {
    for (const concurrency of [16, 64]) {
      const [prompted, unprompted] = [load(plain, "prompt", concurrency), load(plain, "fast", concurrency)];
      const goal = `time of 2 000 calls through a prompt entry, c=${concurrency}`;
      yield row(goal, "the entry without a prompt", 1.11, prompted, unprompted, "wall");
    }
    for (const concurrency of [1, 64]) {
      const [written, unwritten] = [load(kept, "fast", concurrency), load(plain, "fast", concurrency)];
      const goal = `its CPU for 2 000 calls kept in the history, c=${concurrency}`;
      yield row(goal, "a gateway that keeps none", 1.4, written, unwritten, "cpu");
    }
    const afterLoad = async () => {
      await load(plain, "fast", 64)();
      await setTimeout(restMs);
      return memoryOf(plain);
    };
    const atRest = "memory after the load, at rest";
    yield row(atRest, "an idle gateway", 1.5, afterLoad, () => memoryOf(idle), "wall", 3);
  } finally {
    for (const gateway of [plain, idle, kept]) await gateway.close();
  }
}

type Measure = (gateway: RunningGateway) => Promise<Sample>;
type Run = () => Promise<Sample>;

/** The time of the calls, and the processor time of the gateway's own process. */
function measureLoad(client: string, load: Load): Measure {
  return async (gateway) => {
    const before = gateway.cpu();
    const sample = await runLoad(client, gateway.targetOf(load.target), load);
    const after = gateway.cpu();
    return { ...sample, cpu: before === undefined || after === undefined ? Number.NaN : after - before };
  };
}

function runLoad(client: string, target: Target, { target: name, calls, concurrency, stream }: Load) {
  const { baseUrl, headers, model } = target;
  // The prompt entry brings its own.
  const messages = [{ role: "user", content: name === "prompt" ? "Go on." : prompt }];
  const body = JSON.stringify({ model, messages, ...(stream ? { stream } : {}) });
  return runVariant<LoadSample>(client, [JSON.stringify({ baseUrl, headers, body, calls, concurrency })]);
}

async function memoryOf(gateway: RunningGateway): Promise<Sample> {
  const megabytes = gateway.megabytes();
  if (megabytes === undefined) throw new Error("This system does not tell the memory of a process.");
  return { wall: megabytes, cpu: megabytes, work: 1 };
}

async function startPeers(script: string): Promise<{ peers: GatewayPeers; stop(): void }> {
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return { peers: JSON.parse(line) as GatewayPeers, stop: () => void child.stdin.end() };
}

function spawnToListening(upstreams: GatewayUpstreams): Promise<GoalResult> {
  const folder = mkdtempSync(join(tmpdir(), "promptscope-bench-"));
  const args = [join(root, "out/cli/main.js"), "serve", "--config", writeConfig(folder, upstreams), "--port", "0"];
  return startGoal("start of serve with a config", args, /Listening on http/);
}
