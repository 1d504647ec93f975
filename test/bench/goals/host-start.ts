import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { compare, type GoalResult, type Sample } from "../measure.ts";

const root = resolve(import.meta.dirname, "../../..");

const cli = join(root, "out/cli/main.js");

/**
 * From spawn to the line with the address, as one starts them: by the command line, from the second start on, whose
 * compiled code the first has kept. Against a Node process that only prints a line.
 */
export async function hostStartGoals(): Promise<GoalResult[]> {
  const web = [cli, "web", "--no-open"];
  const serve = [cli, "serve", "--model", "gpt-4o", "--port", "0"];
  return [
    await startGoal("start of the web host", web, /http:\/\/127\.0\.0\.1:\d+\/#/),
    await startGoal("start of serve", serve, /Listening on http/),
  ];
}

/** The same of any program: `line` is what it prints when it listens. */
export function startGoal(goal: string, args: string[], line: RegExp): Promise<GoalResult> {
  return compare({
    goal,
    ours: { name: "spawn to listening", run: () => startHost(args, line) },
    peer: { name: "empty Node", run: startNothing },
    measured: "wall",
    must: 3,
    rounds: 9,
  });
}

async function startHost(args: string[], line: RegExp): Promise<Sample> {
  const profile = mkdtempSync(join(tmpdir(), "promptscope-bench-"));
  try {
    return await untilLine(args, line, { PROMPTSCOPE_HOME: profile });
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}

function startNothing(): Promise<Sample> {
  return untilLine(["-e", "console.log('ready'); setInterval(() => {}, 1000)"], /ready/, {});
}

function untilLine(args: string[], line: RegExp, environment: Record<string, string>): Promise<Sample> {
  return new Promise((resolve, reject) => {
    const before = performance.now();
    const child = spawn(process.execPath, args, {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...environment },
    });
    let output = "";
    child.once("error", reject);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (!line.test(output)) return;
      const wall = performance.now() - before;
      child.stdout.removeAllListeners("data");
      void end(child).then(() => resolve({ wall, cpu: wall, work: 1 }));
    });
    child.once("exit", (code) => reject(new Error(`${args[0]} ended with ${code} before it was ready:\n${output}`)));
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners("exit");
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
