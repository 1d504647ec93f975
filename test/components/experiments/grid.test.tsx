import { describe, expect, it } from "vitest";
import { userEvent } from "vitest/browser";
import { sampleCell, sampleExperiment } from "./samples.ts";
import { showExperiment } from "./show-experiment.tsx";

const grid = () => document.querySelector<HTMLElement>("[role=grid]");
const rows = () => [...document.querySelectorAll<HTMLElement>("[role=grid] [data-index]")];
const texts = () => rows().map(({ textContent }) => textContent ?? "");

describe("the window", () => {
  it("holds the rows in sight only, of as many as there are, and asks for those and the pages beside them", async () => {
    const { screen, fake } = await showExperiment(sampleExperiment({ rows: 5_000 }));
    await expect.element(screen.getByText("Ticket 1:")).toBeVisible();
    expect(rows().length).toBeLessThan(40);
    const asked = fake.inputsOf("experiments.rows").length;
    expect(asked).toBeLessThanOrEqual(3);
    grid()?.scrollTo({ top: 10_000_000 });
    await expect.element(screen.getByText("Ticket 5000:")).toBeVisible();
    expect(rows().length).toBeLessThan(40);
    // What was flown over is not fetched.
    expect(fake.inputsOf("experiments.rows").length).toBeLessThanOrEqual(asked + 4);
  });

  it("holds the columns in sight only, and the input stays beside them", async () => {
    const { screen } = await showExperiment(sampleExperiment({ rows: 30, variants: 12 }));
    await expect.element(screen.getByText("Ticket 1:")).toBeVisible();
    const heads = () => document.querySelectorAll("[role=columnheader]").length;
    expect(heads()).toBeLessThan(2 + 12);
    const input = () => screen.getByText("Ticket 1:").element().getBoundingClientRect().left;
    const before = input();
    grid()?.scrollTo({ left: 10_000 });
    await expect.element(screen.getByRole("button", { name: "Sort by L" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Sort by A" }).query()).toBeNull();
    expect(input()).toBe(before);
  });
});

describe("keys", () => {
  it("arrows and letters move, Enter opens, the open cell follows, Escape gives the focus back", async () => {
    const { screen } = await showExperiment(sampleExperiment());
    await expect.element(screen.getByText("Ticket 1:")).toBeVisible();
    grid()?.focus();
    const active = () => grid()?.getAttribute("aria-activedescendant");
    await userEvent.keyboard("{ArrowDown}");
    expect(active()).toBe("cell-r1-0");
    await userEvent.keyboard("{ArrowDown}jl");
    expect(active()).toBe("cell-r3-1");
    await userEvent.keyboard("{Enter}");
    const pane = screen.getByRole("region", { name: "Cell", exact: true });
    await expect.element(pane.getByText("#3")).toBeVisible();
    await userEvent.keyboard("j");
    await expect.element(pane.getByText("#4")).toBeVisible();
    await pane.getByRole("button", { name: "Row above" }).click();
    await expect.element(pane.getByText("#3")).toBeVisible();
    // The focus is on the button now: the letters go on.
    await userEvent.keyboard("k");
    await expect.element(pane.getByText("#2")).toBeVisible();
    await userEvent.keyboard("{Escape}");
    await expect.element(pane).not.toBeInTheDocument();
    await expect.poll(() => document.activeElement).toBe(grid());
  });

  it("Space pauses, but not in the search, where / leads", async () => {
    const sample = sampleExperiment();
    const { screen, fake } = await showExperiment(sample, { answers: { "experiments.pause": () => Promise.reject() } });
    await expect.element(screen.getByRole("button", { name: "Pause" })).toBeVisible();
    await expect.element(screen.getByText("Ticket 1:")).toBeVisible();
    await userEvent.keyboard("/");
    const search = screen.getByRole("searchbox", { name: "Find in rows and answers" });
    await expect.element(search).toHaveFocus();
    await userEvent.keyboard("ticket 7: ");
    await expect.poll(() => texts().length).toBe(1);
    expect(fake.inputsOf("experiments.pause")).toHaveLength(0);
    grid()?.focus();
    await userEvent.keyboard(" ");
    await expect.poll(() => fake.inputsOf("experiments.pause")).toEqual([{ jobId: "j1" }]);
    await expect.element(screen.getByRole("alert")).toBeVisible();
  });
});

describe("filters", () => {
  it("have their counts, and what they leave is all that is shown; nothing left says so and leads back", async () => {
    const sample = sampleExperiment();
    const { screen, fake } = await showExperiment(sample);
    const failed = sample.rows.filter(({ cells }) => cells.some((cell) => cell?.status === "failed")).length;
    const button = screen.getByRole("radio", { name: `Failed ${failed}` });
    await button.click();
    await expect.poll(() => fake.inputsOf("experiments.rows").at(-1)?.view.filter).toEqual({ kind: "failed" });
    await expect.poll(() => texts().every((text) => text.includes("fail"))).toBe(true);
    await screen.getByRole("searchbox").fill("nowhere");
    await expect.element(screen.getByText("No failed rows with “nowhere”")).toBeVisible();
    await screen.getByRole("button", { name: "Show all" }).click();
    await expect.element(screen.getByText("Ticket 2:")).toBeVisible();
    await expect.element(screen.getByRole("searchbox")).toHaveValue("");
  });

  it("sort by all variants or by one's own column", async () => {
    const { screen, fake } = await showExperiment(sampleExperiment());
    await expect.element(screen.getByText("Ticket 1:")).toBeVisible();
    await screen.getByRole("combobox", { name: "Sort rows" }).selectOptions("Slowest");
    const sort = () => fake.inputsOf("experiments.rows").at(-1)?.view.sort;
    await expect.poll(sort).toEqual({ by: "latency", descending: true });
    await screen.getByRole("button", { name: "Sort by B" }).click();
    await screen.getByRole("menuitem", { name: "Dearest first" }).click();
    await expect.poll(sort).toEqual({ by: "cost", descending: true, variant: "B" });
    await expect.element(screen.getByRole("combobox", { name: "Sort rows" })).toHaveValue("column");
  });
});

it("what has come since stands in the grid, and rows that say the same are left alone", async () => {
  const sample = sampleExperiment();
  const first = sample.rows[0];
  if (!first) throw new Error("no row");
  first.cells[2] = { status: "running", runId: null, answer: "", checks: [] };
  const { screen, teller } = await showExperiment(sample);
  await expect.element(screen.getByText("answering…")).toBeVisible();
  const untouched = rows()[1];
  first.cells[2] = { ...sampleCell(0, 1), answer: "Dear Ayşe, thank you for your patience." };
  teller.tell({ revision: 2 });
  await expect.element(screen.getByText("Dear Ayşe, thank you for your patience.")).toBeVisible();
  expect(screen.getByText("answering…").query()).toBeNull();
  expect(rows()[1]).toBe(untouched);
});

it("a page that cannot be had says so in place of the rows, and is asked for again", async () => {
  let fails = true;
  const sample = sampleExperiment();
  const { samplePage } = await import("./samples.ts");
  const { screen } = await showExperiment(sample, {
    answers: {
      "experiments.rows": ({ view, from, count }) => {
        if (fails) throw new Error("The store is locked.");
        return samplePage(sample, view, from, count);
      },
    },
  });
  await expect.element(screen.getByText("The store is locked.")).toBeVisible();
  fails = false;
  await screen.getByRole("button", { name: "Retry" }).click();
  await expect.element(screen.getByText("Ticket 1:")).toBeVisible();
});
