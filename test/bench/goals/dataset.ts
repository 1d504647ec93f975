import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, type GoalResult, judge, runVariant, type Sample, tell } from "../measure.ts";
import { measureProcess } from "../measured-process.ts";
import { installPeer } from "../peer-package.ts";

const rows = 100_000;
/** Between the smallest and the largest file memory stays, and what it grows by is told. */
const sizes = [10_000, rows, 400_000];
const memoryRounds = 3;
const version = "5.7.1";

/** A CSV of 100 000 rows until its experiment is in the store, against papaparse reading it. */
export async function datasetGoals(script: (name: string) => string): Promise<GoalResult[]> {
  const goal = `CSV of ${rows} rows: read, mapped, in the store`;
  const against = `papaparse ${version} alone`;
  const peer = installPeer({
    name: "papaparse",
    dependencies: { papaparse: version },
    probe: "node_modules/papaparse/papaparse.js",
  });
  if ("problem" in peer) {
    const note = peer.problem;
    return [{ goal, ours: "experiment", against, measured: "cpu", must: 3, verdict: "not measured", note }];
  }
  const folder = mkdtempSync(join(tmpdir(), "promptscope-bench-dataset-"));
  try {
    for (const size of sizes) writeRows(folder, nameOf(size), size);
    writeRows(folder, "few", 200);
    const result = await compare({
      goal,
      ours: { name: "experiment", run: () => runVariant(script("dataset"), ["ours", folder, nameOf(rows)]) },
      peer: { name: against, run: () => runVariant(script("dataset"), ["peer", folder, nameOf(rows), peer.folder]) },
      measured: "cpu",
      must: 3,
    });
    return [result, await memoryGoal(script("dataset"), folder)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const nameOf = (count: number) => `rows-${count}`;

/** The most memory of the process with the largest file, against the smallest; each reads 200 rows first. */
async function memoryGoal(script: string, folder: string): Promise<GoalResult> {
  const goal = `CSV of ${sizes.at(-1)} rows in the store: memory`;
  const against = `${sizes[0]} rows`;
  const found: number[][] = [];
  for (let round = 0; round < memoryRounds; round += 1) {
    const megabytes: number[] = [];
    for (const size of sizes) {
      const run = await measureProcess([script, "ours", folder, nameOf(size)], {}, folder);
      if (run.code !== 0) throw new Error(`${goal}: ended with ${run.code}`);
      megabytes.push(Math.round(run.megabytes));
    }
    tell(`${goal}: round ${round + 1} of ${memoryRounds}, ${megabytes.join(", ")} MB`);
    found.push(megabytes);
  }
  const sample = (megabytes = 0): Sample => ({ wall: megabytes, cpu: megabytes, work: 1 });
  const note = `MB for ${sizes.join(", ")} rows: ${found.map((round) => round.join(" / ")).join("; ")}`;
  return judge(
    { goal, ours: { name: "experiment" }, peer: { name: against }, measured: "wall", must: 2, note },
    found.map((round) => ({ ours: sample(round.at(-1)), peer: sample(round[0]) })),
  );
}

function writeRows(folder: string, name: string, count: number): void {
  const line = (index: number) =>
    `T-${index},"The parcel of order ${index} has not come, ""again"".",Where is order ${index}?,on its way,mail`;
  const lines = Array.from({ length: count }, (_, index) => line(index + 1));
  writeFileSync(join(folder, `${name}.csv`), ["ticket,body,question,answer,channel", ...lines].join("\n"));
  writeFileSync(
    join(folder, `${name}.yaml`),
    [
      `name: ${name}`,
      `dataset: { file: ${name}.csv, expected: answer }`,
      'variants: [{ name: base, prompt: { text: "{{question}} {{body}}" }, model: openai/gpt-4o-mini }]',
      "evaluators: [{ type: contains }]",
    ].join("\n"),
  );
}
