import type { DatasetReading } from "@shared/domain/dataset/dataset-view.ts";
import { tableOfRecords } from "@shared/domain/experiment/setup/dataset-table.ts";
import { describe, expect, it, vi } from "vitest";
import { useSetup } from "../../../renderer/stores/experiments/setup/setup.ts";
import { chooseFile, showSetup, twoVariants, whole } from "./show-setup.tsx";

const reading: DatasetReading = {
  read: "warn",
  view: {
    facts: ["csv"],
    columns: ["tone", "customer", "answer", "thread_id"],
    messageColumns: [],
    rows: [
      ["warm", "Ada", "refund", "t1"],
      ["dry", "Bob", "late", "t1"],
      [null, "Cyd", "none", "t2"],
    ],
    count: 3,
    active: 3,
    lacking: {},
    warnings: [],
    mapping: { map: {}, placeholders: {}, id: null },
    shape: {
      format: "csv",
      encoding: "windows-1252",
      delimiter: ";",
      header: true,
      kinds: {},
      expanded: [],
      valueColumns: [],
      warnings: [{ code: "ragged-row", message: "A row has 3 cells, the header has 4.", line: 4 }],
    },
  },
};

describe("the rows of an experiment", () => {
  it("of a CSV file show what goes where, what is unusual with its line, and what the prompts lack", async () => {
    const { screen, fake } = await showSetup(twoVariants, null, { "datasets.read": reading });
    await expect.element(screen.getByText("There are no rows yet", { exact: false })).toBeVisible();
    chooseFile(screen.getByLabelText("File with rows").element(), "tones.csv", "tone;customer");
    await expect
      .element(screen.getByRole("combobox", { name: "Where customer goes" }))
      .toHaveValue("variable:customer");
    await expect.element(screen.getByRole("combobox", { name: "Where answer goes" })).toHaveValue("expected");
    await expect.element(screen.getByText("A row has 3 cells, the header has 4 (line 4).")).toBeVisible();
    await expect.element(screen.getByText("tone is missing in 1 row, first in row 3", { exact: false })).toBeVisible();
    expect(fake.inputsOf("datasets.read")[0]?.variables).toEqual(["tone", "customer"]);
    // A group decides what is counted: it is offered, and taken only by a yes.
    await expect.element(screen.getByRole("combobox", { name: "Where thread_id goes" })).toHaveValue("nothing");
    await screen.getByRole("button", { name: "Row group" }).click();
    await expect.element(screen.getByRole("combobox", { name: "Where thread_id goes" })).toHaveValue("group");
    // What was found can be said to be something else, with one click.
    await screen.getByRole("button", { name: "Encoding: Windows-1252: change" }).click();
    await screen.getByRole("menuitemcheckbox", { name: "UTF-8" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("datasets.read")[1]?.readAs).toEqual({ encoding: "utf-8" }));
  });

  it("take one value for all where no column has it, and edited cells stay here", async () => {
    const table = tableOfRecords([{ customer: "Ada" }, { customer: "Bob" }], {
      source: "file",
      name: "c.csv",
      readAt: 1,
    });
    const { screen } = await showSetup(twoVariants, table);
    await expect
      .element(screen.getByText("tone has no source and no value in any row", { exact: false }))
      .toBeVisible();
    await screen.getByRole("textbox", { name: "Value of tone for all rows" }).fill("warm");
    await expect.element(screen.getByText("All 2 variables have a value in 2 of 2 rows")).toBeVisible();
    await screen.getByRole("button", { name: "Look at the rows" }).click();
    await screen.getByRole("textbox", { name: "customer, row 2" }).fill("Bea");
    await screen.getByRole("button", { name: "Done" }).click();
    expect(useSetup.getState().table?.rows[1]).toEqual(["Bea"]);
    await expect.element(screen.getByText("cells changed here")).toBeVisible();
  });

  it("of a dataset of Langfuse are read by its name as it was at a time, and their column can be answers to score", async () => {
    const { screen, fake } = await showSetup(twoVariants, null, {
      "datasets.ofLibrary": reading,
      "datasets.list": [{ name: "refunds" }],
      "datasets.versions": ["2026-11-28T09:00:02.000Z", "2026-11-28T09:00:01.000Z"],
    });
    await screen.getByRole("button", { name: /^Dataset/ }).click();
    // What the project has is chosen, with the times at which it was changed; another name can be typed.
    await screen.getByRole("combobox", { name: "As it was at" }).selectOptions("2026-11-28T09:00:01.000Z");
    await screen.getByRole("button", { name: "Read it" }).click();
    await expect.element(screen.getByText("3 items")).toBeVisible();
    expect(fake.inputsOf("datasets.ofLibrary")[0]).toMatchObject({
      name: "refunds",
      version: "2026-11-28T09:00:01.000Z",
    });
    await screen.getByRole("button", { name: /^Dataset/ }).click();
    await screen.getByRole("combobox", { name: "Dataset" }).selectOptions("another, by its name");
    await screen.getByRole("textbox", { name: "Name of the dataset" }).fill("tickets");
    await screen.getByRole("textbox", { name: /As it was at/ }).fill("soon");
    await expect.element(screen.getByText("This is no time.")).toBeVisible();
    await screen.getByRole("textbox", { name: /As it was at/ }).fill("2026-11-26T08:14:00Z");
    await screen.getByRole("button", { name: "Read it" }).click();
    await expect.element(screen.getByText("3 items")).toBeVisible();
    await expect.poll(() => fake.inputsOf("datasets.ofLibrary")).toHaveLength(2);
    expect(fake.inputsOf("datasets.ofLibrary")[1]).toMatchObject({
      library: "langfuse",
      name: "tickets",
      version: "2026-11-26T08:14:00.000Z",
      variables: ["tone", "customer"],
    });
    await screen.getByRole("button", { name: "Variant", exact: true }).click();
    await screen.getByRole("option", { name: /^answer/ }).click();
    await expect.element(screen.getByText("answers you have")).toBeVisible();
    expect(useSetup.getState().draft.variants[2]?.prompt).toEqual({ answers: "answer" });
  });

  it("of the history are those a filter leaves: calls of the gateway, a model, words, stars, times", async () => {
    const { screen, fake } = await showSetup(twoVariants, null, {
      "experiments.rowsOfRuns": [{ tone: "warm", customer: "Ada", "earlier answer": "yes" }],
    });
    await screen.getByRole("button", { name: /^History/ }).click();
    const form = screen.getByRole("dialog", { name: "Runs of the history" });
    await form.getByRole("combobox", { name: "Came by" }).selectOptions("the gateway");
    await form.getByRole("textbox", { name: /^Model/ }).fill("gpt-4o");
    await form.getByRole("textbox", { name: /^With the words/ }).fill("refund");
    await form.getByRole("combobox", { name: "Rated" }).selectOptions("4 stars or more");
    await form.getByRole("textbox", { name: "Since" }).fill("soon");
    await expect.element(form.getByText("This is no time.")).toBeVisible();
    await expect.element(form.getByRole("button", { name: "Take them" })).toBeDisabled();
    await form.getByRole("textbox", { name: "Since" }).fill("2026-11-01T00:00:00Z");
    await form.getByRole("button", { name: "Take them" }).click();
    await expect.element(screen.getByText("1 taken")).toBeVisible();
    expect(fake.inputsOf("experiments.rowsOfRuns")).toEqual([
      {
        langfuse: "support/reply",
        connection: "1a2b",
        gateway: true,
        model: "gpt-4o",
        text: "refund",
        min_rating: 4,
        since: "2026-11-01T00:00:00.000Z",
        most: 200,
      },
    ]);
  });

  it("that cannot be read say why, and nothing is taken", async () => {
    const error = { code: "unclosed-quote", message: "Line 3, character 3: the quote is not closed.", line: 3, col: 3 };
    const { screen } = await showSetup(twoVariants, whole, { "datasets.read": { read: "error", error } });
    chooseFile(screen.getByLabelText("File with rows").element(), "broken.csv", '1,"x');
    await expect.element(screen.getByText("Line 3, character 3", { exact: false })).toBeVisible();
    expect(useSetup.getState().table?.name).toBe("tones.csv");
  });
});
