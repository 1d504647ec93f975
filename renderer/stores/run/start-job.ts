import type { RunRequest } from "@shared/domain/run/run.ts";
import { engineClient } from "../client.ts";

export interface VariantStart {
  variantId: string;
  request: RunRequest;
}

/** Starts variants as one job; gives the run of each cell. */
export async function startJob(
  started: readonly VariantStart[],
  repetitions: number,
  title: string,
  concurrency: number | undefined,
): Promise<{ id: string; runs: ReadonlyMap<string, string> }> {
  const variants = started.map(({ variantId, request }) => ({ id: variantId, request, ownValues: true }));
  const atOnce = concurrency === undefined ? {} : { concurrency };
  const spec = { title, rows: [], variants, repetitions, rowByRow: false, ...atOnce };
  const { job, cells } = await engineClient().call("jobs.start", { kind: "cells", spec });
  return { id: job.id, runs: new Map(cells.flatMap(({ cell, runId }) => (runId === null ? [] : [[cell, runId]]))) };
}
