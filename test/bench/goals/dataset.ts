import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, type GoalResult, runVariant } from "../measure.ts";
import { installPeer } from "../peer-package.ts";

const rows = 100_000;
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
    writeRows(folder, "rows", rows);
    writeRows(folder, "few", 200);
    const result = await compare({
      goal,
      ours: { name: "experiment", run: () => runVariant(script("dataset"), ["ours", folder]) },
      peer: { name: against, run: () => runVariant(script("dataset"), ["peer", folder, peer.folder]) },
      measured: "cpu",
      must: 3,
    });
    return [result];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
