import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { megabytesOf } from "./gateways.ts";

/** What a program took with all Node processes it started: milliseconds, and the most megabytes they had together. */
export interface MeasuredRun {
  wall: number;
  cpu: number;
  megabytes: number;
  code: number | null;
}

/**
 * Each process writes what it took when it ends. Linux counts into `maxRSS` what the process had that started it, which here
 * has built everything and is larger than what is measured: its high-water mark of the memory of its own is asked there.
 */
const preload = `
import { readFileSync, writeFileSync } from "node:fs";
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const status = process.platform === "linux" ? readFileSync("/proc/self/status", "utf8") : "";
  const kilobytes = Number(/^VmHWM:\\s+(\\d+)/m.exec(status)?.[1] ?? maxRSS);
  const took = { cpu: (userCPUTime + systemCPUTime) / 1000, megabytes: kilobytes / 1024 };
  writeFileSync(\`\${process.env.BENCH_USAGE}/\${process.pid}.json\`, JSON.stringify(took));
});
`;

/** Between two looks at the memory of all processes. */
const lookMs = 20;

/** Runs a program of Node to its end. */
export async function measureProcess(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  cwd: string,
): Promise<MeasuredRun> {
  const folder = mkdtempSync(join(tmpdir(), "promptscope-bench-usage-"));
  try {
    const file = join(folder, "preload.mjs");
    writeFileSync(file, preload);
    const began = performance.now();
    const child = spawn(process.execPath, args, {
      cwd,
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, ...environment, BENCH_USAGE: folder, NODE_OPTIONS: `--import=file://${file}` },
    });
    let together = 0;
    const looking = setInterval(() => {
      together = Math.max(together, megabytesOf(child.pid) ?? 0);
    }, lookMs);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    }).finally(() => clearInterval(looking));
    const wall = performance.now() - began;
    const took = readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as { cpu: number; megabytes: number });
    if (took.length === 0) throw new Error(`${args.join(" ")} said nothing of what it took`);
    const cpu = took.reduce((sum, one) => sum + one.cpu, 0);
    return { wall, cpu, megabytes: Math.max(together, ...took.map(({ megabytes }) => megabytes)), code };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
