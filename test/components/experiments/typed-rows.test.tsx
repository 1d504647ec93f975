import type { DatasetReading } from "@shared/domain/dataset/dataset-view.ts";
import { tableOfRecords } from "@shared/domain/experiment/setup/dataset-table.ts";
import { describe, expect, it } from "vitest";
import { useRowsFile } from "../../../renderer/stores/experiments/setup/rows-file.ts";
import { useSetup } from "../../../renderer/stores/experiments/setup/setup.ts";
import { chooseFile, showSetup, twoVariants, whole } from "./show-setup.tsx";

/* Rows that come from no file: pasted, saved, typed. */

const reading: DatasetReading = {
  read: "ok",
  view: {
    facts: ["csv"],
    columns: ["tone", "customer"],
    messageColumns: [],
    rows: [
      ["warm", "Ada"],
      ["dry", "Bob"],
    ],
    count: 2,
    active: 2,
    lacking: {},
    warnings: [],
    mapping: { map: {}, placeholders: {}, id: null },
    shape: {
      format: "csv",
      encoding: "utf-8",
      delimiter: ",",
      header: true,
      kinds: {},
      expanded: [],
      valueColumns: [],
      warnings: [],
    },
  },
};

function paste(into: Element, text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  into.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, composed: true, cancelable: true }));
}

describe("rows that are pasted", () => {
  // After a click beside a control the browser pastes into the body, and nothing came of it.
  it("are taken wherever the focus is, but not out of a field; one line says why it is none", async () => {
    useRowsFile.setState(useRowsFile.getInitialState(), true);
    const { screen, fake } = await showSetup(twoVariants, null, { "datasets.read": reading });
    paste(screen.getByRole("textbox", { name: "Name of the experiment" }).element(), "a,b\n1,2");
    paste(document.body, "only this");
    await expect.element(screen.getByText("One line is no table", { exact: false })).toBeVisible();
    expect(fake.inputsOf("datasets.read")).toHaveLength(0);
    paste(document.body, "tone,customer\nwarm,Ada\ndry,Bob");
    await expect.element(screen.getByText("All 2 variables have a value in 2 of 2 rows")).toBeVisible();
    const [taken] = fake.inputsOf("datasets.take");
    expect(atob(taken?.data ?? "")).toBe("tone,customer\nwarm,Ada\ndry,Bob");
    expect(fake.inputsOf("datasets.read")[0]?.file).toBe(taken?.file);
    expect(screen.getByText("One line is no table", { exact: false }).query()).toBeNull();
  });
});

describe("saved inputs", () => {
  it("of the variants' prompt become rows by their names, with values and placeholders", async () => {
    const history = [{ role: "user" as const, content: "Hello?" }];
    const { screen, fake } = await showSetup(twoVariants, null, {
      "inputs.list": [
        { id: "1", name: "angry", variables: { tone: "dry", customer: "Ada" }, placeholders: { history } },
        { id: "2", name: "glad", variables: { tone: "warm", customer: "Bob" }, placeholders: {} },
      ],
    });
    await screen.getByRole("button", { name: /^Saved/ }).click();
    await expect.element(screen.getByText("2 taken")).toBeVisible();
    expect(fake.inputsOf("inputs.list")[0]?.prompt).toMatchObject({ library: "langfuse", name: "support/reply" });
    await expect.element(screen.getByRole("combobox", { name: "Where input name goes" })).toHaveValue("name");
    await expect
      .element(screen.getByRole("combobox", { name: "Where customer goes" }))
      .toHaveValue("variable:customer");
    expect(useSetup.getState().table?.rows).toEqual([
      ["angry", "dry", "Ada", JSON.stringify(history)],
      ["glad", "warm", "Bob", null],
    ]);
  });

  it("that are none say so until other rows come, and the rows stay", async () => {
    const { screen } = await showSetup(twoVariants, whole, { "inputs.list": [], "datasets.read": reading });
    await screen.getByRole("button", { name: /^Saved/ }).click();
    const none = screen.getByText("support/reply has no saved inputs yet.");
    await expect.element(none).toBeVisible();
    expect(useSetup.getState().table?.name).toBe("tones.csv");
    chooseFile(screen.getByLabelText("File with rows").element(), "other.csv", "tone,customer");
    await expect.element(none).not.toBeInTheDocument();
  });
});

describe("rows that are typed", () => {
  it("have a column for what the prompts take, more rows and columns, and are brought back when others took their place", async () => {
    const { screen } = await showSetup(twoVariants, null, { "datasets.read": reading });
    await screen.getByRole("button", { name: /^By hand/ }).click();
    const dialog = screen.getByRole("dialog", { name: "Typed here" });
    await expect.element(dialog.getByRole("textbox", { name: "tone, row 1" })).toHaveFocus();
    await dialog.getByRole("textbox", { name: "tone, row 1" }).fill("warm");
    await dialog.getByRole("textbox", { name: "customer, row 1" }).fill("Ada");
    await dialog.getByRole("button", { name: "Add a row" }).click();
    await dialog.getByRole("textbox", { name: "customer, row 2" }).fill("Bob");
    await dialog.getByRole("textbox", { name: "Name of a new column" }).fill("kind");
    await dialog.getByRole("button", { name: "Add a column" }).click();
    await dialog.getByRole("textbox", { name: "kind, row 2" }).fill("refund");
    await dialog.getByRole("button", { name: "Remove row 1" }).click();
    await dialog.getByRole("button", { name: "Done" }).click();
    const typed = { columns: ["tone", "customer", "expected", "kind"], rows: [["", "Bob", "", "refund"]] };
    expect(useSetup.getState().table).toMatchObject(typed);

    chooseFile(screen.getByLabelText("File with rows").element(), "tones.csv", "tone,customer");
    await expect.element(screen.getByText("tones.csv took the place of the rows before.")).toBeVisible();
    expect(useSetup.getState().table?.rows).toHaveLength(2);
    useSetup.getState().change((draft) => ({ ...draft, name: "renamed since" }));
    await screen.getByRole("button", { name: "Bring back" }).click();
    expect(useSetup.getState().table).toMatchObject(typed);
    expect(useSetup.getState().draft.name).toBe("renamed since");
  });

  it("suggest a column that a prompt asks for since", async () => {
    const table = tableOfRecords([{ customer: "Ada" }], { source: "hand", name: "Typed here", readAt: 1 });
    const { screen } = await showSetup(twoVariants, table);
    await screen.getByRole("button", { name: /^By hand/ }).click();
    await expect.element(screen.getByRole("textbox", { name: "Name of a new column" })).toHaveValue("tone");
    await screen.getByRole("button", { name: "Add a column" }).click();
    await screen.getByRole("textbox", { name: "tone, row 1" }).fill("warm");
    await screen.getByRole("button", { name: "Done" }).click();
    await expect.element(screen.getByText("All 2 variables have a value in 1 of 1 row")).toBeVisible();
  });
});
