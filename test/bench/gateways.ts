import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { installPeer, type PeerPackage, peersFolder } from "./peer-package.ts";
import type { GatewayPeers, GatewayUpstreams } from "./variants/gateway-upstream.ts";

const root = resolve(import.meta.dirname, "../..");
const peerFolder = join(peersFolder, "portkey");
const cli = join(root, "out/cli/main.js");
/** With the overrides without which its streams answer 500 (`README.md#the-peer`). */
const portkey: PeerPackage = {
  name: "portkey",
  dependencies: { "@portkey-ai/gateway": "1.15.2" },
  overrides: { hono: "4.9.7", "@hono/node-server": "1.13.7" },
  probe: "node_modules/@portkey-ai/gateway/build/start-server.js",
};
const json = { "content-type": "application/json" };

/** How to call one model: through a gateway, or its provider directly. */
export interface Target {
  baseUrl: string;
  headers: Record<string, string>;
  model: string;
}

export type UpstreamName = keyof GatewayUpstreams;
/** `prompt`: the fast one, through an entry that fills a prompt. */
export type TargetName = UpstreamName | "prompt";

/** A gateway in a process of its own. */
export interface RunningGateway {
  targetOf(name: TargetName): Target;
  /** Megabytes of the process and its children, shared pages counted once; undefined where the system does not tell. */
  megabytes(): number | undefined;
  /** Milliseconds of processor time its threads have taken; undefined where the system does not tell. */
  cpu(): number | undefined;
  close(): Promise<void>;
}

/** Installs the peer. False where it cannot be had. */
export function installPortkey(): boolean {
  return "folder" in installPeer(portkey);
}

/** The provider itself, for the floor. */
export function directTarget(upstreams: GatewayUpstreams, name: UpstreamName): Target {
  return { baseUrl: upstreams[name], headers: json, model: name };
}

/**
 * What `promptscope serve` starts: records and usage on, one log line for each call, a master key to check.
 * `kept`: with a profile that has a history, so that each call is on the disk before it is sent.
 */
export async function startOurs(
  { upstreams, langfuse }: Pick<GatewayPeers, "upstreams"> & Partial<GatewayPeers>,
  kept = false,
): Promise<RunningGateway> {
  const folder = mkdtempSync(join(tmpdir(), "promptscope-bench-"));
  const port = await freePort();
  const environment = { ...langfuse, PROMPTSCOPE_HOME: join(folder, "profile") };
  if (kept) await makeHistory(environment);
  const args = [
    cli,
    "serve",
    "--config",
    writeConfig(folder, upstreams, langfuse !== undefined),
    "--port",
    String(port),
  ];
  const child = await start(args, port, environment);
  const headers = { ...json, authorization: "Bearer sk-bench" };
  const gateway = running(child, (name) => ({ baseUrl: `http://127.0.0.1:${port}/v1`, headers, model: name }));
  return {
    ...gateway,
    async close() {
      await gateway.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whoever opens the app for the first time makes one. */
async function makeHistory(environment: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [cli, "web", "--no-open"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...environment },
  });
  await new Promise((ready) => child.stdout.once("data", ready));
  await end(child);
}

/** A config with one model for each upstream and, where it is wanted, one with a prompt; and where it lies. */
export function writeConfig(folder: string, upstreams: GatewayUpstreams, prompted = false): string {
  const config = join(folder, "config.yaml");
  const entry = (name: string, base: string, model: string) =>
    `  - model_name: ${name}\n    litellm_params: { model: ${model}, api_base: "${base}", api_key: bench-key-of-no-worth }\n`;
  const entries = Object.entries(upstreams).map(([name, base]) => entry(name, base, "openai/gpt-4o-mini"));
  const filled = "prompt_id: bench, prompt_variables: { who: Ann, what: maths, question: Why?, more: How? }";
  const last = entry("prompt", upstreams.fast, `langfuse/gpt-4o-mini, ${filled}`);
  writeFileSync(
    config,
    `model_list:\n${entries.join("")}${prompted ? last : ""}general_settings:\n  master_key: sk-bench\n`,
  );
  return config;
}

export async function startPortkey(upstreams: GatewayUpstreams): Promise<RunningGateway> {
  const port = await freePort();
  const script = join(peerFolder, "node_modules/@portkey-ai/gateway/build/start-server.js");
  const child = await start([script, "--headless", `--port=${port}`], port, {});
  return running(child, (name) => ({
    baseUrl: `http://127.0.0.1:${port}/v1`,
    headers: {
      ...json,
      authorization: "Bearer bench-key-of-no-worth",
      "x-portkey-provider": "openai",
      "x-portkey-custom-host": upstreams[name === "prompt" ? "fast" : name],
    },
    model: "gpt-4o-mini",
  }));
}

function running(child: ChildProcess, targetOf: RunningGateway["targetOf"]): RunningGateway {
  return {
    targetOf,
    megabytes: () => megabytesOf(child.pid),
    cpu: () => cpuOf(child.pid),
    close: () => end(child),
  };
}

async function start(args: string[], port: number, environment: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, args, { stdio: "ignore", env: { ...process.env, ...environment } });
  await untilListening(child, port);
  return child;
}

/** Megabytes of a process and its children, shared pages counted once; undefined where the system does not tell. */
export function megabytesOf(pid: number | undefined): number | undefined {
  try {
    const own = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
    if (own === undefined) return undefined;
    return childrenOf(pid).reduce((sum, child) => sum + (megabytesOf(child) ?? 0), Number(own) / 1024);
  } catch {
    return undefined;
  }
}

/** By the scheduler, to the nanosecond: `utime` and `stime` count in hundredths of a second. */
function cpuOf(pid: number | undefined): number | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const taken = threads.map((id) => Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, "utf8").split(" ")[0]));
    return taken.reduce((sum, nanoseconds) => sum + nanoseconds, 0) / 1e6;
  } catch {
    return undefined;
  }
}

function childrenOf(pid: number | undefined): number[] {
  return readdirSync(`/proc/${pid}/task`)
    .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" "))
    .filter((text) => text !== "")
    .map(Number);
}

async function untilListening(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline && child.exitCode === null) {
    const answered = await fetch(`http://127.0.0.1:${port}/`).then(
      () => true,
      () => false,
    );
    if (answered) return;
  }
  throw new Error(`A gateway did not start (exit code ${child.exitCode}).`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  await new Promise<void>((closed) => server.close(() => closed()));
  if (address === null || typeof address === "string") throw new Error("No free port.");
  return address.port;
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.once("exit", () => done());
    child.kill("SIGTERM");
  });
}
