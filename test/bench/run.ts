import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { buildVariants } from "./build.ts";
import { cancelGoals } from "./goals/cancel.ts";
import { datasetGoals } from "./goals/dataset.ts";
import { editingGoals } from "./goals/editing.ts";
import { engineGoals, recordingGoals } from "./goals/engine.ts";
import { estimateGoals } from "./goals/estimate.ts";
import { experimentGridGoals } from "./goals/experiment-grid.ts";
import { experimentRunGoals } from "./goals/experiment-run.ts";
import { gatewayGoals } from "./goals/gateway.ts";
import { historyGoals } from "./goals/history.ts";
import { hostStartGoals } from "./goals/host-start.ts";
import { largeHistoryGoals } from "./goals/large-history.ts";
import { localListGoals } from "./goals/local-list.ts";
import { longTextGoals } from "./goals/long-text.ts";
import { matrixGoals } from "./goals/matrix.ts";
import { panesGoals } from "./goals/panes.ts";
import { promptListGoals } from "./goals/prompt-list.ts";
import { templateGoals } from "./goals/template.ts";
import { type GoalResult, tell } from "./measure.ts";
import { startUpstream } from "./upstream.ts";

/**
 * `npm run bench [-- part …]`: every goal as a ratio against a peer or floor in the same run. Parts: engine, recording,
 * history, matrix, cancel, template, estimate, list, local, grid, dataset, experiment, panes, text, editing, start, gateway, and by name only:
 * large. Writes all rounds to test-results/bench.json.
 */
const root = resolve(import.meta.dirname, "../..");
const parts = process.argv.slice(2);
const wanted = (part: string) => parts.length === 0 || parts.includes(part);

tell("building");
execFileSync("npx", ["vite", "build", "--app", "--logLevel", "error"], { cwd: root, stdio: "inherit" });
const script = await buildVariants([
  "engine",
  "sdk",
  "template",
  "estimate",
  "matrix",
  "matrix-floor",
  "cancel",
  "history",
  "large-history",
  "local-list",
  "dataset",
  "gateway-load",
  "gateway-upstream",
]);
const upstream = await startUpstream();
const results: GoalResult[] = [];

async function part(name: string, run: () => Promise<GoalResult[]> | AsyncIterable<GoalResult>): Promise<void> {
  if (!wanted(name)) return;
  tell(name);
  for await (const result of await run()) {
    results.push(result);
    console.log(describe(result));
  }
}

function describe({ goal, against, ratio, spread, must, verdict, measured, note }: GoalResult): string {
  const figures =
    ratio === undefined || !spread
      ? "not measured"
      : `${shown(ratio)}× (${shown(spread[0])}–${shown(spread[1])}), must ≤ ${must}×, ${measured}`;
  return `${verdict.padEnd(12)} ${goal} against ${against}: ${figures}${note ? ` — ${note}` : ""}`;
}

function shown(ratio: number): string {
  return ratio < 0.05 ? ratio.toPrecision(1) : ratio.toFixed(2);
}

try {
  await part("engine", () => engineGoals(script, upstream));
  await part("recording", () => recordingGoals(script, upstream));
  await part("history", () => historyGoals(script));
  await part("matrix", () => matrixGoals(script));
  await part("cancel", () => cancelGoals(script));
  await part("template", () => templateGoals(script));
  await part("estimate", () => estimateGoals(script));
  await part("local", () => localListGoals(script));
  await part("list", promptListGoals);
  await part("grid", experimentGridGoals);
  await part("dataset", () => datasetGoals(script));
  await part("experiment", experimentRunGoals);
  await part("panes", panesGoals);
  await part("text", longTextGoals);
  await part("editing", editingGoals);
  await part("start", hostStartGoals);
  await part("gateway", () => gatewayGoals(script));
  // Writes gigabytes: only when it is asked for.
  if (parts.includes("large")) await part("large", () => largeHistoryGoals(script));
} finally {
  await upstream.close();
}

mkdirSync(join(root, "test-results"), { recursive: true });
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, platform: process.platform };
writeFileSync(join(root, "test-results/bench.json"), `${JSON.stringify({ machine, results }, null, 2)}\n`);
const missed = results.filter(({ verdict }) => verdict === "missed");
console.log(`${results.length - missed.length} of ${results.length} goals reached or undecided`);
process.exitCode = missed.length > 0 ? 1 : 0;
