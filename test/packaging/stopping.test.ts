import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openHistory } from "@engine/history/history.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runRequest } from "../conformance/engine/open-engine.ts";
import { faults } from "../fakes/langfuse/faults.ts";
import { type CommandLine, openCommandLine } from "./command-line.ts";
import { startWebHost } from "./web-host.ts";

/**
 * Ctrl-C as a terminal sends it: to every process of the command at once. The commands that start another process get
 * it twice there, once from the terminal and once from us, which must not count as impatience. Needs a build.
 */
let cli: CommandLine;
beforeEach(async () => {
  cli = await openCommandLine({ prompts: [{ name: "greet", prompt: "Hi", labels: ["production"] }] });
});
afterEach(() => cli.close());

function ctrlC(pid: number | undefined): void {
  if (pid !== undefined) process.kill(-pid, "SIGINT");
}

const config = "model_list:\n  - {model_name: a, litellm_params: {model: langfuse/gpt-4o, prompt_id: greet}}\n";

describe("Ctrl-C while Langfuse hangs: exit 130, one word, no trace of the program's inside", () => {
  it.each([
    ["check", ["check", "CONFIG"]],
    ["prompts", ["prompts"]],
    ["prompts of one", ["prompts", "greet"]],
    ["compare", ["compare", "greet", "--model", "gpt-4o", "--model", "gpt-4o-mini"]],
    ["run", ["run", "greet", "--model", "gpt-4o"]],
  ])("%s", async (_name, words) => {
    const path = join(cli.profile, "config.yaml");
    await writeFile(path, config);
    cli.langfuse.fail(faults.hang);
    const given = words.map((word) => (word === "CONFIG" ? path : word));
    const { child, ended } = cli.start(given, { group: true });
    await vi.waitUntil(() => cli.langfuse.requests.length > 0, { timeout: 20_000 });
    ctrlC(child.pid);
    const { code, stdout, stderr } = await ended;
    expect([code, stdout]).toEqual([130, expect.not.stringContaining("error")]);
    expect(stderr).toContain("Stopped.");
    expect(stderr).not.toMatch(/\n\s+at |AppFailure|node:internal/);
  });
});

const servers: [name: string, words: string[], path: string][] = [
  ["serve", ["serve", "--model", "gpt-4o", "--port", "0"], "/health/liveliness"],
  ["web", ["web", "--port", "0", "--no-open"], "/"],
];

const chat = { model: "gpt-4o", messages: [{ role: "user", content: "Hi" }], stream: true };

/** Starts a server, in a session without a terminal; resolves when it answers. */
async function startServer(words: string[], path: string) {
  const { child, ended } = cli.start(words, { group: true });
  let said = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
  });
  const address = () => /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
  const url = `${await vi.waitUntil(address, { timeout: 20_000 })}${path}`;
  expect((await fetch(url)).status).toBe(200);
  return { child, ended, url, said: () => said };
}

describe("a server that is asked to stop is done: exit 0, and nobody answers any more", () => {
  it.each(servers)("%s", async (_name, words, path) => {
    const { child, ended, url } = await startServer(words, path);
    ctrlC(child.pid);
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([0, ""]);
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });
});

// A supervisor's last resort reaches one process only: a server in another one would go on, with the keys in its memory.
describe("a server whose process is killed is gone", () => {
  it.each(servers)("%s", async (_name, words, path) => {
    const { child, ended, url } = await startServer(words, path);
    child.kill("SIGKILL");
    await ended;
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });
});

describe("serve --drain", () => {
  const words = ["serve", "--model", "gpt-4o", "--port", "0", "--drain", "600"];

  it("lets a call go on that never ends, until a second signal ends all at once: exit 130", async () => {
    cli.provider.next({ kind: "hang", after: 2 });
    const { child, ended, url } = await startServer(words, "/health/liveliness");
    const response = await fetch(new URL("/v1/chat/completions", url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(chat),
    });
    const stream = response.text().catch((error: Error) => error.message);
    child.kill("SIGTERM");
    await vi.waitUntil(async () => (await fetch(url).catch(() => null)) === null, { timeout: 20_000 });
    expect(child.exitCode).toBeNull();
    // One that comes at once is the same Ctrl-C.
    await vi.waitUntil(() => !child.kill("SIGTERM") || child.exitCode !== null, { timeout: 20_000 });
    expect((await ended).code).toBe(130);
    expect(await stream).toBe("terminated");
  });
});

describe("web --drain", () => {
  /** A host in which a run is under way that ends when the test lets it. */
  async function startRun() {
    const host = await startWebHost({ ...cli.variables, PROMPTSCOPE_HOME: cli.profile }, undefined, ["--drain", "600"]);
    const { promise: until, resolve: release } = Promise.withResolvers<void>();
    cli.provider.next({ kind: "hold", after: 2, until });
    const request = runRequest({ model: "gpt-4o", clientMessages: [{ role: "user", content: "Say hello" }] });
    const { runId } = await host.ask<{ runId: string }>("run.start", request);
    await cli.provider.request(0);
    const refused = () =>
      host.ask("run.start", request).then(
        () => false,
        () => true,
      );
    return { host, ended: once(host.child, "exit"), release, runId, refused };
  }

  it("lets a run end that is under way and takes no other: exit 0, the run is whole", async () => {
    const { host, ended, release, runId, refused } = await startRun();
    host.child.kill("SIGTERM");
    await vi.waitUntil(refused, { timeout: 20_000 });
    release();
    expect((await ended)[0]).toBe(0);
    const history = await openHistory({ folder: cli.profile });
    const { record } = await history.get(runId);
    await history.close();
    expect(record.outcome?.kind).toBe("completed");
  });

  it("ends at once at a second signal: exit 130", async () => {
    const { host, ended, release, refused } = await startRun();
    host.child.kill("SIGTERM");
    await vi.waitUntil(refused, { timeout: 20_000 });
    await vi.waitUntil(() => !host.child.kill("SIGTERM") || host.child.exitCode !== null, { timeout: 20_000 });
    expect((await ended)[0]).toBe(130);
    release();
  });
});

it("a hang-up reads the config again where there is no terminal that could hang up", async () => {
  const path = join(cli.profile, "config.yaml");
  await writeFile(path, config);
  const { child, ended, url, said } = await startServer(
    ["serve", "--config", path, "--port", "0"],
    "/health/liveliness",
  );
  child.kill("SIGHUP");
  await vi.waitUntil(() => said().includes(`${path} was read again`), { timeout: 20_000 });
  expect((await fetch(url)).status).toBe(200);
  child.kill("SIGTERM");
  expect((await ended).code).toBe(0);
});

it.each([
  ["web", ["web", "--port", "abc"], "--port abc is not a port number"],
  ["web", ["web", "--prot", "1"], "There is no option --prot"],
  ["serve", ["serve", "--model", "gpt-4o", "--port", "abc"], "--port abc is not a port number"],
])("%s %j is bad usage: exit 2", async (_name, words, said) => {
  const ended = await cli.run(words);
  expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(said)]);
});
