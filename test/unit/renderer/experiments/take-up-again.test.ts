import type { SetupReading } from "@shared/domain/experiment/experiment-setup.ts";
import { withRows } from "@shared/domain/experiment/setup/dataset-table.ts";
import { beforeEach, expect, it } from "vitest";
import { initStores } from "../../../../renderer/stores/client.ts";
import { useSetup } from "../../../../renderer/stores/experiments/setup/setup.ts";
import { useStart } from "../../../../renderer/stores/experiments/setup/start.ts";
import { takeUpAgain } from "../../../../renderer/stores/experiments/setup/take-up-again.ts";
import { createFakeClient } from "../../../fakes/routes/client.ts";

const jobId = "0b7c4f6a-52a8-4a43-9c4e-1f2b3c4d5e6f";
const count = 20_000;
const kept: SetupReading = {
  setup: {
    name: "many tickets",
    dataset: { rows: [{ variables: { ticket: "q0" }, expected: "yes" }] },
    variants: [{ name: "A", prompt: { text: "{{ticket}}" }, model: "openai/gpt-a" }],
  },
  kept: {
    file: { file: jobId, of: "experiment", name: "many tickets", variables: [], readAs: {} },
    columns: { "what is right": "expected" },
    view: {
      facts: ["jsonl"],
      columns: ["ticket", "what is right"],
      messageColumns: [],
      rows: [["q0", "yes"]],
      ...{ count, active: count, lacking: {}, warnings: [], mapping: { map: {}, placeholders: {}, id: null } },
      shape: {
        ...{ format: "jsonl", encoding: "utf-8", header: true, kinds: {} },
        ...{ expanded: [], valueColumns: [], warnings: [] },
      },
    },
  },
  warnings: [],
  refusals: [],
};

beforeEach(() => {
  useSetup.setState(useSetup.getInitialState(), true);
  useStart.setState(useStart.getInitialState(), true);
});

// With its one row in place of all an experiment of 20 000 would have been "added to" as one of a single row.
it("an experiment whose rows stay with it is set up with all of them, by its name, and is started so", async () => {
  const fake = createFakeClient({
    "experiments.setupOf": kept,
    "experiments.list": [],
    "experiments.setups": [],
    "experiments.keepSetup": ({ id, title, setup }) => ({ id, title, setup, changedAt: 1 }),
    "experiments.start": { problems: [] },
  });
  initStores(fake.client);
  expect(await takeUpAgain(jobId, "many tickets", "add")).toBe(null);
  const { table, changeTable } = useSetup.getState();
  if (!table) throw new Error("no rows");
  expect(table.count).toBe(count);
  changeTable(withRows(table, [["a new one", "no"]]));
  await useStart.getState().start("all");
  const [sent] = fake.inputsOf("experiments.start");
  expect(sent).toMatchObject({
    earlier: { jobId, how: "add" },
    fileRows: {
      ...{ file: jobId, of: "experiment", targets: { "what is right": "expected" } },
      ...{ addedRows: [["a new one", "no"]], changed: {} },
    },
  });
  // What is kept of it comes back with what was added.
  await useSetup.getState().flush();
  const rows = fake.inputsOf("experiments.keepSetup").find(({ id }) => id === "new-rows");
  expect(rows?.setup).toMatchObject({ count: count + 1, file: { of: "experiment", addedRows: [["a new one", "no"]] } });
});
