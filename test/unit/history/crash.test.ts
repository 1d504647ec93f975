import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openForWriting } from "@engine/history/database-handle.ts";
import { openHistory } from "@engine/history/history.ts";
import { describe, expect, it } from "vitest";
import { isProving, runs } from "../../prove-scale.ts";
import { temporaryFolder } from "../store/temporary-folder.ts";
import { sampleRun } from "./sample-run.ts";

const kills = runs(7);
const childFile = join(import.meta.dirname, "crash-child.ts");

/** Lets a writer go on until so many acknowledgements have come, kills it and gives what it had acknowledged. */
async function killAfter(folder: string, round: number, acknowledgements: number) {
  const child = spawn(process.execPath, [childFile, folder, String(round)], { stdio: ["ignore", "pipe", "inherit"] });
  const begun = new Set<string>();
  const finished = new Set<string>();
  let heard = 0;
  const exit = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    const [what = "", id = ""] = line.split(" ");
    if (what === "begun") begun.add(id);
    if (what === "finished") finished.add(id);
    if (heard++ === acknowledgements) child.kill("SIGKILL");
  }
  const [, signal] = await exit;
  return { begun, finished, signal };
}

describe("kill -9 while eight runs stream (DB-1)", () => {
  it("loses nothing that was acknowledged, and what was running is interrupted", {
    timeout: runs(300_000),
  }, async () => {
    const folder = await temporaryFolder();
    for (let round = 0; round < kills; round++) {
      const acknowledgements = isProving ? Math.floor(Math.random() * 120) : (round * 53) % 120;
      const { begun, finished, signal } = await killAfter(folder, round, acknowledgements);
      expect(signal).toBe("SIGKILL");
      const history = await openHistory({ folder });
      for (const id of begun) {
        const { record } = await history.get(id);
        expect(record.state).not.toBe("running");
        if (finished.has(id)) expect(record.state).toBe("finished");
        // What was written down is the beginning of what was said, and whole when the run is.
        expect(record.output.text === "" || record.output.text.startsWith(`${id} part 0 `)).toBe(true);
        if (record.state === "finished") {
          const { output } = record;
          expect(output.text).toContain(`${id} part 5`);
          expect(record).toEqual({ ...sampleRun(record.sequence, { id }), output });
        }
      }
      const { notices, problem, runs } = await history.status();
      expect(problem).toBeNull();
      expect(runs).toBeGreaterThanOrEqual(begun.size);
      for (const notice of notices) expect(notice).toMatch(/interrupted when Promptscope stopped/);
      await history.close();
    }
    const database = openForWriting(join(folder, "history.db"));
    expect(database.prepare("PRAGMA integrity_check").get()?.["integrity_check"]).toBe("ok");
    expect(database.prepare("SELECT count(*) AS n FROM runs WHERE state = 'running'").get()?.["n"]).toBe(0);
    database.close();
  });
});
