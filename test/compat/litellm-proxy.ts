import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** LiteLLM's proxy in a process of its own. */
export interface LiteLlmProxy {
  url: string;
  pid: number;
  /** Milliseconds from the start of the process until it answered. */
  startedAfterMs: number;
  close(): Promise<void>;
}

/** Starts it as its page says. `variables`: all it has but PATH and its home. */
export async function startLiteLlmProxy(
  python: string,
  config: string,
  variables: Record<string, string>,
): Promise<LiteLlmProxy> {
  const folder = await mkdtemp(join(tmpdir(), "promptscope-litellm-"));
  const path = join(folder, "config.yaml");
  await writeFile(path, config);
  const port = await freePort();
  const env = {
    PATH: [dirname(python), process.env["PATH"]].join(delimiter),
    HOME: folder,
    // Its table of models comes with it; it must not wait for a network that may not be there.
    LITELLM_LOCAL_MODEL_COST_MAP: "True",
    LITELLM_DANGEROUSLY_PERMIT_WEAK_OR_UNSET_MASTER_KEY: "true",
    ...variables,
  };
  const args = ["--config", path, "--port", String(port), "--host", "127.0.0.1"];
  const began = performance.now();
  const child = spawn(join(dirname(python), "litellm"), args, { env, cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000);
    });
  }
  const url = `http://127.0.0.1:${port}`;
  while (!(await answers(`${url}/health/liveliness`))) {
    if (child.exitCode !== null) throw new Error(`LiteLLM's proxy ended with ${child.exitCode}:\n${said}`);
  }
  return {
    url,
    pid: child.pid ?? 0,
    startedAfterMs: performance.now() - began,
    async close() {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    // Asking again at once would take the core that it starts on.
    await new Promise((resolve) => setTimeout(resolve, 100));
    return false;
  }
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  child.kill("SIGTERM");
  const harder = setTimeout(() => child.kill("SIGKILL"), 10_000);
  return ended.finally(() => clearTimeout(harder));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  await new Promise<void>((closed) => server.close(() => closed()));
  return port;
}
