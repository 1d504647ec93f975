import { openForWriting } from "@engine/history/database-handle.ts";
import { openHistoryDatabase } from "@engine/history/history-database.ts";
import { summaryColumns, toSummary } from "@engine/history/run-row.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Sample } from "../measure.ts";
import { historyRuns, requestOf } from "./workload.ts";

/** Fills a history with runs, and reads it: as the product does, and as one would without its indexes. */
const [task, folder = "", asked] = process.argv.slice(2);
const count = asked === undefined ? historyRuns : Number(asked);
const pageRows = 50;
const rareWord = "kumquat";
const everyRare = 5_000;
const perWrite = 500;
const repetitions = 5;

const words = Array.from({ length: 3_000 }, (_, index) => `word${index}`);

function runNumber(sequence: number): RunRecord {
  const said = Array.from({ length: 60 }, (_, index) => words[(sequence * 31 + index * 17) % words.length]);
  if (sequence % everyRare === 0) said.push(rareWord);
  return {
    id: `run-${sequence}`,
    sequence,
    startedAt: 1_795_000_000_000 + sequence * 1000,
    state: "finished",
    kind: "generate",
    request: requestOf(true),
    exchanges: [],
    output: { ...emptyOutput(), text: said.join(" ") },
    warnings: [],
    outcome: { kind: "completed", finishReason: "stop" },
    metrics: { totalMs: 900 + (sequence % 400), attempts: 1, usage: { inputTokens: 30, outputTokens: 64 } },
  };
}

const open = () => openHistoryDatabase({ folder, retention: { maxAgeDays: null, maxBytes: null } });

async function fill(): Promise<number> {
  const history = await open();
  for (let from = (await history.status()).lastSequence + 1; from <= count; from += perWrite) {
    const records = Array.from({ length: Math.min(perWrite, count - from + 1) }, (_, index) => runNumber(from + index));
    await history.write(records.map((record) => ({ kind: "save", record })));
  }
  const { runs } = await history.status();
  await history.close();
  return runs;
}

async function firstPage(): Promise<() => Promise<number>> {
  const history = await open();
  return async () => (await history.list({ filter: {}, limit: pageRows })).runs.length;
}

/** A prompt's runs of three days, as the list shows and counts them. */
async function filtered(): Promise<() => Promise<number>> {
  const history = await open();
  const { promptName } = (await history.list({ filter: {}, limit: 1 })).runs[0] ?? {};
  if (!promptName) throw new Error("the runs name no prompt");
  const filter = { promptName, from: 1_795_000_000_000 };
  return async () => (await history.list({ filter, limit: pageRows })).runs.length;
}

/** A word that every run has, as a value of its prompt. */
async function common(): Promise<() => Promise<number>> {
  const history = await open();
  return async () => (await history.list({ filter: { text: "expert" }, limit: pageRows })).runs.length;
}

async function allRows(): Promise<() => Promise<number>> {
  const database = openForWriting(`${folder}/history.db`);
  const statement = database.prepare(`SELECT ${summaryColumns} FROM runs ORDER BY sequence DESC`);
  return async () => statement.all().map(toSummary).slice(0, pageRows).length;
}

/** Every key of the word, one after the other. */
const typed = Array.from(rareWord, (_, index) => rareWord.slice(0, index + 1)).slice(1);

async function search(): Promise<() => Promise<number>> {
  const history = await open();
  return async () => {
    let found = 0;
    for (const text of typed) found += (await history.list({ filter: { text }, limit: pageRows })).runs.length;
    return found;
  };
}

async function scan(): Promise<() => Promise<number>> {
  const database = openForWriting(`${folder}/history.db`);
  const statement = database.prepare(
    `SELECT ${summaryColumns} FROM runs JOIN documents USING (sequence)
     WHERE document LIKE ? ORDER BY sequence DESC LIMIT ${pageRows}`,
  );
  return async () => typed.reduce((found, text) => found + statement.all(`%${text}%`).map(toSummary).length, 0);
}

/** @param times how often the work is done in each measurement: one that takes a millisecond is below what the clock of a thread tells. */
async function timed(prepare: () => Promise<() => Promise<number>>, times = 1): Promise<Sample> {
  const work = await prepare();
  const samples: number[] = [];
  let done = await work();
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const before = process.threadCpuUsage();
    for (let time = 0; time < times; time++) done = await work();
    const { user, system } = process.threadCpuUsage(before);
    samples.push((user + system) / 1000 / times);
  }
  const cpu = samples.sort((a, b) => a - b)[Math.floor(repetitions / 2)] ?? Number.NaN;
  return { cpu, wall: cpu, work: done };
}

const tasks: Record<string, () => Promise<Sample>> = {
  fill: async () => ({ cpu: 0, wall: 0, work: await fill() }),
  page: () => timed(firstPage, 100),
  filter: () => timed(filtered, 100),
  common: () => timed(common, 100),
  all: () => timed(allRows),
  search: () => timed(search),
  scan: () => timed(scan),
};
const sample = await tasks[task ?? ""]?.();
process.stdout.write(`${JSON.stringify(sample)}\n`, () => process.exit(0));
