import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { type FakeLangfuse, type FakeLangfuseOptions, startFakeLangfuse } from "../fakes/langfuse/fake-langfuse.ts";
import { type FakeProvider, startFakeProvider } from "../fakes/provider/fake-provider.ts";

const program = resolve(import.meta.dirname, "../../out/cli/main.js");

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
  /** stdout as JSON lines. */
  lines(): Record<string, unknown>[];
}

/** The built command line between fakes, with a profile folder and variables of its own. Needs a build. */
export interface CommandLine {
  langfuse: FakeLangfuse;
  provider: FakeProvider;
  profile: string;
  variables: Record<string, string>;
  run(words: string[], options?: RunOptions): Promise<Ended>;
  start(words: string[], options?: RunOptions): { child: ChildProcess; ended: Promise<Ended> };
  close(): Promise<void>;
}

export interface RunOptions {
  /** Instead of those of the bench. */
  variables?: Record<string, string>;
  /** `open`: nothing is written and it is not closed. */
  stdin?: string | { open: true };
  /** In a process group of its own, as a shell starts it: `process.kill(-pid)` reaches all of it, as Ctrl-C does. */
  group?: boolean;
}

export const providerKey = "sk-canary-of-the-shell-77aa";

export async function openCommandLine(options: FakeLangfuseOptions = {}): Promise<CommandLine> {
  const langfuse = await startFakeLangfuse(options);
  const provider = await startFakeProvider();
  const profile = await mkdtemp(join(tmpdir(), "promptscope-cli-"));
  const variables = {
    LANGFUSE_HOST: langfuse.url,
    LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
    LANGFUSE_SECRET_KEY: langfuse.secretKey,
    OPENAI_API_KEY: providerKey,
    OPENAI_BASE_URL: provider.baseUrl("openai"),
    ANTHROPIC_API_KEY: "sk-canary-anthropic-66bb",
    ANTHROPIC_BASE_URL: provider.baseUrl("anthropic"),
  };

  function start(words: string[], { variables: others, stdin, group = false }: RunOptions = {}) {
    const env = { PATH: process.env["PATH"], PROMPTSCOPE_HOME: profile, ...(others ?? variables) };
    const child = spawn(process.execPath, [program, ...words], {
      env,
      stdio: ["pipe", "pipe", "pipe"],
      detached: group,
    });
    if (typeof stdin !== "object") child.stdin.end(stdin);
    const code = new Promise<number | null>((done) => child.once("close", done));
    const ended = Promise.all([code, text(child.stdout), text(child.stderr)]).then(([exit, stdout, stderr]) => ({
      code: exit,
      stdout,
      stderr,
      lines: () =>
        stdout
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line) as Record<string, unknown>),
    }));
    return { child, ended };
  }

  return {
    langfuse,
    provider,
    profile,
    variables,
    run: (words, given) => start(words, given).ended,
    start,
    async close() {
      await provider.close();
      await langfuse.close();
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Ends a program that was started in a group of its own, and all it has started. @throws Error when it never started. */
export function killGroup({ pid }: ChildProcess): void {
  // Group 0 is the group of the test itself.
  if (pid === undefined) throw new Error("The program to be killed did not start.");
  process.kill(-pid, "SIGKILL");
}
