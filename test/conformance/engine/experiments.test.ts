import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExperimentExport } from "@shared/domain/experiment/experiment-export.ts";
import type { ExperimentSetup } from "@shared/domain/experiment/experiment-setup.ts";
import type { ExperimentChange, ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import type { GridFilter, GridView } from "@shared/domain/experiment/grid.ts";
import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import type { HistoryFilter } from "@shared/domain/run/history.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { recordDatasets } from "../../fakes/langfuse/recorded-datasets.ts";
import { type CountedAnswer, type CountingServer, startCountingServer } from "../../packaging/counting-server.ts";
import { type EngineBench, openEngineBench } from "./open-engine.ts";

let bench: EngineBench;
let server: CountingServer;
let answer: (question: string, model: string) => CountedAnswer;

beforeEach(async () => {
  // The base is wrong in every second row.
  answer = (question, model) => ({
    text: model === "gpt-edit" || Number(question.slice(1)) % 2 === 0 ? "yes, of course" : "no",
  });
  server = await startCountingServer((question, model) => answer(question, model));
  bench = await openEngineBench({ environment: { OPENAI_BASE_URL: server.url } });
});
afterEach(async () => {
  await bench.close();
  await server.close();
});

const endless = new AbortController().signal;
const setup = (rows: number, given: Partial<ExperimentSetup> = {}): ExperimentSetup => ({
  name: "ferry answers",
  dataset: {
    rows: Array.from({ length: rows }, (_, index) => ({
      variables: { question: `q${index + 1}` },
      expected: "yes",
      facet: index % 2 === 0 ? "odd" : "even",
    })),
  },
  variants: [
    { name: "base", prompt: { text: "{{question}}" }, model: "openai/gpt-base" },
    { name: "edit", prompt: { text: "{{question}}" }, model: "openai/gpt-edit" },
  ],
  evaluators: [{ type: "contains", name: "says yes" }],
  ...given,
});

async function start(given: ExperimentSetup): Promise<ExperimentSummary> {
  const outcome = await bench.engine.experiments.start(given, false, endless);
  if (!("summary" in outcome)) throw new Error(JSON.stringify(outcome));
  return outcome.summary;
}

/** Hears an experiment until `enough`. */
async function until(jobId: string, enough: (change: ExperimentChange) => boolean): Promise<ExperimentChange[]> {
  const heard: ExperimentChange[] = [];
  for await (const change of bench.engine.experiments.changes(jobId, endless)) {
    heard.push(change);
    if (enough(change)) return heard;
  }
  return heard;
}

const isDone = ({ summary }: ExperimentChange) => summary.state === "done";
const view = (filter: GridFilter, given: Partial<GridView> = {}): GridView => ({
  filter,
  sort: { by: "row", descending: false },
  ...given,
});

describe("an experiment of the app", () => {
  it("runs from a set-up to a verdict, is listed with it, and its rows are shown with scores", async () => {
    const { jobId } = await start(setup(24));
    const heard = await until(jobId, isDone);
    expect(heard.at(-1)?.summary).toMatchObject({ counts: { done: 48, open: 0 }, failed: 12, cells: 48 });
    expect(await bench.engine.experiments.report(jobId)).toMatchObject({
      isFinished: true,
      comparisons: [{ variant: "edit", verdict: "better", when: "fixed" }],
    });
    const [listed] = await bench.engine.experiments.list();
    expect(listed).toMatchObject({ jobId, title: "ferry answers", rows: 24, state: "done" });
    expect(listed?.verdicts[0]?.says).toContain("edit is better than base");

    const { rows } = bench.engine.experiments;
    const page = await rows(jobId, view({ kind: "failed" }), 2, 3);
    expect(page).toMatchObject({ total: 12, counts: { all: 24, failed: 12, changed: 12, errors: 0, passed: 24 } });
    expect(page.rows.map(({ number }) => number)).toEqual([5, 7, 9]);
    expect(page.rows[0]).toMatchObject({ facet: "odd", input: "q5", expected: "yes" });
    expect(page.rows[0]?.cells.map((cell) => [cell?.status, cell?.answer, cell?.checks[0]?.passed])).toEqual([
      ["failed", "no", false],
      ["passed", "yes, of course", true],
    ]);
    // Rows in which the other variant comes out otherwise than the base come first.
    const changed = await rows(jobId, view({ kind: "all" }, { sort: { by: "changed", descending: true } }), 0, 13);
    expect(changed.rows.map(({ number }) => number % 2)).toEqual([...Array.from({ length: 12 }, () => 1), 0]);
    const down = await rows(jobId, view({ kind: "all" }, { sort: { by: "row", descending: true }, text: "q1" }), 0, 2);
    expect(down).toMatchObject({ total: 11, rows: [{ number: 19 }, { number: 18 }] });
    const worst = await rows(
      jobId,
      view({ kind: "all" }, { sort: { by: "passed", variant: "base", descending: false } }),
      0,
      1,
    );
    expect(worst.rows[0]?.number).toBe(1);
    // Of a whole answer a word that the grid does not show counts too.
    expect((await rows(jobId, view({ kind: "all" }, { text: "cours" }), 0, 1)).total).toBe(24);

    const cell = await bench.engine.experiments.cell(jobId, { row: "1", variant: "base", repetition: 0 });
    expect(cell).toMatchObject({ answer: "no", others: { edit: "yes, of course" }, expected: "yes", rating: null });
    expect(cell.scores[0]).toMatchObject({ name: "says yes", passed: false, gates: true, reason: expect.any(String) });
    expect((await bench.engine.runs.get(cell.result.runId ?? "")).exchanges).toHaveLength(1);
  });

  it("is taken away as a report and as cells, with whole answers, reasons and what people say, after a restart too", async () => {
    const { jobId } = await start(setup(4));
    await until(jobId, isDone);
    await bench.engine.experiments.rate(jobId, { row: "1", variant: "base", repetition: 0 }, { stars: 2 });
    await bench.reopen();
    const taken = (format: ExperimentExport) => bench.engine.experiments.export(jobId, format, endless);
    const { fileName, text } = await taken("jsonl");
    expect(fileName).toBe("ferry-answers.jsonl");
    const cells = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(cells).toHaveLength(8);
    expect(cells.find(({ row, variant }) => row === "1" && variant === "base")).toMatchObject({
      number: 1,
      answer: "no",
      variables: { question: "q1" },
      passed: false,
      rating: { stars: 2 },
      scores: [{ name: "says yes", passed: false, reason: expect.stringMatching(/./) }],
    });
    const csv = (await taken("csv-spreadsheet")).text;
    expect(csv.trimEnd().split("\r\n")).toHaveLength(9);
    expect(csv).toContain('"yes, of course"');
    expect((await taken("markdown")).text).toContain("ferry answers");
    expect((await taken("junit")).text).toContain("<testsuite");
  });

  it("keeps scores and what people say of them over a restart, and sends nothing again", async () => {
    const { jobId } = await start(setup(6));
    await until(jobId, isDone);
    const place = { row: "2", variant: "base", repetition: 0 };
    await bench.engine.experiments.rate(jobId, place, { passed: false, stars: 2, label: "too short" });
    await bench.reopen();
    const sent = server.counts.size;
    const [listed] = await bench.engine.experiments.list();
    expect(listed).toMatchObject({ jobId, counts: { done: 12 }, failed: 3 });
    const { rows } = await bench.engine.experiments.rows(jobId, view({ kind: "disagree" }), 0, 10);
    expect(rows.map(({ number }) => number)).toEqual([2]);
    expect(rows[0]?.cells[0]?.rating).toEqual({ passed: false, stars: 2, label: "too short" });
    expect(await bench.engine.experiments.cell(jobId, place)).toMatchObject({ labels: ["too short"] });
    expect(await bench.engine.experiments.rate(jobId, place, null)).toBe(null);
    expect((await bench.engine.experiments.rows(jobId, view({ kind: "rated" }), 0, 1)).total).toBe(0);
    expect(server.counts.size).toBe(sent);
  });

  it("is one row of the history, outside of its search and limits; its runs are there when they are asked for", async () => {
    const { jobId } = await start(setup(6));
    await until(jobId, isDone);
    const { history } = bench.engine;
    const listed = async (filter: HistoryFilter) => (await history.list({ filter, limit: 50 })).runs;
    const [row, ...others] = await listed({});
    expect(others).toEqual([]);
    expect(row?.experiment).toEqual({ jobId, title: "ferry answers", cells: 12 });
    expect(await listed({ text: "course" })).toEqual([]);
    expect(await listed({ model: "gpt-base" })).toEqual([]);
    expect(await listed({ cells: true })).toHaveLength(12);
    expect(await listed({ cells: true, text: "course" })).toHaveLength(9);
    expect(await history.delete([row?.id ?? ""])).toEqual([]);
    expect(await history.overLimits({ maxAgeDays: null, maxGigabytes: 0 })).toEqual({ runs: 0, bytes: 0 });
    await bench.engine.experiments.remove(jobId);
    expect(await listed({ cells: true })).toEqual([]);
    expect(await bench.engine.experiments.list()).toEqual([]);
  });

  it("lets the fixed test speak once: what is sent again after it was read is judged by the live one", async () => {
    // What is refused with 400 counts, and is not tried until it is green.
    answer = () => ({ text: "yes", status: 401 });
    const { jobId } = await start(setup(24));
    await until(jobId, isDone);
    expect((await bench.engine.experiments.report(jobId)).comparisons[0]).toMatchObject({ when: "fixed" });
    answer = () => ({ text: "yes" });
    await bench.engine.experiments.retry(jobId, ["failed"]);
    await until(jobId, (change) => isDone(change) && change.summary.counts.done === 48 && change.summary.failed === 0);
    const read = await bench.engine.experiments.report(jobId);
    expect(read).toMatchObject({ isFinished: true, comparisons: [{ when: "live" }] });
    await bench.reopen();
    expect((await bench.engine.experiments.report(jobId)).comparisons[0]).toMatchObject({ when: "live" });
  });

  it("says which calls wait after a 429 and when they are tried again, in the change and on the cell", async () => {
    let refusals = 1;
    answer = () => (refusals-- > 0 ? { text: "slow down", status: 429, retryAfter: 4 } : { text: "yes" });
    const { jobId } = await start(setup(1, { variants: setup(1).variants.slice(0, 1) }));
    const heard = await until(jobId, ({ retrying }) => retrying !== null);
    expect(heard.at(-1)?.retrying).toMatchObject({ cells: 1, isLimited: true, nextAt: expect.any(Number) });
    const page = await bench.engine.experiments.rows(jobId, view({ kind: "all" }), 0, 1);
    expect(page.rows[0]?.cells[0]).toMatchObject({ status: "running", retry: { attempt: 2, isLimited: true } });
    const ended = (await until(jobId, isDone)).at(-1);
    expect(ended).toMatchObject({ retrying: null, summary: { counts: { done: 1 } } });
    const after = await bench.engine.experiments.rows(jobId, view({ kind: "all" }), 0, 1);
    expect(after.rows[0]?.cells[0]).not.toHaveProperty("retry");
  });

  it("says what is wrong with a set-up before anything is sent", async () => {
    const { check, preview, tryEvaluators, start: begin } = bench.engine.experiments;
    const wrong = setup(2, { base: "nobody" });
    expect((await check(wrong, endless)).problems[0]?.message).toContain("nobody");
    expect(await begin(wrong, false, endless)).toMatchObject({ problems: [{ code: "name" }] });
    const shown = await preview(setup(2), 1, "edit", endless);
    expect(shown).toMatchObject({ problems: [], mapping: [{ name: "question", value: "q2", kind: "variable" }] });
    expect(shown.run?.plan?.messages).toEqual([{ role: "user", content: "q2" }]);
    expect(await tryEvaluators(setup(2), 0, { text: "no" }, false, endless)).toMatchObject({
      passed: false,
      scores: [{ name: "says yes", passed: false }],
    });
    const outcome = await bench.engine.experiments.forecast(setup(40), endless);
    expect(outcome).toMatchObject({
      forecast: { calls: 80, unit: "row", parts: [{ name: "base" }, { name: "edit" }] },
    });
    expect(server.counts.size).toBe(0);
  });

  it("runs a promptfoo config as it is, after a yes to what is left out, and a file whose rows lie beside it is a set-up", async () => {
    const folder = await mkdtemp(join(tmpdir(), "promptscope-setup-"));
    const config = join(folder, "promptfooconfig.yaml");
    await writeFile(
      config,
      [
        "prompts: ['{{q}}']",
        "providers: [openai:gpt-base]",
        "tests:",
        "  - vars: { q: q1 }",
        "    assert: [{ type: moderation }, { type: equals, value: no }]",
      ].join("\n"),
    );
    const { readPath, startFile } = bench.engine.experiments;
    expect(await readPath(config, endless)).toMatchObject({
      runnable: { rows: 1, scores: ["equals"] },
      refusals: [{ line: 5 }],
    });
    expect(await startFile(config, false, endless)).toMatchObject({ leftOut: [{ message: expect.any(String) }] });
    expect(server.counts.size).toBe(0);
    const looked = await readPath(config, endless);
    if (!("runnable" in looked)) throw new Error(JSON.stringify(looked));
    const { shown } = looked.runnable;
    const text = await readFile(config, "utf8");
    // Changed between the look and the yes: somebody would have said yes to another file.
    await writeFile(config, text.replace("moderation", "model-graded-closedqa"));
    expect(await startFile(config, true, endless, shown)).toMatchObject({ problems: [{ code: "changed" }] });
    expect(server.counts.size).toBe(0);
    await writeFile(config, text);
    const outcome = await startFile(config, true, endless, shown);
    if (!("summary" in outcome)) throw new Error(JSON.stringify(outcome));
    await until(outcome.summary.jobId, isDone);
    expect(server.counts.size).toBe(1);

    await writeFile(join(folder, "rows.csv"), "question,answer\nq1,yes\nq2,no\n");
    const file = join(folder, "experiment.yaml");
    const lines = ["name: x", "dataset: { file: rows.csv, expected: answer }", "variants:"];
    await writeFile(
      file,
      [...lines, '  - { name: a, prompt: { text: "{{question}}" }, model: openai/gpt-base }'].join("\n"),
    );
    const read = await readPath(file, endless);
    expect(read).toMatchObject({ setup: { dataset: { rows: [{ expected: "yes" }, { expected: "no" }] } } });
    // As a table in the window, with all of them in every question, so many rows held up everything.
    await writeFile(join(folder, "rows.csv"), `question,answer\n${"q,yes\n".repeat(10_001)}`);
    expect(await readPath(file, endless)).toMatchObject({ runnable: { rows: 10_001, variants: ["a"] }, refusals: [] });
    await rm(folder, { recursive: true });
  });

  it("reads a file whose rows are a dataset of Langfuse, saved inputs or runs, and runs it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "promptscope-file-"));
    const file = join(folder, "experiment.yaml");
    const write = (dataset: string) =>
      writeFile(
        file,
        `name: x\ndataset: ${dataset}\nvariants: [{ name: a, prompt: { text: "{{q}}" }, model: openai/gpt-base }]`,
      );
    recordDatasets(bench.langfuse.datasets);
    const { readPath, startFile } = bench.engine.experiments;
    await write("{ langfuse: ds }");
    expect(await readPath(file, endless)).toMatchObject({
      setup: { dataset: { rows: [{ variables: { q: "2+2" }, expected: 4 }] } },
    });
    const outcome = await startFile(file, false, endless);
    if (!("summary" in outcome)) throw new Error(JSON.stringify(outcome));
    await until(outcome.summary.jobId, isDone);
    expect([...server.counts]).toEqual([["2+2 on gpt-base", 1]]);

    const owner = { library: "demo", name: "support/answer" };
    await bench.engine.inputs.save(owner, { name: "hard", variables: { q: "3^5" }, placeholders: {} });
    await write("{ saved: { demo: support/answer } }");
    expect(await readPath(file, endless)).toMatchObject({
      setup: { dataset: { rows: [{ name: "hard", variables: { q: "3^5" } }] } },
    });
    const [prompt, variables] = [owner, { q: "kept" }];
    await bench.run({ ...emptyRequest, prompt, variables, modelOverride: "demo/sample-small" });
    await write("{ runs: { demo: support/answer } }");
    expect(await readPath(file, endless)).toMatchObject({
      setup: { dataset: { rows: [{ variables: { q: "kept" } }] } },
    });
    await rm(folder, { recursive: true });
  });

  it("keeps set-ups that are not started yet, and reads one from the file it writes", async () => {
    const { keepSetup, setups, forgetSetup, asYaml, readFile: readText } = bench.engine.experiments;
    await keepSetup({ id: "one", title: "half", setup: { name: "half" } });
    await keepSetup({ id: "two", title: "other", setup: setup(1) as never });
    await keepSetup({ id: "one", title: "half done", setup: { name: "half done" } });
    expect((await setups()).map(({ id, title }) => [id, title])).toEqual([
      ["one", "half done"],
      ["two", "other"],
    ]);
    await forgetSetup("one");
    expect(await setups()).toMatchObject([{ id: "two" }]);
    expect(await readText("experiment.yaml", await asYaml(setup(2)), endless)).toEqual({
      setup: setup(2),
      warnings: [],
      refusals: [],
    });
    expect(await readText("experiment.yaml", "name: x\nrow: 1\n", endless)).toMatchObject({
      errors: expect.arrayContaining([expect.objectContaining({ code: "unknown-key", line: 2 })]),
    });
  });
});
