import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type History, openHistory } from "@engine/history/history.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sampleRun } from "../unit/history/sample-run.ts";
import { type CommandLine, killGroup, openCommandLine, providerKey } from "./command-line.ts";

let cli: CommandLine;
let folder: string;
beforeEach(async () => {
  cli = await openCommandLine({
    prompts: [{ name: "greet", prompt: "Hello {{name}}", labels: ["production"], config: { model: "gpt-4o" } }],
  });
  folder = join(cli.profile, "app");
  await mkdir(folder, { mode: 0o700 });
});
afterEach(() => cli.close());

const greet = ["run", "greet", "--var", "name=Ada"];
const variables = () => ({ ...cli.variables, PROMPTSCOPE_HOME: folder });

async function kept(history: History) {
  const { runs } = await history.list({ filter: {}, limit: 50 });
  return Promise.all(runs.map(async ({ id }) => (await history.get(id)).record));
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.stdout?.on("data", (data: Buffer) => {
      const found = /Listening on (http:\/\/[\d.]+:\d+)/.exec(data.toString());
      if (found?.[1]) resolve(found[1]);
    });
  });
}

describe("runs of the command line in the app's history", () => {
  it("run, compare and serve add theirs while the app has it open, and leave the app's own running run alone", async () => {
    const history = await openHistory({ folder });
    const own = sampleRun(history.store.nextSequence(), { state: "running" });
    await history.store.begin(own);

    expect((await cli.run(greet, { variables: variables() })).code).toBe(0);
    expect(
      (
        await cli.run(["compare", ...greet.slice(1), "--model", "gpt-4o", "--model", "gpt-4o-mini"], {
          variables: variables(),
        })
      ).code,
    ).toBe(0);
    const { child, ended } = cli.start(["serve", "--model", "gpt-4o", "--port", "0"], { variables: variables() });
    const address = await listening(child);
    const body = JSON.stringify({ model: "any", messages: [{ role: "user", content: "Through the gateway" }] });
    const headers = { "content-type": "application/json" };
    await (await fetch(`${address}/v1/chat/completions`, { method: "POST", headers, body })).text();
    child.kill("SIGINT");
    expect((await ended).code).toBe(0);

    const records = await kept(history);
    expect(records).toHaveLength(5);
    expect(records.filter(({ id }) => id === own.id).map(({ state }) => state)).toEqual(["running"]);
    const others = records.filter(({ id }) => id !== own.id);
    expect(others.every(({ state, sequence }) => state === "finished" && sequence > own.sequence)).toBe(true);
    expect(new Set(records.map(({ sequence }) => sequence)).size).toBe(5);
    expect(others.map(({ gateway }) => gateway !== undefined)).toEqual([true, false, false, false]);
    // Newest first here, oldest first there: each has the request as the provider got it.
    expect(
      others.map(({ exchanges }) => exchanges.find(({ kind }) => kind === "provider")?.request.body).sort(),
    ).toEqual(cli.provider.requests.map((request) => request.body).sort());

    await history.store.finish({ ...own, state: "finished" });
    expect((await history.get(own.id)).record.state).toBe("finished");
    await history.close();
    for (const name of readdirSync(folder))
      expect(readFileSync(join(folder, name), "latin1")).not.toContain(providerKey);
  });

  it("compare is a job that the app sees while it runs and may end; a kill leaves what may have left named", async () => {
    const history = await openHistory({ folder });
    const models = ["--model", "gpt-4o", "--model", "gpt-4o-mini"];
    const hang = { kind: "hang_before_headers" } as const;
    cli.provider.next(hang, hang);
    const asked = cli.provider.requests.length;
    const compare = cli.start(["compare", ...greet.slice(1), ...models], { variables: variables() });
    await cli.provider.request(asked + 1);
    const [job] = await history.jobs.list(0);
    expect(job).toMatchObject({ state: "running", cells: 2, owner: { pid: compare.child.pid } });
    expect((await history.jobs.cells(job?.id ?? "", false)).map(({ state }) => state)).toEqual(["running", "running"]);
    // An app that starts now closes what a crash has left running, and this is none.
    const later = await openHistory({ folder });
    expect((await later.status()).notices).toEqual([]);
    expect((await later.jobs.cells(job?.id ?? "", false)).map(({ state }) => state)).toEqual(["running", "running"]);
    await later.close();
    await history.jobs.wish(job?.id ?? "", "cancel");
    expect((await compare.ended).code).toBe(130);
    expect(await history.jobs.find(job?.id ?? "")).toMatchObject({ state: "cancelled", owner: null });

    cli.provider.next(hang, hang);
    const killed = cli.start(["compare", ...greet.slice(1), ...models], { variables: variables() });
    await cli.provider.request(asked + 3);
    killed.child.kill("SIGKILL");
    await killed.ended;
    const [left] = await history.jobs.list(0);
    expect(left).toMatchObject({ state: "running", owner: { pid: killed.child.pid } });
    const cells = await history.jobs.cells(left?.id ?? "", false);
    expect(cells.map(({ mayHaveLeft }) => mayHaveLeft)).toEqual([true, true]);
    await history.close();
  });

  it("compare with headers sends them with each request, and leaves no job that the app would go on with without them", async () => {
    const history = await openHistory({ folder });
    const models = ["--model", "gpt-4o", "--model", "gpt-4o-mini"];
    const words = ["compare", ...greet.slice(1), ...models, "--header", "X-Team: blue"];
    expect((await cli.run(words, { variables: variables() })).code).toBe(0);
    expect(cli.provider.requests.map((request) => request.header("x-team"))).toEqual(["blue", "blue"]);
    expect(await kept(history)).toHaveLength(2);
    expect(await history.jobs.list(0)).toEqual([]);
    await history.close();
  });

  it("--no-history keeps none, and no history is made where there is none", async () => {
    const history = await openHistory({ folder });
    await cli.run([...greet, "--no-history"], { variables: variables() });
    expect(await kept(history)).toEqual([]);
    await history.close();

    const empty = join(cli.profile, "empty");
    await mkdir(empty);
    expect((await cli.run(greet, { variables: { ...cli.variables, PROMPTSCOPE_HOME: empty } })).code).toBe(0);
    expect(readdirSync(empty)).toEqual([]);
  });

  it("a history of another version, or one that is no database, is not touched: the run goes on and says so", async () => {
    await (await openHistory({ folder })).close();
    const path = join(folder, "history.db");
    const database = new DatabaseSync(path);
    database.exec("PRAGMA user_version = 99");
    database.close();
    const before = readFileSync(path);
    const newer = await cli.run(greet, { variables: variables() });
    expect(newer).toMatchObject({ code: 0, stdout: "Hello from the fake provider.\n" });
    expect(newer.stderr).toContain("Not in the app's history yet: The history was written by another version");
    expect(readFileSync(path).equals(before)).toBe(true);

    await writeFile(path, "this is no database at all, but it is long enough to be one ".repeat(40));
    const damaged = await cli.run(greet, { variables: variables() });
    expect(damaged).toMatchObject({ code: 0, stdout: "Hello from the fake provider.\n" });
    expect(damaged.stderr).toContain("Not in the app's history yet: history.db is damaged.");
    // Both lie beside it until there is a history that can be written.
    const mended = await openHistory({ folder });
    expect((await kept(mended)).map(({ state }) => state)).toEqual(["finished", "finished"]);
    await mended.close();
    expect(existsSync(join(folder, "history.spool"))).toBe(false);
  });

  it("killed with -9 before or in the middle of an answer, a run and a call of serve are interrupted", async () => {
    const history = await openHistory({ folder });
    const nothingBut = async (state: string) => {
      await expect.poll(async () => (await kept(history)).map((record) => record.state)).toEqual([state]);
      const [record] = await kept(history);
      expect(record?.exchanges.map(({ kind }) => kind)).toContain("provider");
      await history.delete([record?.id ?? ""]);
    };

    for (const script of [{ kind: "hang_before_headers" } as const, { kind: "hang", after: 3 } as const]) {
      cli.provider.next(script);
      const asked = cli.provider.requests.length;
      const run = cli.start(greet, { variables: variables() });
      await cli.provider.request(asked);
      // Another command that starts and ends meanwhile takes no living run for an interrupted one.
      await cli.run(["list"], { variables: variables() });
      expect(await kept(history)).toEqual([]);
      run.child.kill("SIGKILL");
      await run.ended;
      await nothingBut("interrupted");
    }

    cli.provider.next({ kind: "hang_before_headers" });
    const asked = cli.provider.requests.length;
    const serve = cli.start(["serve", "--model", "gpt-4o", "--port", "0"], { variables: variables(), group: true });
    const address = await listening(serve.child);
    const body = JSON.stringify({ model: "any", messages: [{ role: "user", content: "Through the gateway" }] });
    const headers = { "content-type": "application/json" };
    const call = fetch(`${address}/v1/chat/completions`, { method: "POST", headers, body }).catch(() => undefined);
    await cli.provider.request(asked);
    killGroup(serve.child);
    await Promise.all([serve.ended, call]);
    await nothingBut("interrupted");
    await history.close();
  });

  it("while another program writes for longer than a command waits, the run is kept beside it and taken in", async () => {
    await (await openHistory({ folder })).close();
    const writer = new DatabaseSync(join(folder, "history.db"));
    writer.exec("BEGIN IMMEDIATE");
    const run = await cli.run(greet, { variables: variables() });
    expect(run).toMatchObject({ code: 0, stdout: "Hello from the fake provider.\n" });
    expect(run.stderr).toContain("Not in the app's history yet: Another program holds history.db.");
    writer.exec("ROLLBACK");
    writer.close();
    // The next command brings it along.
    await cli.run(greet, { variables: variables() });
    const history = await openHistory({ folder });
    expect((await kept(history)).map(({ state }) => state)).toEqual(["finished", "finished"]);
    expect(await history.status()).toMatchObject({ notices: [] });
    await history.close();
  });
});
