import { tableOfRecords } from "@shared/domain/experiment/setup/dataset-table.ts";
import type { SetupDraft } from "@shared/domain/experiment/setup/setup-draft.ts";
import { afterEach, expect, it, vi } from "vitest";
import { useExperimentView } from "../../../renderer/stores/experiments/experiment-view.ts";
import { useKeptEvaluators } from "../../../renderer/stores/experiments/setup/kept-evaluators.ts";
import { useSetup } from "../../../renderer/stores/experiments/setup/setup.ts";
import { sampleExperiment, sampleSummary } from "./samples.ts";
import { showExperiment } from "./show-experiment.tsx";
import { chooseFile, showSetup, twoVariants, whole } from "./show-setup.tsx";

afterEach(() => vi.restoreAllMocks());

/** What is offered to be saved from here on. */
function savedFiles(): Blob[] {
  const saved: Blob[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    saved.push(blob as Blob);
    return "blob:nothing";
  });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
  return saved;
}

const judged: SetupDraft = {
  ...twoVariants,
  evaluators: [{ id: "e1", evaluator: { type: "contains", name: "names it", value: "refund" } }],
};

it("evaluators are kept for other experiments, shared as a file, and those of a file are added under free names", async () => {
  useKeptEvaluators.setState(useKeptEvaluators.getInitialState(), true);
  const { screen, fake } = await showSetup(judged);
  await screen.getByRole("button", { name: "More for names it" }).click();
  await screen.getByRole("menuitem", { name: /^Keep it/ }).click();
  const kept = () => fake.inputsOf("experiments.keepSetup").find(({ id }) => id.startsWith("evaluator "));
  await expect.poll(kept).toMatchObject({ title: "names it", setup: { type: "contains", value: "refund" } });

  const saved = savedFiles();
  await screen.getByRole("button", { name: "Kept, files" }).click();
  await screen.getByRole("menuitem", { name: /^Save these as a file/ }).click();
  const text = (await saved[0]?.text()) ?? "";
  chooseFile(screen.getByLabelText("File with evaluators").element(), "evaluators.json", text);
  await expect
    .poll(() => useSetup.getState().draft.evaluators.map(({ evaluator }) => evaluator))
    .toEqual([
      { type: "contains", name: "names it", value: "refund" },
      { type: "contains", name: "names it 2", value: "refund" },
    ]);
  fake.answer({ "experiments.readFile": { errors: [{ file: "a", line: 1, code: "x", message: "No YAML at all." }] } });
  chooseFile(screen.getByLabelText("File with evaluators").element(), "a.yaml", "{{{");
  await expect.element(screen.getByRole("alert").getByText("No YAML at all.")).toBeVisible();
});

it("rows leave as a file as they are here, changed cells too, with formulas made harmless where a spreadsheet opens it", async () => {
  const table = tableOfRecords([{ customer: "=1+1", answer: "a,b" }], { source: "hand", name: "my rows", readAt: 1 });
  const { screen } = await showSetup(twoVariants, table);
  const saved = savedFiles();
  await screen.getByRole("button", { name: "Look at the rows" }).click();
  for (const [kind, text] of [
    ["csv", 'customer,answer\r\n=1+1,"a,b"\r\n'],
    ["spreadsheet", "'=1+1"],
    ["jsonl", '{"customer":"=1+1","answer":"a,b"}\n'],
  ] as const) {
    await screen.getByRole("combobox", { name: "Export the rows" }).selectOptions(kind);
    expect(await saved.at(-1)?.text()).toContain(text);
  }
});

it("code that lies beside a promptfoo file is shown before it runs, apart from what is left out", async () => {
  const at = { file: "promptfooconfig.yaml", line: 7 };
  const { screen, fake } = await showSetup(twoVariants, whole, {
    "experiments.readPath": {
      runnable: { title: "tickets", rows: 2, variants: ["a"], scores: ["equals"], shown: "hash of what is shown" },
      warnings: [],
      refusals: [{ ...at, code: "code-from-file", message: "Code of check.js would run:\nreturn output.length > 3;" }],
    },
    "experiments.startFile": { summary: { jobId: "j9" } as never },
  });
  await screen.getByRole("button", { name: "Load a set-up" }).click();
  await screen.getByRole("textbox", { name: /Or its path/ }).fill("/home/me/promptfooconfig.yaml");
  await screen.getByRole("button", { name: "Read", exact: true }).click();
  await expect.element(screen.getByText("return output.length > 3;")).toBeVisible();
  expect(screen.getByText("What is left out is not checked").query()).toBeNull();
  expect(fake.inputsOf("experiments.startFile")).toHaveLength(0);
  await screen.getByRole("button", { name: "Run it with this code" }).click();
  // What was looked at is what runs: the engine holds the file against it.
  await expect
    .poll(() => fake.inputsOf("experiments.startFile"))
    .toEqual([{ path: "/home/me/promptfooconfig.yaml", allowsLeftOut: true, shown: "hash of what is shown" }]);
});

