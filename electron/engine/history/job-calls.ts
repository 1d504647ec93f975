import type { JobCalls } from "./history-calls.ts";
import {
  addSpecPart,
  beatJob,
  changeJob,
  claimJob,
  createJob,
  findBlobs,
  findJob,
  findSpecText,
  listCells,
  listJobs,
  wishOfJob,
} from "./job-rows.ts";
import type { Statements } from "./statements.ts";

/** How a database is got at: `writing` in a transaction. */
export interface DatabaseAccess {
  reading<T>(work: (sql: Statements) => T): Promise<T>;
  writing<T>(work: (sql: Statements) => T): Promise<T>;
}

type JobDatabase = {
  [Name in keyof JobCalls]: (...parameters: Parameters<JobCalls[Name]>) => Promise<ReturnType<JobCalls[Name]>>;
};

/** The calls of jobs on a database, the owner's or a guest's. */
export function jobCalls({ reading, writing }: DatabaseAccess): JobDatabase {
  return {
    jobCreate: (job) => writing((sql) => createJob(sql, job)),
    jobSpecPart: (id, part) => writing((sql) => addSpecPart(sql, id, part)),
    jobClaim: (claim) => writing((sql) => claimJob(sql, claim)),
    jobBeat: (id, owner, at) => writing((sql) => beatJob(sql, id, owner, at)),
    jobChange: (id, owner, change) => writing((sql) => changeJob(sql, id, owner, change)),
    jobWish: (id, wish) => writing((sql) => wishOfJob(sql, id, wish)),
    jobFind: (id) => reading((sql) => findJob(sql, id)),
    jobSpecText: (id) => reading((sql) => findSpecText(sql, id)),
    jobBlobs: (hashes) => reading((sql) => findBlobs(sql, hashes)),
    jobList: (ended) => reading((sql) => listJobs(sql, ended)),
    jobCells: (id, withCosts) => reading((sql) => listCells(sql, id, withCosts)),
  };
}
