import type { JobStore } from "../jobs/job-store.ts";
import type { HistoryClient } from "./history-client.ts";
import { packSpec, unpackSpec } from "./packed-spec.ts";

/** Jobs in the history's database, the owner's or a guest's. */
export function createJobStore({ call }: Pick<HistoryClient, "call">): JobStore {
  return {
    create: (job) => call("jobCreate", { ...job, spec: packSpec(job) }),
    claim: (claim) => call("jobClaim", claim),
    beat: (id, owner, at) => call("jobBeat", id, owner, at),
    change: (id, owner, change) => call("jobChange", id, owner, change),
    wish: (id, wish) => call("jobWish", id, wish),
    find: (id) => call("jobFind", id),
    spec: (id) => call("jobSpec", id).then(unpackSpec),
    list: (ended) => call("jobList", ended),
    cells: (id, withCosts) => call("jobCells", id, withCosts),
  };
}
