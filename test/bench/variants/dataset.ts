import { readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { makeSpec } from "@engine/experiments/make-spec.ts";
import { readExperiment } from "@engine/experiments/read-experiment.ts";
import { openExperimentStorage } from "@engine/history/experiment-storage.ts";
import { experimentKind, experimentSpecVersion } from "@shared/domain/experiment/experiment-spec.ts";
import { boundYoungGeneration } from "../../../electron/hosts/bound-young-generation.ts";
import { reportSample } from "../sample.ts";

/** Rows of a CSV read, mapped to what a prompt asks for, and in the store with their experiment; against papaparse alone. */
const [variant, folder = "", rows = "", peer = ""] = process.argv.slice(2);

async function ours(name: string): Promise<number> {
  const signal = new AbortController().signal;
  const file = join(folder, `${name}.yaml`);
  const outcome = await readExperiment(file, {
    openPrompt: async () => undefined,
    environment: () => undefined,
    signal,
  });
  if (outcome.read === "error") throw new Error(JSON.stringify(outcome.errors));
  const made = await makeSpec(outcome.experiment, file);
  if ("problems" in made) throw new Error(JSON.stringify(made.problems));
  const place = join(folder, `${name}.db`);
  const storage = openExperimentStorage(place);
  await storage.ready;
  const row = { id: name, kind: experimentKind, title: name, cells: made.spec.rows.length, state: "done" as const };
  const none = { wish: null, owner: null, beatAt: null, createdAt: 1, endedAt: 1, error: null };
  await storage.jobs.create({ ...row, ...none, spec: { version: experimentSpecVersion, body: made.spec } });
  await storage.close();
  await rm(place);
  return made.spec.rows.length;
}

async function papaparse(name: string): Promise<number> {
  const { parse } = createRequire(join(peer, "package.json"))("papaparse") as {
    parse(text: string, options: { header: boolean }): { data: object[] };
  };
  return parse(await readFile(join(folder, `${name}.csv`), "utf8"), { header: true }).data.length;
}

// As the command line does it.
if (variant === "ours") boundYoungGeneration();
const read = variant === "ours" ? ours : papaparse;
await reportSample(
  () => read(rows),
  () => read("few"),
);
