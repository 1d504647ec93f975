import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { curlStandIn, hasCurl } from "../fakes/curl-stand-in.ts";
import { type FakeLangfuse, startFakeLangfuse } from "../fakes/langfuse/fake-langfuse.ts";
import { type FakeProvider, startFakeProvider } from "../fakes/provider/fake-provider.ts";

/**
 * Executes the blocks of the README's section on library, command line and gateway as they stand there; a block that
 * has gone stale fails. Needs a build.
 */
const root = resolve(import.meta.dirname, "../..");
const served = "http://127.0.0.1:4000";

let folder: string;
let langfuse: FakeLangfuse;
let provider: FakeProvider;
let gateway: ChildProcess;
let gatewayOutput = "";
let address: string;
let blocks: Map<string, string>;

beforeAll(async () => {
  blocks = findBlocks(await readFile(join(root, "README.md"), "utf8"));
  folder = await mkdtemp(join(tmpdir(), "promptscope-readme-"));
  langfuse = await startFakeLangfuse({
    prompts: [
      { name: "test-chat-prompt", prompt: [{ role: "user", content: "{{user_message}}" }], labels: ["production"] },
    ],
  });
  provider = await startFakeProvider();
  await prepareFolder();
  address = `http://127.0.0.1:${await freePort()}`;
  await writeFile(join(folder, "config.yaml"), block("config"));
}, 180_000);

afterAll(async () => {
  gateway?.kill("SIGTERM");
  await provider.close();
  await langfuse.close();
  await rm(folder, { recursive: true, force: true });
});

/** A project with both packages in reach and our `bin` linked as npm links it, so that the real `npx` finds it there. */
async function prepareFolder(): Promise<void> {
  await mkdir(join(folder, "node_modules/.bin"), { recursive: true });
  await symlink(root, join(folder, "node_modules/promptscope"));
  await symlink(join(root, "node_modules/openai"), join(folder, "node_modules/openai"));
  const { bin } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { bin: { promptscope: string } };
  await symlink(join("../promptscope", bin.promptscope), join(folder, "node_modules/.bin/promptscope"));
  await chmod(join(root, bin.promptscope), 0o755);
}

function findBlocks(text: string): Map<string, string> {
  const marked = text.matchAll(/<!-- run:([\w-]+) -->\n```\w+\n([\s\S]*?)```/g);
  return new Map([...marked].map(([, name = "", code = ""]) => [name, code]));
}

/** A block with the gateway's usual address replaced by the free one of this test. */
function block(name: string): string {
  const code = blocks.get(name);
  if (code === undefined) throw new Error(`README.md has no block run:${name}.`);
  return address === undefined ? code : code.replaceAll(served, address);
}

function environment(): Record<string, string> {
  return {
    PATH: [...(hasCurl() ? [] : [curlStandIn()]), process.env["PATH"]].join(delimiter),
    // A command that is not found must fail here and not be looked for in a registry.
    npm_config_offline: "true",
    npm_config_update_notifier: "false",
    npm_config_cache: join(folder, "npm-cache"),
    PROMPTSCOPE_HOME: join(folder, "profile"),
    LANGFUSE_HOST: langfuse.url,
    LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
    LANGFUSE_SECRET_KEY: langfuse.secretKey,
    OPENAI_API_KEY: "sk-canary-readme-31d7",
    OPENAI_BASE_URL: provider.baseUrl("openai"),
    ANTHROPIC_API_KEY: "sk-canary-readme-anthropic-90fe",
    ANTHROPIC_BASE_URL: provider.baseUrl("anthropic"),
  };
}

function run(file: string, args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((done) => {
    execFile(file, args, { cwd: folder, env: environment(), timeout: 60_000 }, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
    });
  });
}

const shell = (script: string) => run("bash", ["-euo", "pipefail", "-c", script]);

async function program(name: string): Promise<{ code: number; output: string }> {
  const file = join(folder, `${name}.mts`);
  await writeFile(file, block(name));
  return run(process.execPath, [file]);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  await new Promise<void>((closed) => server.close(() => closed()));
  return port;
}

/** Starts the gateway by the words of the README, on the free port, and waits until it listens. */
async function serve(): Promise<void> {
  const words = /npx promptscope (serve .*)/.exec(block("serve"))?.[1]?.split(" ") ?? [];
  const cli = join(root, "out/cli/main.js");
  gateway = spawn(process.execPath, [cli, ...words, "--port", new URL(address).port], {
    cwd: folder,
    env: environment(),
  });
  await new Promise<void>((ready, fail) => {
    const take = (chunk: Buffer) => {
      gatewayOutput += chunk.toString();
      if (gatewayOutput.includes(address)) ready();
    };
    gateway.stdout?.on("data", take);
    gateway.stderr?.on("data", take);
    gateway.once("exit", (code) => fail(new Error(`serve ended with ${code}:\n${gatewayOutput}`)));
  });
}

describe("the README's quick start", () => {
  it("library: the first block gives the whole answer and the streamed one", async () => {
    const { code, output } = await program("library");
    expect([code, output]).toEqual([0, "Hello from the fake provider.\nHello from the fake provider."]);
    expect(provider.requests[0]?.json()).toMatchObject({ messages: [{ role: "user", content: "this is used" }] });
  });

  it("command line: every line runs", async () => {
    const { code, output } = await shell(block("command-line"));
    expect([code, output]).toEqual([0, expect.stringContaining("Hello from the fake provider.")]);
    expect(output).toContain("claude-sonnet-5-5");
  });

  it("gateway: check finds nothing wrong, not even for CI (--strict), and serve starts", async () => {
    const checkLine = /npx promptscope check .*/.exec(block("serve"))?.[0] ?? "exit 9";
    const { code, output } = await shell(`${checkLine} --strict`);
    expect([code, output]).toEqual([0, expect.stringContaining("0 errors, 0 warnings")]);
    await serve();
  });

  it("gateway: curl with prompt_variables; the client's message is ignored and the debug log shows the request", async () => {
    const before = provider.requests.length;
    const { code, output } = await shell(block("curl"));
    expect([code, output]).toEqual([0, expect.stringContaining("Hello from the fake provider.")]);
    expect(provider.requests[before]?.json()).toEqual({
      model: "gpt-6-luna",
      messages: [{ role: "user", content: "What is the capital of France?" }],
    });
    // The log may come a moment after the answer.
    await vi.waitUntil(() => gatewayOutput.includes("POST Request Sent from Promptscope:"), { timeout: 10_000 });
    expect(gatewayOutput).not.toContain("sk-canary-readme-31d7");
  });

  it("gateway: the OpenAI client", async () => {
    const { code, output } = await program("openai");
    expect([code, output]).toEqual([0, "Hello from the fake provider.\n"]);
  });
});
