import type { DatasetReading } from "@shared/domain/dataset/dataset-view.ts";
import { expect, it } from "vitest";
import { useFilePages } from "../../../renderer/stores/experiments/setup/file-pages.ts";
import { useSetup } from "../../../renderer/stores/experiments/setup/setup.ts";
import { chooseFile, showSetup, twoVariants } from "./show-setup.tsx";

const count = 20_000;
const textsOf = (row: number) => [row % 3 === 0 ? null : `tone ${row}`, `customer ${row}`];
const reading: DatasetReading = {
  read: "ok",
  view: {
    facts: ["csv"],
    columns: ["tone", "customer"],
    messageColumns: [],
    rows: [0, 1, 2].map(textsOf),
    count,
    active: count,
    lacking: { tone: { rows: 6_667, first: 1 } },
    warnings: [],
    mapping: { map: {}, placeholders: {}, id: null },
    shape: {
      ...{ format: "csv", encoding: "utf-8", delimiter: ",", header: true, kinds: {} },
      ...{ expanded: [], valueColumns: [], warnings: [] },
    },
  },
};

// With its rows in the window, a file of 100 000 was three times in its memory and in every message.
it("a long file's rows are counted, looked at by pages, changed, and started without being sent", async () => {
  useFilePages.setState(useFilePages.getInitialState(), true);
  const { screen, fake } = await showSetup(twoVariants, null, {
    "datasets.read": reading,
    "datasets.rows": ({ from, count: most }) =>
      Array.from({ length: Math.min(most, count - from) }, (_, at) => textsOf(from + at)),
    "experiments.start": { problems: [] },
  });
  chooseFile(screen.getByLabelText("File with rows").element(), "many.csv", "tone,customer");
  await expect.element(screen.getByText(/^20.000$/)).toBeVisible();
  await expect.element(screen.getByText(/tone is missing in 6.667 rows, first in row 1/)).toBeVisible();
  await screen.getByRole("button", { name: "Look at the rows" }).click();
  const box = screen.getByRole("dialog", { name: "many.csv" }).getByRole("region", { name: "Rows" });
  await expect.element(box).toBeVisible();
  box.element().scrollTop = box.element().scrollHeight;
  const last = screen.getByRole("textbox", { name: "customer, row 20000" });
  await expect.element(last).toHaveValue("customer 19999");
  // Only pages in sight were asked for: the first and the last.
  expect(fake.inputsOf("datasets.rows").length).toBeLessThan(8);
  await last.fill("Zoë");
  await screen.getByRole("button", { name: "Done" }).click();
  expect(useSetup.getState().table?.rows).toHaveLength(3);

  await screen.getByRole("button", { name: /^Start/ }).click();
  await expect.poll(() => fake.inputsOf("experiments.start")).toHaveLength(1);
  const [sent] = fake.inputsOf("experiments.start");
  expect(sent?.setup.dataset.rows).toHaveLength(1);
  expect(sent?.fileRows).toMatchObject({
    name: "many.csv",
    file: fake.inputsOf("datasets.take")[0]?.file,
    targets: { tone: "variable:tone", customer: "variable:customer" },
    changed: { "19999": ["tone 19999", "Zoë"] },
  });
  expect(JSON.stringify(sent).length).toBeLessThan(5_000);
  // A trial takes the first rows as they stand here.
  await screen.getByRole("button", { name: /^Try 5 rows/ }).click();
  await expect.poll(() => fake.inputsOf("experiments.start")).toHaveLength(2);
  expect(fake.inputsOf("experiments.start")[1]).not.toHaveProperty("fileRows");
});

// A person who wanted one column more had to write the file anew.
it("a long file has columns and rows added to it here, by hand and pasted, and what was added can be taken away", async () => {
  useFilePages.setState(useFilePages.getInitialState(), true);
  const { screen, fake } = await showSetup(twoVariants, null, {
    "datasets.read": ({ name }) => (name === "many.csv" ? reading : pastedAs(["customer", "tone"], [["Ann", "dry"]])),
    "datasets.rows": ({ from, count: most }) =>
      Array.from({ length: Math.min(most, count - from) }, (_, at) => textsOf(from + at)),
    "experiments.start": { problems: [] },
  });
  chooseFile(screen.getByLabelText("File with rows").element(), "many.csv", "tone,customer");
  await screen.getByRole("button", { name: "Look at the rows" }).click();
  const dialog = screen.getByRole("dialog", { name: "many.csv" });
  await dialog.getByRole("textbox", { name: "Name of a new column" }).fill("who");
  await dialog.getByRole("combobox", { name: "What it has in every row" }).selectOptions("as customer");
  await dialog.getByRole("button", { name: "Add a column" }).click();
  await expect.element(dialog.getByRole("textbox", { name: "who, row 3" })).toHaveValue("customer 2");
  await dialog.getByRole("button", { name: "Add a row" }).click();
  await dialog.getByRole("textbox", { name: `tone, row ${count + 1}` }).fill("warm");
  await dialog.getByRole("button", { name: "Add a row" }).click();
  await expect.element(dialog.getByRole("textbox", { name: `tone, row ${count + 2}` })).toHaveFocus();
  await dialog.getByRole("button", { name: `Remove row ${count + 2}` }).click();
  expect(dialog.getByRole("button", { name: `Remove row ${count}` }).elements()).toHaveLength(0);

  // What is pasted beside the cells are rows, by the names of their columns.
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", "customer\ttone\nAnn\tdry\n");
  dialog.element().dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  await expect.element(dialog.getByText(/^20.002 rows/)).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await screen.getByRole("button", { name: /^Start/ }).click();
  await expect.poll(() => fake.inputsOf("experiments.start")).toHaveLength(1);
  expect(fake.inputsOf("experiments.start")[0]?.fileRows).toMatchObject({
    addedColumns: [{ name: "who", fill: { from: "customer" } }],
    addedRows: [
      ["warm", "", ""],
      ["dry", "Ann", "Ann"],
    ],
  });
});

function pastedAs(columns: string[], rows: string[][]): DatasetReading {
  if (reading.read === "error") return reading;
  return { read: "ok", view: { ...reading.view, columns, rows, count: rows.length, active: rows.length, lacking: {} } };
}
