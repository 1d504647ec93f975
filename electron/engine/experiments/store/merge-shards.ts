import { randomUUID } from "node:crypto";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import {
  type ExperimentSpec,
  expandExperiment,
  experimentKind,
  experimentSpecSchema,
  experimentSpecVersion,
  type SpecRow,
} from "@shared/domain/experiment/experiment-spec.ts";
import { asJson } from "@shared/domain/json/as-json.ts";
import { stableJson } from "@shared/domain/json/stable-json.ts";
import type { JobOwner, JobRow } from "../../jobs/job-store.ts";
import { copyCells } from "./copy-cells.ts";
import type { ExperimentStorage } from "./experiment-storage.ts";

/** A store with a part of an experiment, and how it is called. */
export interface ShardStore {
  name: string;
  storage: ExperimentStorage;
}

/** What was put together. */
export interface MergedShards {
  jobId: string;
  spec: ExperimentSpec;
  /** Shards of which no store was given, from 1. */
  missing: number[];
}

interface Part extends ShardStore {
  job: JobRow;
  spec: ExperimentSpec;
}

/**
 * Puts the shards of one experiment together in a store: the newest of each, whose frozen specs must be the same but for
 * the shard. What comes of it is what one run would have given.
 * @throws AppFailure `invalid_input` where they are of different experiments, or one is there twice.
 */
export async function mergeShards(
  parts: readonly ShardStore[],
  into: ExperimentStorage,
  owner: JobOwner,
  now: number,
): Promise<MergedShards> {
  const found: Part[] = [];
  for (const part of parts) found.push(await newestOf(part));
  const [first] = found;
  if (!first) throw new AppFailure("invalid_input", { message: "Name the stores of the shards." });
  const missing = checkTogether(found);
  const { shard: _, ...whole } = first.spec;
  const jobId = randomUUID();
  const cells = expandExperiment(whole, jobId).length;
  const row: JobRow = {
    id: jobId,
    kind: experimentKind,
    title: first.job.title,
    cells,
    state: "running",
    wish: null,
    owner,
    beatAt: now,
    createdAt: Math.min(...found.map(({ job }) => job.createdAt)),
    endedAt: null,
    error: null,
  };
  await into.jobs.create({ ...row, spec: { version: experimentSpecVersion, body: whole } });
  for (const { storage, job } of found) await copyCells({ storage, jobId: job.id }, into, jobId, now);
  const ended = found.every(({ job }) => job.endedAt !== null) && missing.length === 0;
  await into.jobs.change(jobId, owner, {
    state: ended ? "done" : "paused",
    endedAt: ended ? Math.max(...found.map(({ job }) => job.endedAt ?? 0)) : null,
    error: null,
    release: true,
  });
  return { jobId, spec: whole, missing };
}

async function newestOf({ name, storage }: ShardStore): Promise<Part> {
  await storage.ready;
  const jobs = (await storage.jobs.list(50)).filter(({ kind }) => kind === experimentKind);
  const job = jobs.sort((a, b) => b.createdAt - a.createdAt)[0];
  if (!job) throw new AppFailure("invalid_input", { message: `There is no experiment in ${name}.` });
  const parsed = experimentSpecSchema().safeParse((await storage.jobs.spec(job.id)).body);
  if (!parsed.success) {
    throw new AppFailure("invalid_input", { message: `The experiment in ${name} cannot be read by this version.` });
  }
  return { name, storage, job, spec: parsed.data };
}

/** But for which shard it is. Of many rows two are at hand at a time. */
function isSame(one: ExperimentSpec, other: ExperimentSpec): boolean {
  const rest = ({ shard: _shard, rows, ...spec }: ExperimentSpec) => stableJson(asJson({ ...spec, rows: rows.length }));
  if (one === other) return true;
  const text = (row: SpecRow | undefined) => row && stableJson(asJson(row));
  return rest(one) === rest(other) && one.rows.every((row, at) => text(row) === text(other.rows.at(at)));
}

/** Gives the shards that are missing. */
function checkTogether(parts: readonly Part[]): number[] {
  const [first] = parts;
  const seen = new Map<number, string>();
  for (const part of parts) {
    const { shard } = part.spec;
    if (!first || !shard) {
      throw new AppFailure("invalid_input", { message: `${part.name} holds no shard: it was run without --shard.` });
    }
    if (!isSame(part.spec, first.spec) || shard.count !== first.spec.shard?.count) {
      const message = `${part.name} and ${first.name} are of different experiments, or were cut differently.`;
      throw new AppFailure("invalid_input", { message });
    }
    const other = seen.get(shard.index);
    if (other !== undefined) {
      const message = `Shard ${shard.index}/${shard.count} is there twice: in ${other} and in ${part.name}.`;
      throw new AppFailure("invalid_input", { message });
    }
    seen.set(shard.index, part.name);
  }
  const count = first?.spec.shard?.count ?? 0;
  return Array.from({ length: count }, (_, index) => index + 1).filter((index) => !seen.has(index));
}
