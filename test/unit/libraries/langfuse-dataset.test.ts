import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentOnly } from "@engine/credentials/connection-sources.ts";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { readExperiment } from "@engine/experiments/read-experiment.ts";
import { createRunner } from "@engine/runner.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FakeLangfuse, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { deleteRecorded, recordDatasets } from "../../fakes/langfuse/recorded-datasets.ts";

let fake: FakeLangfuse;
let folder: string;
beforeEach(async () => {
  fake = await startFakeLangfuse();
  recordDatasets(fake.datasets);
  folder = await mkdtemp(join(tmpdir(), "promptscope-dataset-"));
});
afterEach(async () => {
  await fake.close();
  await rm(folder, { recursive: true, force: true });
});

const signal = new AbortController().signal;

/** What an experiment's file makes of a dataset. */
async function read(dataset: string, asks = true) {
  const file = join(folder, "experiment.yaml");
  await writeFile(
    file,
    [
      "name: from Langfuse",
      `dataset: ${dataset}`,
      'variants: [{ name: base, prompt: { text: "{{i}}" }, model: openai/gpt-4o }]',
    ].join("\n"),
  );
  const runner = createRunner({
    ...environmentOnly(),
    environment: readEnvironment({
      LANGFUSE_HOST: fake.url,
      LANGFUSE_PUBLIC_KEY: fake.publicKey,
      LANGFUSE_SECRET_KEY: fake.secretKey,
    }),
  });
  try {
    return await readExperiment(file, {
      openPrompt: async () => undefined,
      ...(asks
        ? {
            openDataset: async ({ library, connection, ...query }) =>
              ((await runner.libraries.open(library, {}, connection).dataset?.(query, { signal })) ?? []) as never[],
          }
        : {}),
      environment: () => undefined,
      signal,
    });
  } finally {
    await runner.close();
  }
}

async function rowsOf(dataset: string) {
  const outcome = await read(dataset);
  if (outcome.read === "error") throw new Error(outcome.errors.map(({ message }) => message).join("\n"));
  return [...outcome.experiment.rows].map(({ variables, expected }) => [variables["i"] ?? null, expected ?? null]);
}

describe("a dataset of Langfuse", () => {
  it("is read oldest first with its inputs as variables; archived items stay out", async () => {
    expect(await rowsOf("{ langfuse: evals/first set }")).toEqual([
      [null, 2],
      ["0", 0],
      ["1", 1],
      ["2", 2],
      ["3", 3],
      ["4", 4],
    ]);
  });

  it("is read over all its pages, each item once though one is added meanwhile", async () => {
    for (let index = 0; index < 250; index += 1)
      fake.datasets.put("many", { id: `m-${index}`, input: { i: index }, expectedOutput: index });
    let added = 0;
    const add = () => {
      added += 1;
      fake.datasets.put("many", { id: `late-${added}`, input: { i: 1_000 }, expectedOutput: 0 });
      if (added < 3) fake.before("GET", add);
    };
    fake.before("GET", add);
    const rows = await rowsOf("{ langfuse: many }");
    const numbers = rows.map(([i]) => Number(i)).filter((i) => i < 1_000);
    expect(numbers).toEqual(Array.from({ length: 250 }, (_, index) => index));
    expect(fake.requests.filter(({ path }) => path.includes("dataset-items")).length).toBe(3);
  });

  it("is read as it was at a time", async () => {
    deleteRecorded(fake.datasets);
    expect(await rowsOf("{ langfuse: evals/first set }")).toHaveLength(5);
    expect(await rowsOf("{ langfuse: evals/first set, version: '2026-11-28T09:08:02.630+01:00' }")).toHaveLength(6);
    expect(fake.requests.at(-1)?.path).toContain("version=2026-11-28T08%3A08%3A02.630Z");
  });

  it("that is not there, has no items, or cannot be read is said with its line; to show one asks nobody", async () => {
    expect(await read("{ langfuse: nothing }")).toMatchObject({
      errors: [{ line: 2, message: "Langfuse has no dataset “nothing”." }],
    });
    fake.datasets.add("empty");
    expect(await read("{ langfuse: empty }")).toMatchObject({
      errors: [{ message: expect.stringContaining("no items") }],
    });
    fake.fail({ kind: "answer", answer: { status: 403, body: { message: "Forbidden" } } }, { path: /dataset-items/ });
    expect(await read("{ langfuse: ds }")).toMatchObject({ errors: [{ code: "dataset", line: 2 }] });
    fake.requests.length = 0;
    expect(await read("{ langfuse: ds }", false)).toMatchObject({
      read: "warn",
      experiment: { rows: [], warnings: [{ code: "not-asked" }] },
    });
    expect(fake.requests).toEqual([]);
    expect(await read("{ file: a.csv, version: '2026-11-28T08:00:00Z' }")).toMatchObject({
      errors: [{ message: expect.stringContaining("only beside langfuse") }],
    });
  });

  it("is found in the list of all of them, over pages, with the times at which its items were changed", async () => {
    for (let index = 0; index < 120; index += 1) fake.datasets.add(`set ${String(index).padStart(3, "0")}`);
    const runner = createRunner({
      ...environmentOnly(),
      environment: readEnvironment({
        LANGFUSE_HOST: fake.url,
        LANGFUSE_PUBLIC_KEY: fake.publicKey,
        LANGFUSE_SECRET_KEY: fake.secretKey,
      }),
    });
    try {
      const library = runner.libraries.open("langfuse", {});
      const names = ((await library.datasets?.({ signal })) ?? []).map(({ name }) => name);
      expect(names.filter((name) => name.startsWith("set "))).toHaveLength(120);
      expect(names).toContain("evals/first set");
      expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b)));
      const times = (await library.datasetVersions?.("evals/first set", { signal })) ?? [];
      expect(times.length).toBeGreaterThan(2);
      // The newest first; each is a time it can be read at.
      expect(times).toEqual(times.toSorted().reverse());
      expect(await rowsOf(`{ langfuse: evals/first set, version: '${times[0]}' }`)).toHaveLength(6);
    } finally {
      await runner.close();
    }
  });
});
