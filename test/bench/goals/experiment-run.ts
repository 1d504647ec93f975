import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type GoalResult, judge, type Sample, tell } from "../measure.ts";
import { type MeasuredRun, measureProcess } from "../measured-process.ts";
import { installPeer } from "../peer-package.ts";
import { startUpstream, type Upstream } from "../upstream.ts";

const cli = resolve(import.meta.dirname, "../../../out/cli/main.js");
const version = "0.123.1";
const rows = 600;
const models = ["gpt-base", "gpt-edit"];
const concurrency = 64;
const delayMs = 50;
const rounds = 3;
const cells = rows * models.length;
/** On a busy machine it gives up a call now and then, which is not what is compared; ours has to make all of them. */
const givenUp = 0.99;

/** What is looked at of the same runs. */
const measures = [
  { name: "wall", must: 0.25, of: ({ wall }: MeasuredRun) => wall },
  { name: "processor time", must: 0.35, of: ({ cpu }: MeasuredRun) => cpu },
  { name: "memory", must: 0.7, of: ({ megabytes }: MeasuredRun) => megabytes },
];

/** 1 200 cells over the same rows, prompt and check, each program by its own command and its own file. */
export async function experimentRunGoals(): Promise<GoalResult[]> {
  const goal = `experiment of ${cells} cells, ${delayMs} ms server, c=${concurrency}`;
  const against = `promptfoo ${version}`;
  const peer = installPeer({
    name: "promptfoo",
    dependencies: { promptfoo: version, ...libsql },
    probe: peerEntry,
    withoutOptional: true,
  });
  if ("problem" in peer) {
    const note = peer.problem;
    return [{ goal, ours: "experiment run", against, measured: "wall", must: 0.25, verdict: "not measured", note }];
  }
  const upstream = await startUpstream({ delayMs });
  const folder = mkdtempSync(join(tmpdir(), "promptscope-bench-experiment-"));
  try {
    writeFiles(folder, upstream);
    const environment = {
      OPENAI_API_KEY: "bench-key-of-no-worth",
      OPENAI_BASE_URL: upstream.baseUrl,
      PROMPTSCOPE_HOME: join(folder, "profile"),
      PROMPTFOO_CONFIG_DIR: join(folder, "promptfoo"),
      PROMPTFOO_DISABLE_TELEMETRY: "1",
      PROMPTFOO_DISABLE_UPDATE: "1",
    };
    const whole = async (args: readonly string[], least: number) => {
      const before = upstream.answered();
      const run = await measureProcess(args, environment, folder);
      const answered = upstream.answered() - before;
      if (answered < least) throw new Error(`${args[0]} sent ${answered} calls and ended ${run.code}`);
      return run;
    };
    const ours = () =>
      whole([cli, "experiment", "run", "experiment.yaml", "--store", join(folder, `${performance.now()}.db`)], cells);
    const theirs = () =>
      whole([join(peer.folder, peerEntry), "eval", "-c", "promptfooconfig.yaml", ...peerOptions], cells * givenUp);
    const pairs: { ours: MeasuredRun; peer: MeasuredRun }[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const first = round % 2 === 0 ? await ours() : undefined;
      const other = await theirs();
      const pair = { ours: first ?? (await ours()), peer: other };
      tell(`${goal}: round ${round} of ${rounds}, ${(pair.ours.wall / pair.peer.wall).toFixed(2)}×`);
      if (round > 0) pairs.push(pair);
    }
    return measures.map(({ name, must, of }) => {
      const sample = (run: MeasuredRun): Sample => ({ wall: of(run), cpu: run.cpu, work: cells });
      return judge(
        { goal: `${goal}: ${name}`, ours: { name: "experiment run" }, peer: { name: against }, measured: "wall", must },
        pairs.map((pair) => ({ ours: sample(pair.ours), peer: sample(pair.peer) })),
      );
    });
  } finally {
    await upstream.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const peerOptions = ["-j", String(concurrency), "--no-cache", "--no-progress-bar", "--no-table", "-o", "out.json"];
/** What its `bin` names. */
const peerEntry = "node_modules/promptfoo/dist/src/entrypoint.js";
/** Its SQLite for this platform is the one optional dependency it does not start without. */
const { platform, arch } = process;
const libsqlTargets: Readonly<Record<string, string>> = {
  "linux-x64": "linux-x64-gnu",
  "linux-arm64": "linux-arm64-gnu",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "win32-x64-msvc",
};
const libsqlTarget = libsqlTargets[`${platform}-${arch}`];
const libsql: Record<string, string> = libsqlTarget === undefined ? {} : { [`@libsql/${libsqlTarget}`]: "0.5.29" };

function writeFiles(folder: string, { baseUrl }: Upstream): void {
  const lines = Array.from({ length: rows }, (_, index) => `question ${index + 1},word1`);
  writeFileSync(join(folder, "rows.csv"), ["question,expected", ...lines].join("\n"));
  writeFileSync(
    join(folder, "experiment.yaml"),
    [
      "name: bench",
      "dataset: { file: rows.csv, expected: expected }",
      "variants:",
      ...models.map((model) => `  - { name: ${model}, prompt: { text: "Say {{question}}" }, model: openai/${model} }`),
      "evaluators: [{ type: contains }]",
      `limits: { concurrency: ${concurrency} }`,
    ].join("\n"),
  );
  writeFileSync(
    join(folder, "promptfooconfig.yaml"),
    [
      "prompts: ['Say {{question}}']",
      "providers:",
      ...models.map((model) => `  - { id: 'openai:chat:${model}', config: { apiBaseUrl: '${baseUrl}' } }`),
      "defaultTest: { assert: [{ type: contains, value: '{{expected}}' }] }",
      "tests: rows.csv",
    ].join("\n"),
  );
}
