import { createHandlers } from "@routes/handlers.ts";
import { tableOfView } from "@shared/domain/experiment/setup/dataset-table.ts";
import type { FileRows } from "@shared/domain/experiment/setup/file-rows.ts";
import { mapTable } from "@shared/domain/experiment/setup/setup-mapping.ts";
import { activeRows, rowAt } from "@shared/domain/experiment/setup/setup-rows.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import { noHost } from "../../fakes/routes/no-host.ts";
import { type CountingServer, startCountingServer } from "../../packaging/counting-server.ts";
import { type EngineBench, openEngineBench } from "./open-engine.ts";

let bench: EngineBench;
let server: CountingServer;
const asked: string[] = [];

beforeEach(async () => {
  asked.length = 0;
  server = await startCountingServer((question) => {
    asked.push(question);
    return { text: "yes" };
  });
  bench = await openEngineBench({ environment: { OPENAI_BASE_URL: server.url } });
});
afterEach(async () => {
  await bench.close();
  await server.close();
});

const signal = new AbortController().signal;

it("a long CSV is handed over, mapped by its first rows, forecast, and run to its last row", async () => {
  const handlers = createHandlers(bench.engine, noHost);
  const file = "0b7c4f6a-52a8-4a43-9c4e-1f2b3c4d5e6f";
  const [count, most, first] = [301, 300, 20];
  const lines = Array.from({ length: count }, (_, at) => `question ${at},yes,${"x".repeat(50)}`);
  const bytes = Buffer.from(`ticket,expected,note\n${lines.join("\n")}\n`);
  for (let at = 0; at < bytes.length; at += 9_001) {
    const data = bytes.subarray(at, at + 9_001).toString("base64");
    await handlers["datasets.take"]({ file, at, size: bytes.length, data }, { signal });
  }
  const rowsFile = { file, name: "tickets.csv", variables: ["ticket"], readAs: {} };
  const read = await handlers["datasets.read"]({ ...rowsFile, most, first }, { signal });
  if (read.read === "error") throw new Error(read.error.message);
  expect([read.view.rows.length, read.view.count]).toEqual([first, count]);
  const page = await handlers["datasets.rows"]({ ...rowsFile, from: count - 2, count: 100 }, { signal });
  expect(page.map(([ticket]) => ticket)).toEqual([`question ${count - 2}`, `question ${count - 1}`]);

  const table = tableOfView(read.view, { source: "file", name: "tickets.csv", readAt: 1 }, rowsFile);
  const chosen = { columns: {}, fixed: {} };
  const mapping = mapTable(table, { variables: ["ticket"], placeholders: [] }, chosen);
  const { targets, expectedFrom } = mapping;
  const changed = { [String(count - 1)]: ["typed here", "no", ""] };
  const fileRows: FileRows = {
    ...rowsFile,
    targets,
    expectedFrom,
    fixed: {},
    empty: [],
    answers: [],
    changed,
    addedColumns: [],
    addedRows: [],
  };
  const setup = {
    name: "tickets",
    dataset: {
      rows: activeRows(table)
        .slice(0, 1)
        .map((row) => rowAt(table, mapping, chosen, row)),
    },
    variants: [{ name: "A", prompt: { text: "{{ticket}}" }, model: "openai/gpt-a" }],
    evaluators: [{ type: "equals" as const, name: "right", value: "{{expected}}" }],
    limits: { concurrency: 2, calls: 5 },
  };
  const forecast = await handlers["experiments.forecast"]({ setup, fileRows }, { signal });
  expect("forecast" in forecast && forecast.forecast.calls).toBe(count);
  expect(await handlers["experiments.check"]({ setup, fileRows }, { signal })).toMatchObject({ problems: [] });
  const { yaml } = await handlers["experiments.asYaml"]({ setup, fileRows }, { signal });
  expect(yaml).toContain("file: tickets.csv");
  expect(yaml).toContain("A row was changed");

  const started = await handlers["experiments.start"]({ setup, fileRows, allowsLeftOut: false }, { signal });
  if (!("summary" in started)) throw new Error(JSON.stringify(started));
  const { jobId } = started.summary;
  await expect.poll(async () => (await bench.engine.experiments.list())[0]?.state, { timeout: 60_000 }).toBe("paused");
  const spec = await bench.engine.experiments.setupOf(jobId, signal);
  if (!("setup" in spec)) throw new Error("no set-up");
  const { rows = [] } = spec.setup.dataset;
  expect(rows).toHaveLength(count);
  // What was typed into the last row is what the experiment has there.
  expect(rows.at(-1)).toMatchObject({ variables: { ticket: "typed here" }, expected: "no" });
  expect(rows.at(-2)).toMatchObject({ variables: { ticket: `question ${count - 2}` }, expected: "yes" });
  // The first call tells what calls cost; it is one of the file's rows, as they stand there.
  expect(asked.every((question) => /^(?:question \d+|typed here)$/.test(question))).toBe(true);
  // The rows that a set-up names outlive the engine.
  await bench.reopen();
  const again = await createHandlers(bench.engine, noHost)["datasets.rows"](
    { ...rowsFile, from: 0, count: 1 },
    { signal },
  );
  expect(again[0]?.[0]).toBe("question 0");
});
