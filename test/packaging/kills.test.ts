import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { type History, openHistory } from "@engine/history/history.ts";
import { runFileFrame } from "@shared/domain/export/run-file.ts";
import { noNotes } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runRequest } from "../conformance/engine/open-engine.ts";
import type { FakeProvider } from "../fakes/provider/fake-provider.ts";
import { isProving } from "../prove-scale.ts";
import { sampleRun } from "../unit/history/sample-run.ts";
import { type CommandLine, killGroup, openCommandLine } from "./command-line.ts";
import { startWebHost } from "./web-host.ts";

/*
 * kill -9 at chosen moments (in `npm run prove`: at 500 random ones) over everything that keeps runs. A run is acknowledged when
 * somebody was told of it or its request has left: each has to be in the history afterwards, and nothing running.
 */

/** Kills of each kind: about a second each, so that a proof takes about ten minutes. */
const kills = isProving ? 125 : 3;
const lanes = 4;

let cli: CommandLine;
let variables: Record<string, string>;
beforeEach(async () => {
  cli = await openCommandLine({
    prompts: [{ name: "greet", prompt: "Hello {{name}}", labels: ["production"], config: { model: "gpt-4o" } }],
  });
  variables = { ...cli.variables, PATH: process.env["PATH"] ?? "", PROMPTSCOPE_HOME: cli.profile };
});
afterEach(() => cli.close());

/** A moment after a process is ready, in milliseconds: another each time. */
function momentOf(round: number, longest: number): number {
  return isProving ? Math.random() * longest : (round * longest) / kills;
}

/**
 * In the short test only the first kill may come before anybody was told of anything: on a busy machine each of them
 * would. A proof takes what comes.
 */
async function momentAfter(round: number, longest: number, isAcknowledged: () => boolean): Promise<void> {
  await setTimeout(momentOf(round, longest));
  if (!isProving && round > 0) await vi.waitUntil(isAcknowledged);
}

const figures: string[] = [];
afterAll(() => {
  if (figures.length > 0) console.log(`kill -9: ${figures.join("; ")}`);
});

function tell(where: string, acknowledged: number): void {
  expect(acknowledged).toBeGreaterThan(0);
  figures.push(`${where}: ${kills} kills, ${acknowledged} acknowledged runs, 0 lost, 0 databases damaged`);
}

/** As the kill left it. SQLite's own recovery is part of what is promised. */
function expectWhole(profile: string): void {
  const database = new DatabaseSync(join(profile, "history.db"));
  expect(database.prepare("PRAGMA integrity_check").get()?.["integrity_check"]).toBe("ok");
  database.close();
}

/** Every run that was not there before, whole. None runs: whoever ran it is gone. */
async function newRuns(history: History, known: Set<string>): Promise<RunRecord[]> {
  const { runs } = await history.list({ filter: {}, limit: 500 });
  const fresh = runs.filter(({ id }) => !known.has(id));
  for (const { id } of fresh) known.add(id);
  const records = await Promise.all(fresh.map(async ({ id }) => (await history.get(id)).record));
  for (const { id, state } of records) expect({ id, state }).not.toMatchObject({ state: "running" });
  return records;
}

/** Answers that are under way when the kill comes, and some that have ended. */
function slowAnswers(provider: FakeProvider): void {
  const text = "one word after the other ".repeat(20);
  for (let index = 0; index < lanes; index++) provider.next({ kind: "trickle", answer: { text }, everyMs: 5 });
}

/** Asks for one after the other until the process is gone. */
function keepAsking(ask: (n: number) => Promise<void>, atOnce = lanes): Promise<unknown> {
  let n = 0;
  const lane = async () => {
    for (;;) await ask(n++);
  };
  return Promise.all(Array.from({ length: atOnce }, () => lane().catch(() => undefined)));
}

