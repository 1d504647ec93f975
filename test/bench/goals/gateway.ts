import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import {
  directTarget,
  installPortkey,
  type RunningGateway,
  startOurs,
  startPortkey,
  type Target,
  type UpstreamName,
  writeConfig,
} from "../gateways.ts";
import { compare, type GoalResult, runVariant, type Sample } from "../measure.ts";
import type { LoadSample } from "../variants/gateway-load.ts";
import type { GatewayUpstreams } from "../variants/gateway-upstream.ts";
import { startGoal } from "./host-start.ts";

const root = resolve(import.meta.dirname, "../../..");
const ours = "promptscope serve";
const against = "Portkey 1.15.2";
/** About 2 KB. */
const prompt = "Keep the answer short. ".repeat(90);

interface Load {
  upstream: UpstreamName;
  calls: number;
  concurrency: number;
  stream?: boolean;
}

/**
 * `README.md#goals`, G1–G4 against `@portkey-ai/gateway` 1.15.2, "not measured" where it cannot be installed; and how
 * long `serve` takes to listen (G10).
 */
export async function gatewayGoals(script: (name: string) => string): Promise<GoalResult[]> {
  const { upstreams, stop } = await startUpstreams(script("gateway-upstream"));
  try {
    return [...(await besidePortkey(script("gateway-load"), upstreams)), await spawnToListening(upstreams)];
  } finally {
    stop();
  }
}

async function besidePortkey(client: string, upstreams: GatewayUpstreams): Promise<GoalResult[]> {
  if (!installPortkey()) {
    const row = { goal: "gateway", must: 1, measured: "wall" as const, verdict: "not measured" as const };
    return [{ ...row, ours, against, note: "the peer cannot be installed here" }];
  }
  const pair = [await startOurs(upstreams), await startPortkey(upstreams)] as const;
  const contest = (goal: string, must: number, run: (gateway: RunningGateway) => Promise<Sample>) =>
    compare({
      goal: `gateway, ${goal}`,
      ours: { name: ours, run: () => run(pair[0]) },
      peer: { name: against, run: () => run(pair[1]) },
      measured: "wall",
      must,
    });
  const wall = (load: Load) => (gateway: RunningGateway) => runLoad(client, gateway.targetOf(load.upstream), load);
  /** Over the direct one, measured just before it; never below a tenth of a millisecond, which is noise. */
  const added = (load: Load) => async (gateway: RunningGateway) => {
    const floor = await runLoad(client, directTarget(upstreams, load.upstream), load);
    const through = await runLoad(client, gateway.targetOf(load.upstream), load);
    return { ...through, wall: Math.max(0.1, through.median - floor.median) };
  };
  try {
    return [
      await contest("time for 6 000 calls, c=16", 0.5, wall({ upstream: "fast", calls: 6_000, concurrency: 16 })),
      await contest("time for 6 000 calls, c=64", 0.5, wall({ upstream: "fast", calls: 6_000, concurrency: 64 })),
      await contest(
        "added p50, 50 ms upstream, c=64",
        0.25,
        added({ upstream: "slow", calls: 1_000, concurrency: 64 }),
      ),
      await contest(
        "added time to first token, 100 tokens/s, c=16",
        0.3,
        added({ upstream: "paced", calls: 32, concurrency: 16, stream: true }),
      ),
      await contest("memory after the runs", 0.5, memoryOf),
    ];
  } finally {
    for (const gateway of pair) await gateway.close();
  }
}

function runLoad(client: string, target: Target, { calls, concurrency, stream }: Load): Promise<LoadSample> {
  const { baseUrl, headers, model } = target;
  const messages = [{ role: "user", content: prompt }];
  const body = JSON.stringify({ model, messages, ...(stream ? { stream } : {}) });
  return runVariant<LoadSample>(client, [JSON.stringify({ baseUrl, headers, body, calls, concurrency })]);
}

async function memoryOf(gateway: RunningGateway): Promise<Sample> {
  const megabytes = gateway.megabytes();
  if (megabytes === undefined) throw new Error("This system does not tell the memory of a process.");
  return { wall: megabytes, cpu: megabytes, work: 1 };
}

async function startUpstreams(script: string): Promise<{ upstreams: GatewayUpstreams; stop(): void }> {
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return { upstreams: JSON.parse(line) as GatewayUpstreams, stop: () => void child.stdin.end() };
}

function spawnToListening(upstreams: GatewayUpstreams): Promise<GoalResult> {
  const folder = mkdtempSync(join(tmpdir(), "promptscope-bench-"));
  const args = [join(root, "out/cli/main.js"), "serve", "--config", writeConfig(folder, upstreams), "--port", "0"];
  return startGoal("start of serve with a config", args, /Listening on http/);
}
