import { type Answer, invalidData, notFoundToWrite, ok } from "./answers.ts";

export interface DatasetRow {
  id: string;
  projectId: string;
  name: string;
  description: string | null;
  metadata: unknown;
  inputSchema: null;
  expectedOutputSchema: null;
  createdAt: string;
  updatedAt: string;
}

export interface DatasetItem {
  id: string;
  datasetId: string;
  sourceTraceId: string | null;
  sourceObservationId: string | null;
  status: "ACTIVE" | "ARCHIVED";
  createdAt: string;
  updatedAt: string;
  input: unknown;
  expectedOutput: unknown;
  metadata: unknown;
  datasetName: string;
  mediaReferences: unknown[];
}

/** An item as it was from one time to another; without an end it is so now. */
interface ItemState {
  item: DatasetItem;
  from: string;
  until?: string;
}

/** The datasets of a project, with what they were before. */
export class StoredDatasets {
  readonly rows: DatasetRow[] = [];
  readonly states: ItemState[] = [];

  add(name: string, given: Partial<DatasetRow> = {}): DatasetRow {
    const at = "2026-11-28T08:00:00.000Z";
    const row: DatasetRow = {
      id: `dataset-${this.rows.length + 1}`,
      projectId: "proj-test",
      name,
      description: null,
      metadata: null,
      inputSchema: null,
      expectedOutputSchema: null,
      createdAt: at,
      updatedAt: at,
      ...given,
    };
    this.rows.push(row);
    return row;
  }

  /** A new item, or another state of the one with this id. */
  put(datasetName: string, given: Partial<DatasetItem> & { id: string; input: unknown }, from?: string): void {
    const row = this.rows.find(({ name }) => name === datasetName) ?? this.add(datasetName);
    const now = this.states.find(({ item, until }) => item.id === given.id && until === undefined);
    const createdAt = given.createdAt ?? now?.item.createdAt ?? later(this.states.length);
    const since = from ?? (now ? later(this.states.length) : createdAt);
    if (now) now.until = since;
    const item: DatasetItem = {
      datasetId: row.id,
      sourceTraceId: null,
      sourceObservationId: null,
      status: "ACTIVE",
      updatedAt: since,
      expectedOutput: null,
      metadata: null,
      mediaReferences: [],
      ...given,
      createdAt,
      datasetName,
    };
    this.states.push({ item, from: since });
  }

  remove(id: string, at: string): void {
    for (const state of this.states) if (state.item.id === id && state.until === undefined) state.until = at;
  }

  /** Newest first; archived items are in no list. */
  list(datasetName: string | null, version: string | null): DatasetItem[] {
    const isThen = ({ from, until }: ItemState) =>
      version === null ? until === undefined : from <= version && (until === undefined || version < until);
    return this.states
      .filter((state) => isThen(state) && (datasetName === null || state.item.datasetName === datasetName))
      .map(({ item }) => item)
      .filter(({ status }) => status === "ACTIVE")
      .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  }
}

/** Times that follow each other. */
function later(steps: number): string {
  return new Date(Date.UTC(2026, 10, 28, 9, 0, steps)).toISOString();
}

export function getDataset(name: string, datasets: StoredDatasets): Answer {
  const row = datasets.rows.find((one) => one.name === name);
  return row ? ok(row) : notFoundToWrite("Dataset not found");
}

export function listDatasets(query: URLSearchParams, datasets: StoredDatasets): Answer {
  const [limit, page] = [Number(query.get("limit") ?? 50), Number(query.get("page") ?? 1)];
  if (!(limit <= 100)) return invalidData(tooBig);
  return ok({
    data: datasets.rows.slice((page - 1) * limit, page * limit),
    meta: { page, limit, totalItems: datasets.rows.length, totalPages: Math.ceil(datasets.rows.length / limit) },
  });
}

export function listItems(query: URLSearchParams, datasets: StoredDatasets): Answer {
  const [limit, page] = [Number(query.get("limit") ?? 50), Number(query.get("page") ?? 1)];
  if (!(limit <= 100)) return invalidData(tooBig);
  const [name, version] = [query.get("datasetName"), query.get("version")];
  const rows = datasets.list(name, version);
  return ok({
    data: rows.slice((page - 1) * limit, page * limit),
    meta: { page, limit, totalItems: rows.length, totalPages: Math.ceil(rows.length / limit) },
  });
}

const tooBig = {
  origin: "number",
  code: "too_big",
  maximum: 100,
  inclusive: true,
  path: ["limit"],
  message: "Too big: expected number to be <=100",
};
