import type { DatasetReading, DatasetView } from "@shared/domain/dataset/dataset-view.ts";
import { describe, expect, it, vi } from "vitest";
import { SavedInputs } from "../../../renderer/features/inputs/SavedInputs.tsx";
import { useCommands } from "../../../renderer/stores/commands.ts";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { inputsOf, useDataset } from "../../../renderer/stores/inputs/dataset.ts";
import { usePrompt } from "../../../renderer/stores/prompts/prompt.ts";
import { draftWith, promptRef, resolvedPrompt, variant } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const view: DatasetView = {
  facts: ["csv", "utf-8", "delimiter ;"],
  columns: ["Nr", "Ton", "Kunde"],
  messageColumns: [],
  rows: [
    ["1", "warm", "Ada"],
    ["2", null, "Bob, Jr."],
  ],
  count: 2,
  active: 2,
  lacking: {},
  warnings: ["On line 3 a cell is missing."],
  mapping: { map: { tone: { column: "Ton", how: "guess" } }, placeholders: {}, id: "Nr" },
  shape: {
    format: "csv",
    encoding: "utf-8",
    delimiter: ";",
    header: true,
    kinds: {},
    expanded: [],
    valueColumns: [],
    warnings: [],
  },
};
const reading: DatasetReading = { read: "warn", view };

async function showInputs(answer: DatasetReading) {
  const fake = startStores({
    "draft.get": draftWith([variant("a")]),
    "inputs.list": [],
    "inputs.import": [],
    "datasets.take": null,
    "datasets.read": answer,
  });
  await useDraft.getState().load();
  usePrompt.setState({ ref: promptRef, resolved: resolvedPrompt(), loading: false });
  const screen = await show(<SavedInputs />);
  const choose = (name: string, text: string) => {
    const input = screen.getByLabelText("File with saved inputs").element() as HTMLInputElement;
    const files = new DataTransfer();
    files.items.add(new File([text], name));
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  await expect.element(screen.getByText(/drop a CSV/)).toBeVisible();
  return { screen, fake, choose };
}

describe("a file of rows", () => {
  it("is shown with its warnings, its rows and what fills what, before anything is taken; then its rows become inputs", async () => {
    const { screen, fake, choose } = await showInputs(reading);
    choose("kunden.csv", "Nr;Ton;Kunde");
    const dialog = screen.getByRole("dialog", { name: "Rows of kunden.csv" });
    await expect.element(dialog.getByText("On line 3 a cell is missing.")).toBeVisible();
    await expect.element(dialog.getByText("a guess: check it")).toBeVisible();
    await expect.element(dialog.getByText("missing", { exact: true })).toBeVisible();
    expect(fake.inputsOf("datasets.read")[0]).toMatchObject({
      name: "kunden.csv",
      file: fake.inputsOf("datasets.take")[0]?.file,
      variables: ["tone", "customer"],
    });
    await dialog.getByRole("combobox", { name: "Column for customer" }).selectOptions("Kunde");
    await dialog.getByRole("button", { name: "Save as 2 inputs" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("inputs.import")).toHaveLength(1));
    expect(JSON.parse(fake.inputsOf("inputs.import")[0]?.json ?? "")).toEqual([
      { name: "1 warm", variables: { tone: "warm", customer: "Ada" }, placeholders: {} },
      // A cell that is not there leaves its variable unset: it is not empty text.
      { name: "2 Bob, Jr.", variables: { customer: "Bob, Jr." }, placeholders: {} },
    ]);
  });

  it("can be run over without being saved", async () => {
    const { screen, choose } = await showInputs(reading);
    const asked: unknown[] = [];
    useCommands
      .getState()
      .register({ "inputs.run": { run: () => asked.push(useDataset.getState().rowsToRun?.length) } });
    choose("kunden.csv", "Nr;Ton;Kunde");
    await screen.getByRole("button", { name: "Run over 2 rows…" }).click();
    expect(asked).toEqual([2]);
  });

  it("that cannot be read says why and where, and nothing is taken", async () => {
    const error = { code: "unclosed-quote", message: "The quote on line 3, column 3 is not closed.", line: 3, col: 3 };
    const { screen, fake, choose } = await showInputs({ read: "error", error });
    choose("kaputt.csv", '1,"x');
    await expect.element(screen.getByText(/line 3, column 3/)).toBeVisible();
    expect(fake.inputsOf("inputs.import")).toEqual([]);
  });

  it("of exported inputs is taken as it is", async () => {
    const { fake, choose } = await showInputs(reading);
    const text = JSON.stringify([{ name: "x", variables: { tone: "warm" } }]);
    choose("inputs.json", text);
    await vi.waitFor(() => expect(fake.inputsOf("inputs.import").map(({ json }) => json)).toEqual([text]));
    expect(fake.inputsOf("datasets.read")).toEqual([]);
  });

  it("for another prompt than the one open by then is not asked about, and lists fill placeholders", async () => {
    const { choose } = await showInputs(reading);
    choose("kunden.csv", "Nr;Ton;Kunde");
    await vi.waitFor(() => expect(useDataset.getState().dataset).not.toBeNull());
    useDraft.getState().openPrompt({ ...promptRef, name: "billing/dunning" });
    expect(useDataset.getState().dataset).toBeNull();
    const rows = inputsOf({
      name: "x.jsonl",
      wanted: { variables: [], placeholders: ["history"] },
      view: {
        ...view,
        columns: ["h"],
        rows: [['[{"role":"user"}]']],
      },
      columns: { history: "h" },
    });
    expect(rows[0]?.placeholders).toEqual({ history: [{ role: "user" }] });
  });
});
