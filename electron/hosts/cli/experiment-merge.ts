import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExperimentStorage } from "@engine/experiments/store/experiment-storage.ts";
import { mergeShards } from "@engine/experiments/store/merge-shards.ts";
import { openExperimentStorage } from "@engine/history/experiment-storage.ts";
import { hasHistory } from "@engine/history/has-history.ts";
import { thisProcess } from "@engine/jobs/owner.ts";
import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import { type Command, UsageFailure } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { finish } from "./experiment-run.ts";
import { checkedStore } from "./experiment-store.ts";
import { reportJob, withStore } from "./experiment-work.ts";
import { readWords } from "./read-words.ts";
import { openSession } from "./session.ts";
import { tellError } from "./tell-failure.ts";
import { oneLine } from "./terminal.ts";

const mostShards = 10_000;

/** `promptscope experiment merge part1.db part2.db …`: one report over the shards of an experiment, which --store keeps. */
export const mergeExperiment: Command = async (words, io, spec) => {
  const given = readWords(words, spec, mostShards);
  const names = given.operands;
  if (names.length === 0) throw new UsageFailure("Name the stores: promptscope experiment merge part*.db.");
  for (const name of names) if (!hasHistory(name)) throw new UsageFailure(`There is no store ${name}.`);
  const kept = given.text("store");
  const scratch = kept === undefined ? await mkdtemp(join(tmpdir(), "promptscope-merge-")) : undefined;
  const place = kept === undefined ? join(scratch ?? "", "merged.db") : checkedStore(kept);
  const session = await openSession(given, io, { quiet: true, history: false });
  const opened: ExperimentStorage[] = [];
  try {
    const parts = names.map((name) => {
      const storage = openExperimentStorage(name);
      opened.push(storage);
      return { name, storage };
    });
    const outcome = await withStore(place, given, session, io, async (work) => {
      const { storage, jobs } = work;
      const merged = await mergeShards(parts, storage, thisProcess(), Date.now()).catch((thrown: unknown) => {
        const error = appErrorOf(thrown);
        if (error.code !== "invalid_input") throw thrown;
        tellError(error, io.terminal);
      });
      // Stores that do not belong together say nothing of any gate.
      if (!merged) return { exit: exitCodes.configuration };
      const { jobId, missing } = merged;
      if (missing.length > 0) {
        io.terminal.note(oneLine(`Of shard ${missing.join(", ")} no store is given: their cells count as not sent.`));
      }
      const outcome = await reportJob(work, (await jobs.get(jobId)).job);
      // A shard that is not there is none that was stopped by its budget.
      return missing.length > 0 ? { ...outcome, exit: exitCodes.unfinished } : outcome;
    });
    return await finish([outcome], given, io);
  } finally {
    await Promise.all(opened.map((storage) => storage.close()));
    await session.close();
    if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
  }
};
