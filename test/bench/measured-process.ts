import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a program took with all Node processes it started: milliseconds, and the megabytes of the largest of them. */
export interface MeasuredRun {
  wall: number;
  cpu: number;
  megabytes: number;
  code: number | null;
}

/** Each process writes what it took when it ends. */
const preload = `
import { writeFileSync } from "node:fs";
process.on("exit", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const took = { cpu: (userCPUTime + systemCPUTime) / 1000, megabytes: maxRSS / 1024 };
  writeFileSync(\`\${process.env.BENCH_USAGE}/\${process.pid}.json\`, JSON.stringify(took));
});
`;

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
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    const wall = performance.now() - began;
    const took = readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as { cpu: number; megabytes: number });
    if (took.length === 0) throw new Error(`${args.join(" ")} said nothing of what it took`);
    const cpu = took.reduce((sum, one) => sum + one.cpu, 0);
    return { wall, cpu, megabytes: Math.max(...took.map(({ megabytes }) => megabytes)), code };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
