import { createHandlers } from "@routes/handlers.ts";
import type { ExperimentSetup, JoinHow, SetupReading } from "@shared/domain/experiment/experiment-setup.ts";
import {
  type DatasetTable,
  mostTableRows,
  tableOfView,
  withCell,
  withRows,
} from "@shared/domain/experiment/setup/dataset-table.ts";
import type { FileRows } from "@shared/domain/experiment/setup/file-rows.ts";
import { noPatch } from "@shared/domain/experiment/setup/rows-patch.ts";
import { mapTable } from "@shared/domain/experiment/setup/setup-mapping.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { noHost } from "../../fakes/routes/no-host.ts";
import { type CountingServer, startCountingServer } from "../../packaging/counting-server.ts";
import { type EngineBench, openEngineBench } from "./open-engine.ts";

let bench: EngineBench;
let server: CountingServer;

beforeEach(async () => {
  server = await startCountingServer(() => ({ text: "yes" }));
  bench = await openEngineBench({ environment: { OPENAI_BASE_URL: server.url } });
});
afterEach(async () => {
  await bench.close();
  await server.close();
});

const signal = new AbortController().signal;
/** As much as the window may hold of any number of rows: the first two hundred. */
const mostBytes = 60_000;
const count = mostTableRows + 1;
const id = "7d7c4f6a-52a8-4a43-9c4e-1f2b3c4d5e6f";

/** The routes as the window has them, whose messages are no larger than what it may hold. */
function routes() {
  const handlers = createHandlers(bench.engine, noHost);
  async function call<Input, Output>(
    route: (input: Input, io: { signal: AbortSignal }) => Output | Promise<Output>,
    input: Input,
  ): Promise<Output> {
    const output = await route(input, { signal });
    expect(JSON.stringify(input).length).toBeLessThan(mostBytes);
    expect(JSON.stringify(output).length).toBeLessThan(mostBytes);
    return output;
  }
  return { handlers, call };
}

/** A set-up over a file of many rows. */
async function longSetup(): Promise<{ setup: ExperimentSetup; fileRows: FileRows }> {
  const { handlers } = routes();
  const lines = Array.from({ length: count }, (_, at) => `q${at},yes`);
  const bytes = Buffer.from(`ticket,expected\n${lines.join("\n")}\n`);
  await handlers["datasets.take"]({ file: id, at: 0, size: bytes.length, data: bytes.toString("base64") }, { signal });
  const setup: ExperimentSetup = {
    name: "many tickets",
    dataset: { rows: [{}] },
    variants: [{ name: "A", prompt: { text: "{{ticket}}" }, model: "openai/gpt-a" }],
    evaluators: [{ type: "equals", name: "right", value: "{{expected}}" }],
    limits: { concurrency: 2, calls: 6 },
  };
  const fileRows: FileRows = {
    ...{ file: id, name: "tickets.csv", variables: ["ticket"], readAs: {}, ...noPatch },
    ...{ targets: { ticket: "variable:ticket", expected: "expected" }, expectedFrom: null },
    ...{ fixed: {}, empty: [], answers: [] },
  };
  return { setup, fileRows };
}

/** Starts it, and waits until its budget has paused it. */
async function paused(
  setup: ExperimentSetup,
  fileRows: FileRows,
  earlier?: { jobId: string; how: JoinHow },
): Promise<string> {
  const { handlers, call } = routes();
  const joined = earlier === undefined ? {} : { earlier };
  const started = await call(handlers["experiments.start"], { setup, fileRows, allowsLeftOut: false, ...joined });
  if (!("summary" in started)) throw new Error(JSON.stringify(started));
  const { jobId } = started.summary;
  const state = async () => (await bench.engine.experiments.list()).find((one) => one.jobId === jobId)?.state;
  await expect.poll(state, { timeout: 60_000 }).toBe("paused");
  return jobId;
}

/** As the window takes an experiment up again. */
async function takenUp(jobId: string): Promise<{ setup: ExperimentSetup; table: DatasetTable; kept: SetupReading }> {
  const { handlers, call } = routes();
  const read = await call(handlers["experiments.setupOf"], { jobId });
  if (!("setup" in read) || !read.kept) throw new Error("Its rows did not stay with it.");
  const { file, view } = read.kept;
  return {
    setup: read.setup,
    kept: read,
    table: tableOfView(view, { source: "hand", name: "again", readAt: 1 }, file),
  };
}

function fileRowsOf({ table, kept }: { table: DatasetTable; kept: SetupReading }): FileRows {
  const { file } = table;
  if (!file) throw new Error("The window has all rows.");
  const chosen = { columns: kept.kept?.columns ?? {}, fixed: {} };
  const { targets, expectedFrom } = mapTable(table, { variables: ["ticket"], placeholders: [] }, chosen);
  const { active: _active, lacking: _lacking, ...own } = file;
  return { ...own, targets, expectedFrom, fixed: {}, empty: [], answers: [] };
}

// All rows went into the window and back: a message of many megabytes, and the window three times that.
it("an experiment with more rows than a window holds is added to and run changed where they are kept: no message has them, no answer is paid twice", async () => {
  const { setup, fileRows } = await longSetup();
  const jobId = await paused(setup, fileRows);
  const taken = await takenUp(jobId);
  expect([taken.table.count, taken.table.columns]).toEqual([count, ["ticket", "expected", "name"]]);
  const { handlers, call } = routes();
  const ofExperiment = { file: jobId, of: "experiment" as const, name: "many tickets", variables: [], readAs: {} };
  const page = await call(handlers["datasets.rows"], { ...ofExperiment, from: count - 1, count: 5 });
  expect(page).toEqual([[`q${count - 1}`, "yes", String(count)]]);

  // What was changed of its rows is named by its number before anything is sent, and is another request.
  const edited = fileRowsOf({ ...taken, table: withCell(taken.table, 0, 0, "another question") });
  const refused = { setup: taken.setup, fileRows: edited, earlier: { jobId, how: "add" as const } };
  const { problems } = await call(handlers["experiments.check"], refused);
  expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining("Row 1 is not as it was")]);
  const { yaml } = await call(handlers["experiments.asYaml"], { setup: taken.setup, fileRows: edited });
  expect(yaml).toContain("file: many-tickets.jsonl");
  expect(yaml).toContain("A row was changed");
  const changed = await paused(taken.setup, edited, { jobId, how: "reuse" });

  const more = fileRowsOf({ ...taken, table: withRows(taken.table, [["a new one", "no", ""]]) });
  const added = await paused(taken.setup, more, { jobId, how: "add" });
  const summaries = new Map((await bench.engine.experiments.list()).map((one) => [one.jobId, one]));
  expect(summaries.get(added)).toMatchObject({ rows: count + 1, counts: { done: 12 } });
  expect(summaries.get(changed)).toMatchObject({ rows: count, counts: { done: 12 } });
  expect((await takenUp(added)).table.count).toBe(count + 1);
  // Both have the six answers of the first and six of their own; none was sent again for one of them.
  expect([...server.counts.values()].reduce((sum, times) => sum + times)).toBe(18);

  await bench.engine.experiments.stop(changed);
  await bench.engine.experiments.remove(changed);
  const gone = { setup: taken.setup, fileRows: { ...more, file: changed } };
  await expect(handlers["experiments.check"](gone, { signal })).rejects.toThrow(/was deleted/);
});
