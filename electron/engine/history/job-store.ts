import type { JobStore } from "../jobs/job-store.ts";
import type { HistoryClient } from "./history-client.ts";
import { headOf, type KnownLists, packInParts, unpackSpec } from "./packed-spec.ts";

/** Jobs in the history's database, the owner's or a guest's. */
export function createJobStore({ call }: Pick<HistoryClient, "call">): JobStore {
  const lists: KnownLists = new Map();
  return {
    async create(job) {
      const parts = packInParts(job);
      const first = parts.next();
      if (first.done) return call("jobCreate", { ...job, spec: first.value });
      // One after the other: what is handed over and not yet written is in memory.
      await call("jobCreate", { ...job, spec: { text: headOf(job), blobs: first.value } });
      for (let part = parts.next(); ; part = parts.next()) {
        if (part.done) return call("jobSpecPart", job.id, part.value);
        await call("jobSpecPart", job.id, { blobs: part.value });
      }
    },
    claim: (claim) => call("jobClaim", claim),
    beat: (id, owner, at) => call("jobBeat", id, owner, at),
    change: (id, owner, change) => call("jobChange", id, owner, change),
    wish: (id, wish) => call("jobWish", id, wish),
    find: (id) => call("jobFind", id),
    async spec(id) {
      return unpackSpec(await call("jobSpecText", id), (hashes) => call("jobBlobs", hashes), lists);
    },
    list: (ended) => call("jobList", ended),
    cells: (id, withCosts) => call("jobCells", id, withCosts),
  };
}
