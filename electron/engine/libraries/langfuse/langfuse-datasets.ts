import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { jsonValueSchema } from "@shared/domain/json/json.ts";
import { lazily } from "@shared/domain/late/lazily.ts";
import * as z from "zod";
import type { CallIo } from "../../ports.ts";
import type { DatasetItem, DatasetQuery } from "../library.ts";
import type { LangfuseClient, LangfuseEndpoint } from "./langfuse-client.ts";

const schemas = lazily(() => {
  const item = z.looseObject({
    id: z.string(),
    status: z.string().nullish(),
    input: jsonValueSchema.optional(),
    expectedOutput: jsonValueSchema.optional(),
    metadata: jsonValueSchema.optional(),
    createdAt: z.string().nullish(),
  });
  return {
    dataset: z.looseObject({ id: z.string(), name: z.string() }),
    page: z.looseObject({
      data: z.array(item),
      meta: z.looseObject({ totalPages: z.number(), totalItems: z.number().nullish() }),
    }),
  };
});
type Item = z.infer<ReturnType<typeof schemas>["page"]>["data"][number];

/** More is refused with 400. */
const pageSize = 100;
/** An experiment has no more rows. */
const mostPages = 1_000;
/** Cloud lets a plan without costs read 100 pages a minute; waiting for the next minute is what it asks for. */
const patienceMs = 70_000;

/**
 * The items of a dataset, oldest first, each once: what is added while pages are read shifts them. Archived ones stay out
 * unless they are asked for; Langfuse 4 lists none at all.
 * @throws AppFailure `invalid_input` where there is no such dataset, and as every call to Langfuse.
 */
export async function readLangfuseDataset(
  client: LangfuseClient,
  endpoint: LangfuseEndpoint,
  { name, version, archived = false }: DatasetQuery,
  io: CallIo,
): Promise<DatasetItem[]> {
  const path = `/v2/datasets/${encodeURIComponent(name)}`;
  await client.get(endpoint, { path, schema: schemas().dataset, patience: patienceMs }, io).catch((error: unknown) => {
    throw error instanceof AppFailure && error.error.code === "prompt_not_found"
      ? new AppFailure("invalid_input", { message: `Langfuse has no dataset “${name}”.`, status: 404 })
      : error;
  });
  const items = new Map<string, Item>();
  for (let page = 1, pages = 1; page <= Math.min(pages, mostPages); page += 1) {
    const query = { datasetName: name, page, limit: pageSize, ...(version === undefined ? {} : { version }) };
    const request = { path: "/dataset-items", query, schema: schemas().page, patience: patienceMs };
    const { data, meta } = await client.get(endpoint, request, io);
    for (const item of data) if (!items.has(item.id)) items.set(item.id, item);
    pages = meta.totalPages;
  }
  return [...items.values()]
    .filter(({ status }) => archived || status !== "ARCHIVED")
    .sort((a, b) => (a.createdAt ?? "").localeCompare(b.createdAt ?? ""))
    .map(({ id, status, input = null, expectedOutput = null, metadata = null }) => ({
      id,
      input,
      expectedOutput,
      metadata,
      ...(archived && status ? { status } : {}),
    }));
}
