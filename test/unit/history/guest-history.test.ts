import { existsSync, readdirSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openGuestHistory } from "@engine/history/guest-history.ts";
import { openHistory } from "@engine/history/history.ts";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { runningRun, sampleRun } from "./sample-run.ts";

/** A writer of another program, which holds the database until it is let go. */
function holdDatabase(folder: string): { letGo(): void } {
  const writer = new DatabaseSync(join(folder, "history.db"));
  writer.exec("BEGIN IMMEDIATE");
  return {
    letGo() {
      writer.exec("ROLLBACK");
      writer.close();
    },
  };
}

function opened(folder: string, told: string[] = []) {
  const guest = openGuestHistory(folder, (problem) => told.push(problem));
  if (!guest) throw new Error("There is no history.");
  return guest;
}

describe("runs of commands beside a program that writes", () => {
  it.for([1_500, 4_500])("a database held for %d ms delays them and loses none", async (ms) => {
    const folder = await temporaryFolder();
    const app = await openHistory({ folder });
    const writer = holdDatabase(folder);
    const told: string[] = [];
    const guest = opened(folder, told);
    for (let n = 1; n <= 4; n++) {
      await guest.runs.begin(runningRun(n));
      await guest.runs.finish(sampleRun(n));
    }
    setTimeout(writer.letGo, ms);
    await guest.close();
    expect((await app.status()).runs).toBe(4);
    // A disk under load may take longer than the rest of the five seconds: then they are said, and there all the same.
    for (const problem of told) expect(problem).toContain("taken in later");
    await app.close();
  });

  it("held for longer than anybody waits: what has ended lies beside it and the app takes it in", async () => {
    const folder = await temporaryFolder();
    const app = await openHistory({ folder });
    const writer = holdDatabase(folder);
    const told: string[] = [];
    const guest = opened(folder, told);
    for (let n = 1; n <= 30; n++) {
      await guest.runs.begin(runningRun(n));
      await guest.runs.finish(sampleRun(n));
    }
    await guest.close();
    expect(told).toEqual([
      "Not in the app's history yet: Another program holds history.db. It is kept beside it and taken in later.",
    ]);
    // Whoever looks meanwhile does not wait for the writer.
    expect((await app.list({ filter: {}, limit: 1 })).runs).toEqual([]);
    writer.letGo();
    await expect.poll(async () => (await app.status()).runs).toBe(30);
    const { runs } = await app.list({ filter: {}, limit: 50 });
    expect(new Set(runs.map(({ sequence }) => sequence)).size).toBe(30);
    for (const { id, sequence } of runs) {
      const { record } = await app.get(id);
      expect(record).toEqual({ ...sampleRun(Number(id.slice(4))), sequence });
    }
    expect(existsSync(join(folder, "history.spool"))).toBe(false);
    await app.close();
  });

  it("what waits beyond the memory's bounds is on the disk and no loss", async () => {
    const folder = await temporaryFolder();
    await (await openHistory({ folder })).close();
    const writer = holdDatabase(folder);
    const guest = opened(folder);
    for (let n = 1; n <= 1_100; n++) await guest.runs.finish(sampleRun(n));
    writer.letGo();
    await guest.close();
    const app = await openHistory({ folder });
    expect((await app.status()).runs).toBe(1_100);
    await app.close();
  });
});

describe("the spool (FS-2)", () => {
  it("is closed to other users, is not there when nothing is in it, and is taken in once", async () => {
    const folder = await temporaryFolder();
    await (await openHistory({ folder })).close();
    const guest = opened(folder);
    expect(existsSync(join(folder, "history.spool"))).toBe(false);
    await guest.runs.begin(runningRun(1));
    const spool = join(folder, "history.spool");
    const [name = ""] = readdirSync(spool);
    expect((await stat(spool)).mode & 0o777).toBe(0o700);
    expect((await stat(join(spool, name))).mode & 0o777).toBe(0o600);
    // A run of a living process is no interrupted one.
    const app = await openHistory({ folder });
    expect(await app.status()).toMatchObject({ runs: 0, notices: [] });
    await guest.runs.finish(sampleRun(1));
    await guest.close();
    expect(existsSync(spool)).toBe(false);
    expect((await app.get("run-1")).record.state).toBe("finished");
    await app.close();
  });
});
