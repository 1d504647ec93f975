import { isSameProcess, processStart } from "../store/process-start.ts";
import type { JobOwner, JobRow } from "./job-store.ts";

/** This process, as it signs the jobs it drives. */
export function thisProcess(): JobOwner {
  return { pid: process.pid, started: processStart(process.pid) };
}

export function isSameOwner(a: JobOwner | null, b: JobOwner | null): boolean {
  return a?.pid === b?.pid && a?.started === b?.started;
}

/** Whether nobody drives a job: its process is gone, has let go of it, or has not been heard of for `staleMs`. */
export function isOwnerless({ owner, beatAt }: JobRow, now: number, staleMs: number): boolean {
  if (!owner || !isSameProcess(owner.pid, owner.started)) return true;
  return beatAt !== null && now - beatAt > staleMs;
}
