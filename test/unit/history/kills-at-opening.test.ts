import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout } from "node:timers/promises";
import { openForWriting, userVersion } from "@engine/history/database-handle.ts";
import { openHistory } from "@engine/history/history.ts";
import { saveRun, setNotes } from "@engine/history/run-rows.ts";
import { createStatements } from "@engine/history/statements.ts";
import { noNotes } from "@shared/domain/run/history.ts";
import { describe, expect, it } from "vitest";
import { isProving, runs } from "../../prove-scale.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { sampleRun } from "./sample-run.ts";

const kills = runs(4);
const childFile = join(import.meta.dirname, "open-child.ts");
const fixtures = join(import.meta.dirname, "../../fixtures/history");

/** Kills a process that opens the history, a moment after it has begun to. */
async function killOpening(folder: string, ms: number, limits = {}): Promise<void> {
  const child = spawn(process.execPath, [childFile, folder, JSON.stringify(limits)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  await once(child.stdout, "data");
  await setTimeout(ms);
  child.kill("SIGKILL");
  await exit;
}

const moment = (round: number, longest: number) => (isProving ? Math.random() * longest : (round * longest) / kills);

describe("kill -9 while the history opens (DB-1, MIG-1)", () => {
  it("in an upgrade: the old schema or the new one, with every run", async () => {
    for (let round = 0; round < kills; round++) {
      const folder = await temporaryFolder();
      await copyFile(join(fixtures, "v1.db"), join(folder, "history.db"));
      await killOpening(folder, moment(round, 250));
      const left = new DatabaseSync(join(folder, "history.db"));
      expect(left.prepare("PRAGMA integrity_check").get()?.["integrity_check"]).toBe("ok");
      expect(userVersion(left)).toBeGreaterThan(0);
      left.close();
      const history = await openHistory({ folder });
      expect(await history.status()).toMatchObject({ problem: null, notices: [], runs: 3 });
      expect((await history.get("run-1")).record).toEqual(sampleRun(1));
      await history.close();
    }
  });

  it("while old runs are removed: what is pinned or young stays, what is removed is gone whole", async () => {
    const day = 86_400_000;
    for (let round = 0; round < kills; round++) {
      const folder = await temporaryFolder();
      await (await openHistory({ folder })).close();
      const database = openForWriting(join(folder, "history.db"));
      const sql = createStatements(database);
      sql.transaction(() => {
        for (let n = 1; n <= 400; n++) {
          saveRun(sql, sampleRun(n, { startedAt: Date.now() - (n % 4 === 0 ? 0 : 10 * day) }));
          if (n % 5 === 0) setNotes(sql, n, { ...noNotes, pinned: true });
        }
      });
      database.close();
      await killOpening(folder, moment(round, 350), { maxAgeDays: 1 });
      const left = openForWriting(join(folder, "history.db"));
      expect(left.prepare("PRAGMA integrity_check").get()?.["integrity_check"]).toBe("ok");
      for (const table of ["documents", "exchanges", "blob_uses"]) {
        const orphans = `SELECT count(*) AS n FROM ${table} WHERE sequence NOT IN (SELECT sequence FROM runs)`;
        expect(left.prepare(orphans).get()?.["n"], table).toBe(0);
      }
      left.close();
      const history = await openHistory({ folder });
      for (let n = 1; n <= 400; n++) {
        if (n % 4 === 0 || n % 5 === 0) expect((await history.get(`run-${n}`)).record.state).toBe("finished");
      }
      await history.close();
    }
  });
});
