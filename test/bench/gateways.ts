import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");
const peerFolder = join(root, "test/.peers/portkey");
/** Exact, with the overrides without which its streams answer 500 (`performance.md` §2). */
const peerManifest = {
  private: true,
  dependencies: { "@portkey-ai/gateway": "1.15.2" },
  overrides: { hono: "4.9.7", "@hono/node-server": "1.13.7" },
};

/** A gateway in a process of its own, with what a client needs to call it. */
export interface RunningGateway {
  baseUrl: string;
  headers: Record<string, string>;
  /** Resident megabytes now; undefined where the system does not tell. */
  megabytes(): number | undefined;
  close(): Promise<void>;
}

/** Installs the peer into an ignored folder. False where it cannot be had. */
export function installPortkey(): boolean {
  mkdirSync(peerFolder, { recursive: true });
  writeFileSync(join(peerFolder, "package.json"), JSON.stringify(peerManifest));
  try {
    execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: peerFolder,
      stdio: "ignore",
    });
    return true;
  } catch {
    return false;
  }
}

/** Our gateway with its debug log off and its records on, as `promptscope serve` starts it. */
export async function startOurs(upstream: string): Promise<RunningGateway> {
  const folder = mkdtempSync(join(tmpdir(), "promptscope-bench-"));
  const config = join(folder, "config.yaml");
  const entry = `  - model_name: bench\n    litellm_params: { model: openai/gpt-4o-mini, api_base: "${upstream}", api_key: bench-key-of-no-worth }\n`;
  writeFileSync(config, `model_list:\n${entry}`);
  const port = await freePort();
  const script = join(root, "out/gateway/main.js");
  const args = ["--max-semi-space-size=4", script, "serve", "--config", config, "--port", String(port)];
  return start(args, port, { authorization: "Bearer sk-bench" }, { PROMPTSCOPE_HOME: join(folder, "profile") });
}

export async function startPortkey(upstream: string): Promise<RunningGateway> {
  const port = await freePort();
  const script = join(peerFolder, "node_modules/@portkey-ai/gateway/build/start-server.js");
  const headers = {
    authorization: "Bearer bench-key-of-no-worth",
    "x-portkey-provider": "openai",
    "x-portkey-custom-host": upstream,
  };
  return start([script, "--headless", `--port=${port}`], port, headers, {});
}

async function start(
  args: string[],
  port: number,
  headers: Record<string, string>,
  environment: Record<string, string>,
): Promise<RunningGateway> {
  const child = spawn(process.execPath, args, { stdio: "ignore", env: { ...process.env, ...environment } });
  await untilListening(child, port);
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    headers: { "content-type": "application/json", ...headers },
    megabytes: () => residentMegabytes(child.pid),
    close: () => end(child),
  };
}

function residentMegabytes(pid: number | undefined): number | undefined {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

async function untilListening(child: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + 30_000;
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
