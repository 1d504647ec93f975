import type { StoredDatasets } from "./datasets.ts";

/** The datasets of the project that test/fixtures/langfuse was recorded from: before an item was deleted, and after. */
export function recordDatasets(datasets: StoredDatasets): void {
  datasets.add("ds", {
    id: "cmwszxb1n000npf7ddhgehg45",
    description: "d",
    metadata: { k: 1 },
    createdAt: "2026-11-23T08:20:38.315Z",
    updatedAt: "2026-11-23T08:20:38.315Z",
  });
  datasets.put("ds", {
    id: "3ade7f26-eff9-4546-8c2d-43c07dc82feb",
    createdAt: "2026-11-23T08:20:38.820Z",
    input: { q: "2+2" },
    expectedOutput: 4,
    metadata: { m: 1 },
  });
  const set = "evals/first set";
  datasets.add(set, {
    id: "cmx04nwms0045ct7d6m3j80ds",
    description: "changed",
    metadata: { n: 1, by: "promptscope" },
    createdAt: "2026-11-28T08:07:41.044Z",
    updatedAt: "2026-11-28T08:07:41.213Z",
  });
  datasets.put(set, {
    id: "0c3dfdc2-864e-4b8c-9f09-4e408c0e9ccc",
    sourceTraceId: "c03baa362a5270f30e96f00f752bd4c6",
    sourceObservationId: "b7ad6b7169203331",
    createdAt: "2026-11-28T08:07:53.104Z",
    input: { variables: { q: "1+1?" } },
    expectedOutput: 2,
    metadata: { promptscope: { run: "r1", prompt: "greet", version: 3 } },
  });
  datasets.put(set, {
    id: "ps-item-1",
    status: "ARCHIVED",
    createdAt: "2026-11-28T08:07:54.369Z",
    input: "changed text",
    expectedOutput: { a: 1 },
  });
  for (const [index, createdAt] of [
    "2026-11-28T08:07:54.895Z",
    "2026-11-28T08:07:55.169Z",
    "2026-11-28T08:07:55.556Z",
    "2026-11-28T08:07:55.739Z",
    "2026-11-28T08:07:56.018Z",
  ].entries())
    datasets.put(set, { id: `row-${index}`, createdAt, input: { i: index }, expectedOutput: index });
}

/** As Langfuse has it: what was deleted is in lists of before, with the time it was deleted at. */
export function deleteRecorded(datasets: StoredDatasets): void {
  const at = "2026-11-28T08:08:04.131Z";
  for (const { item } of datasets.states) if (item.id === "row-4") item.updatedAt = at;
  datasets.remove("row-4", at);
}