describe("kill -9 (DB-1)", () => {
  it("of the web host: every run it was asked for is there", async () => {
    const known = new Set<string>();
    let total = 0;
    for (let round = 0; round < kills; round++) {
      const host = await startWebHost(variables);
      const acknowledged: string[] = [];
      slowAnswers(cli.provider);
      const request = runRequest({ model: "gpt-4o", clientMessages: [{ role: "user", content: "Say hello" }] });
      const asking = keepAsking(async () => {
        acknowledged.push((await host.ask<{ runId: string }>("run.start", request)).runId);
      });
      await momentAfter(round, 700, () => acknowledged.length > 0);
      await host.end("SIGKILL");
      await asking;
      expectWhole(cli.profile);
      const history = await openHistory({ folder: cli.profile });
      const kept = new Set((await newRuns(history, known)).map(({ id }) => id));
      expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
      total += acknowledged.length;
      expect((await history.status()).problem).toBeNull();
      await history.delete([...kept]);
      await history.close();
    }
    tell("web host", total);
  });

  it("of a command beside the open app: a run whose request has left is there", async () => {
    const history = await openHistory({ folder: cli.profile });
    const known = new Set<string>();
    let total = 0;
    // Kills before and after the request has left, however slow the machine is: on a busy one none ever left.
    const began = performance.now();
    await cli.run(["run", "greet", "--var", "name=whole"], { variables });
    const longest = 1.5 * (performance.now() - began);
    await newRuns(history, known);
    for (let round = 0; round < kills; round++) {
      slowAnswers(cli.provider);
      const before = cli.provider.requests.length;
      const run = cli.start(["run", "greet", "--var", `name=round-${round}`], { variables });
      await momentAfter(round, longest, () => cli.provider.requests.length > before);
      run.child.kill("SIGKILL");
      await run.ended;
      const left = cli.provider.requests.slice(before).length;
      const kept = await newRuns(history, known);
      expect(
        kept.filter(({ exchanges }) => exchanges.some(({ kind }) => kind === "provider")).length,
      ).toBeGreaterThanOrEqual(left);
      total += left;
    }
    await history.close();
    expectWhole(cli.profile);
    tell("command line", total);
  });

  it("of serve beside the open app: a call that has left is there", async () => {
    const history = await openHistory({ folder: cli.profile });
    const known = new Set<string>();
    let total = 0;
    for (let round = 0; round < kills; round++) {
      slowAnswers(cli.provider);
      const before = cli.provider.requests.length;
      const serve = cli.start(["serve", "--model", "gpt-4o", "--port", "0"], { variables, group: true });
      const address = await listening(serve.child.stdout);
      const asking = keepAsking(async (n) => {
        const messages = [{ role: "user", content: `call-${round}-${n}.` }];
        const headers = { "content-type": "application/json" };
        const body = JSON.stringify({ model: "any", messages });
        await (await fetch(`${address}/v1/chat/completions`, { method: "POST", headers, body })).text();
      });
      await momentAfter(round, 700, () => cli.provider.requests.length > before);
      killGroup(serve.child);
      await Promise.all([serve.ended, asking]);
      const kept = JSON.stringify((await newRuns(history, known)).map(({ request }) => request));
      const left = cli.provider.requests.slice(before).map(({ body }) => /call-\d+-\d+\./.exec(body)?.[0] ?? "");
      expect(left.filter((call) => !kept.includes(call))).toEqual([]);
      total += left.length;
    }
    await history.close();
    expectWhole(cli.profile);
    tell("serve", total);
  });

  it("in the middle of an import: what was answered is there, what is there is whole", async () => {
    const known = new Set<string>();
    let total = 0;
    for (let round = 0; round < kills; round++) {
      const host = await startWebHost(variables);
      const { head, tail } = runFileFrame(Date.now());
      let answered = 0;
      const asking = keepAsking(async (n) => {
        const runs = Array.from({ length: 25 }, (_, index) => ({
          record: sampleRun(1, { id: `import-${round}-${n}-${index}`, startedAt: Date.now() }),
          notes: noNotes,
        }));
        const text = head + runs.map((run) => JSON.stringify(run)).join(",") + tail;
        answered += (await host.ask<{ added: number }>("history.import", { text })).added;
      }, 1);
      // Between none of them and a few of them.
      await momentAfter(round, 1_000, () => answered > 0);
      await host.end("SIGKILL");
      await asking;
      expectWhole(cli.profile);
      const history = await openHistory({ folder: cli.profile });
      expect((await history.status()).runs).toBeGreaterThanOrEqual(answered);
      const kept = await newRuns(history, known);
      for (const { id, exchanges, output } of kept) {
        expect({ id, exchanges, text: output.text }).toMatchObject({
          exchanges: sampleRun(1).exchanges,
          text: "Answer number 1.",
        });
      }
      total += answered;
      let page = await history.list({ filter: {}, limit: 500 });
      while (page.runs.length > 0) {
        await history.delete(page.runs.map(({ id }) => id));
        page = await history.list({ filter: {}, limit: 500 });
      }
      await history.close();
    }
    tell("import", total);
  });
});

function listening(output: NodeJS.ReadableStream | null): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    output?.on("data", (chunk: Buffer) => {
      text += chunk;
      const found = /Listening on (http:\/\/[\d.]+:\d+)/.exec(text)?.[1];
      if (found) resolve(found);
    });
  });
}
