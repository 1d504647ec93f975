import type { DatasetSummary } from "@shared/domain/dataset/dataset-summary.ts";
import { lazily } from "@shared/domain/late/lazily.ts";
import * as z from "zod";
import type { CallIo } from "../../ports.ts";
import type { LangfuseClient, LangfuseEndpoint } from "./langfuse-client.ts";

const schemas = lazily(() => {
  const meta = z.looseObject({ totalPages: z.number() });
  return {
    datasets: z.looseObject({
      data: z.array(z.looseObject({ name: z.string(), description: z.string().nullish() })),
      meta,
    }),
    items: z.looseObject({
      data: z.array(z.looseObject({ createdAt: z.string().nullish(), updatedAt: z.string().nullish() })),
      meta,
    }),
  };
});

/** More is refused with 400. */
const pageSize = 100;
/** So long a choice is waited for where the server asks to slow down. */
const patienceMs = 10_000;
const mostDatasetPages = 20;
/** Of the newest items: reading all of a large dataset for its times would spend a minute's allowance. */
const mostItemPages = 5;
const mostVersions = 100;

/** The datasets of a project, by name. @throws AppFailure as every call to Langfuse. */
export async function listLangfuseDatasets(
  client: LangfuseClient,
  endpoint: LangfuseEndpoint,
  io: CallIo,
): Promise<DatasetSummary[]> {
  const found = new Map<string, DatasetSummary>();
  for (let page = 1, pages = 1; page <= Math.min(pages, mostDatasetPages); page += 1) {
    const query = { page, limit: pageSize };
    const request = { path: "/v2/datasets", query, schema: schemas().datasets, patience: patienceMs };
    const { data, meta } = await client.get(endpoint, request, io);
    for (const { name, description } of data) found.set(name, { name, ...(description ? { description } : {}) });
    pages = meta.totalPages;
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * Times at which the newest items of a dataset were made or changed, newest first; Langfuse has no list of its versions, and
 * reads one by any time.
 */
export async function listDatasetVersions(
  client: LangfuseClient,
  endpoint: LangfuseEndpoint,
  name: string,
  io: CallIo,
): Promise<string[]> {
  const times = new Set<string>();
  for (let page = 1, pages = 1; page <= Math.min(pages, mostItemPages); page += 1) {
    const query = { datasetName: name, page, limit: pageSize };
    const request = { path: "/dataset-items", query, schema: schemas().items, patience: patienceMs };
    const { data, meta } = await client.get(endpoint, request, io);
    for (const { createdAt, updatedAt } of data) for (const time of [createdAt, updatedAt]) if (time) times.add(time);
    pages = meta.totalPages;
  }
  return [...times].sort((a, b) => b.localeCompare(a)).slice(0, mostVersions);
}