it("what a command has run comes into the list by its store, and one that is at work is named", async () => {
  const { screen, fake } = await showSetup(twoVariants, whole, {
    "experiments.takeStore": { taken: [], known: [], running: ["j1"] },
  });
  await screen.getByRole("button", { name: "Load a set-up" }).click();
  const path = screen.getByRole("textbox", { name: /Or its path/ });
  await path.fill("/home/me/.promptscope/experiments.db");
  await screen.getByRole("button", { name: "Read", exact: true }).click();
  await expect.element(screen.getByText(/A command is at work on its experiment/)).toBeVisible();
  fake.answer({ "experiments.takeStore": { taken: ["j2"], known: ["j1"], running: [] } });
  await screen.getByRole("dialog").getByRole("button", { name: "Back" }).click();
  await path.fill("/home/me/.promptscope/experiments.db");
  await screen.getByRole("button", { name: "Read", exact: true }).click();
  await expect.poll(() => useExperimentView.getState().place).toEqual({ page: "experiment", id: "j2" });
});

it("an experiment that has ended is added to: its set-up is there, and the start says whose answers are taken over", async () => {
  const sample = sampleExperiment({ rows: 6, variants: 2 });
  const summary = sampleSummary(sample, { state: "done", endedAt: 1, owner: "none" });
  const setup = {
    name: "Refund replies",
    dataset: { rows: [{ id: "1", variables: { ticket: "late" } }] },
    variants: [{ name: "A", prompt: { text: "{{ticket}}" }, model: "openai/gpt-4o-mini" }],
    seed: 7,
  };
  const { screen } = await showExperiment(sample, {
    change: { summary, running: 0 },
    answers: {
      "experiments.setupOf": { setup, warnings: [], refusals: [] },
      "experiments.setups": [],
      "experiments.asYaml": { yaml: "" },
      "experiments.keepSetup": (kept) => ({ ...kept, changedAt: 1 }),
      "experiments.forgetSetup": null,
      "experiments.check": { problems: [], leftOut: [], warnings: [] },
      "experiments.forecast": { problems: [] },
      "experiments.preview": { mapping: [], run: null, problems: [], leftOut: [], warnings: [] },
    },
  });
  await screen.getByRole("button", { name: "More of this experiment" }).click();
  await screen.getByRole("menuitem", { name: /^Add to it/ }).click();
  await expect.poll(() => useExperimentView.getState().place).toEqual({ page: "new" });
  const { draft, table } = useSetup.getState();
  expect(draft.joins).toMatchObject({ jobId: "j1", how: "add" });
  // Two of one name in the list could not be told apart.
  expect(draft.name).toBe(`${summary.title} (2)`);
  expect(table?.rows).toHaveLength(1);
});

it("what a set-up is added to stands above it, goes with the check and the start, and can be taken back", async () => {
  const joins = { jobId: "j1", how: "add", title: "Refund replies" } as const;
  const { screen, fake } = await showSetup({ ...twoVariants, joins }, whole, {
    "experiments.start": { problems: [{ code: "earlier", message: "Row 3 is not as it was." }] },
  });
  await expect.element(screen.getByText("Adds to “Refund replies”")).toBeVisible();
  await screen.getByRole("button", { name: /^Start/ }).click();
  await expect.element(screen.getByText("Row 3 is not as it was.")).toBeVisible();
  expect(fake.inputsOf("experiments.start")[0]?.earlier).toEqual({ jobId: "j1", how: "add" });
  await vi.waitFor(() =>
    expect(fake.inputsOf("experiments.check").at(-1)?.earlier).toEqual({ jobId: "j1", how: "add" }),
  );
  await screen.getByRole("button", { name: "Send everything" }).click();
  await screen.getByRole("button", { name: /^Start/ }).click();
  await expect.poll(() => fake.inputsOf("experiments.start").at(-1)?.earlier).toBe(undefined);
});
