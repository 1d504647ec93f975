import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { CellCounts, CellView, JobView } from "@shared/domain/job/job.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";
import { isProving } from "../../prove-scale.ts";
import { temporaryFolder } from "../../unit/store/temporary-folder.ts";
import { rowOf } from "./job-of-rows.ts";

let provider: FakeProvider;
beforeEach(async () => {
  provider = await startFakeProvider();
});
afterEach(() => provider.close());

const file = (name: string) => join(import.meta.dirname, name);

function child(profile: string, ...words: string[]): ChildProcess & { lines: AsyncIterator<string> } {
  const started = spawn(
    process.execPath,
    ["--import", file("alias-hooks.ts"), file("job-child.ts"), profile, provider.baseUrl("openai"), ...words],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
  return Object.assign(started, { lines });
}

async function say<T>({ lines }: { lines: AsyncIterator<string> }): Promise<T> {
  const { value } = await lines.next();
  return JSON.parse(String(value)) as T;
}

/** How often each row has come to the provider since the last time this was asked. */
function arrivals(): Map<string, number> {
  const counted = new Map<string, number>();
  for (const { body } of provider.requests.splice(0)) counted.set(rowOf(body), (counted.get(rowOf(body)) ?? 0) + 1);
  return counted;
}

interface Resumed {
  job: JobView | null;
  found: CellView[];
  resumed: CellView[];
}

const rowsOf = (cells: CellView[], state: CellView["state"]) =>
  cells.filter((cell) => cell.state === state).map(({ cell }) => cell.split("/")[0] ?? "");

/** Kills a job at a write and takes it up again. Gives false when it had ended before. */
async function killAndResume(killAt: number, when: "before" | "after"): Promise<boolean> {
  const profile = await temporaryFolder();
  const killed = child(profile, "start", String(killAt), when);
  const [, signal] = await once(killed, "exit");
  if (signal !== "SIGKILL") {
    // How writes gather differs from time to time: this one had fewer, and its calls are not the next one's.
    arrivals();
    return false;
  }
  await resumeAndCheck(profile, killAt === 1);
  return true;
}

/** Takes a killed job up again in a new process and counts what came to the provider. Gives what was uncertain. */
async function resumeAndCheck(profile: string, mayBeMissing: boolean): Promise<string[]> {
  const second = child(profile, "resume");
  const exit = once(second, "exit");
  const { job, found, resumed } = await say<Resumed>(second);
  const sent = arrivals();
  if (job === null) {
    // Not even the job was on the disk, then nothing may have left; or its end was, then it is listed no more.
    const counts = [...sent.values()];
    expect(mayBeMissing ? counts : [counts.length, Math.max(...counts)]).toEqual(mayBeMissing ? [] : [20, 1]);
    await exit;
    return [];
  }
  const uncertain = rowsOf(found, "uncertain");
  expect(uncertain.length).toBeLessThanOrEqual(3);
  // What is uncertain stays so; everything else is answered, and came exactly once, over both lives.
  expect(rowsOf(resumed, "uncertain")).toEqual(uncertain);
  const answered = rowsOf(resumed, "answered");
  expect(answered).toHaveLength(20 - uncertain.length);
  for (const row of answered) expect([row, sent.get(row)]).toEqual([row, 1]);
  for (const row of uncertain) expect([0, 1]).toContain(sent.get(row) ?? 0);
  second.stdin?.write("\n");
  const { counts } = await say<{ counts: CellCounts }>(second);
  expect(counts).toMatchObject({ answered: 20, uncertain: 0 });
  // Only what may have left is sent again, since it was asked for.
  expect([...arrivals().keys()].sort()).toEqual(uncertain.toSorted());
  await exit;
  return uncertain;
}

type Kill = [write: number, when: "before" | "after"];

/** In the short test: around the first writes, and in the middle, where cells end and others begin. */
const someKills: Kill[] = [
  [1, "before"],
  [2, "after"],
  [16, "after"],
];

describe("kill -9 of a job of 20 calls", () => {
  it("while three wait for their answers: those are named, and none of them is sent again unasked", async () => {
    const answer = { kind: "answer", answer: { text: "Yes." } } as const;
    const hang = { kind: "hang_before_headers" } as const;
    provider.next(answer, answer, answer, answer, answer, hang, hang, hang);
    const profile = await temporaryFolder();
    const killed = child(profile, "start");
    await provider.request(7);
    const left = provider.requests.slice(5, 8).map(({ body }) => rowOf(body));
    killed.kill("SIGKILL");
    await once(killed, "exit");
    expect((await resumeAndCheck(profile, false)).toSorted()).toEqual(left.toSorted());
  }, 120_000);

  it("at a write loses nothing that had ended, sends nothing twice and names what may have left", async () => {
    if (!isProving) {
      for (const [write, when] of someKills) expect(await killAndResume(write, when)).toBe(true);
      return;
    }
    let write = 1;
    while (await killAndResume(write, "before")) {
      await killAndResume(write, "after");
      write += 1;
    }
    expect(write).toBeGreaterThan(20);
  }, 3_600_000);
});
