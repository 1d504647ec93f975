import { afterEach, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { useApp } from "../../../renderer/stores/app.ts";
import { useExperimentView } from "../../../renderer/stores/experiments/experiment-view.ts";
import { sampleExperiment, sampleSummary } from "./samples.ts";
import { showExperiment } from "./show-experiment.tsx";

afterEach(() => page.viewport(1440, 900));

it("uncertain cells are named before they are sent again, and only after a yes", async () => {
  const sample = sampleExperiment();
  const row = sample.rows[3];
  if (!row) throw new Error("no row");
  row.cells[1] = { status: "uncertain", runId: "r", answer: "", checks: [], why: "Its request may have left." };
  const summary = sampleSummary(sample, { counts: { done: 119, open: 0, uncertain: 1, waiting: 0 }, state: "done" });
  const { screen, fake } = await showExperiment(sample, {
    change: { summary },
    answers: { "experiments.retry": summary },
  });
  await screen.getByRole("button", { name: "More of this experiment" }).click();
  await screen.getByRole("menuitem", { name: "Resend uncertain" }).click();
  const named = screen.getByRole("list", { name: "Uncertain cells" });
  await expect.element(named.getByText("#4 B Ticket 4")).toBeVisible();
  expect(fake.inputsOf("experiments.retry")).toHaveLength(0);
  await screen.getByRole("button", { name: "Send again, may be paid twice" }).click();
  await expect.poll(() => fake.inputsOf("experiments.retry")).toEqual([{ jobId: "j1", states: ["uncertain"] }]);
});

it("one that was left in the middle is resumed from where it was", async () => {
  const sample = sampleExperiment();
  for (const row of sample.rows.slice(34))
    row.cells = row.cells.map(() => ({ status: "waiting", runId: null, answer: "", checks: [] }));
  const summary = sampleSummary(sample, {
    owner: "none",
    counts: { done: 100, open: 2, uncertain: 0, waiting: 18 },
    notice: "the app was closed",
  });
  const { screen, fake } = await showExperiment(sample, {
    change: { summary, running: 0 },
    answers: { "experiments.resume": { ...summary, owner: "this" } },
  });
  await expect.element(screen.getByText("Paused at 102: the app was closed")).toBeVisible();
  // It said that it still runs.
  await expect.element(screen.getByText(/paused: wider intervals/)).toBeVisible();
  await screen.getByRole("button", { name: "Resume" }).click();
  await expect.poll(() => fake.inputsOf("experiments.resume")).toEqual([{ jobId: "j1" }]);
  await expect.element(screen.getByRole("button", { name: "Pause" })).toBeVisible();
});

it("while it runs and no limit of the day is passed, nothing stands between its progress and its scores (an empty notice did)", async () => {
  const sample = sampleExperiment();
  const counts = { done: 100, open: 0, uncertain: 0, waiting: 20 };
  const { screen } = await showExperiment(sample, { change: { summary: sampleSummary(sample, { counts }) } });
  await expect.element(screen.getByRole("button", { name: "Pause" })).toBeVisible();
  const progress = screen.getByRole("region", { name: "Progress" }).element().getBoundingClientRect();
  const variants = screen.getByRole("region", { name: "Variants" }).element().getBoundingClientRect();
  expect(variants.top - progress.bottom).toBe(0);
});

it("in a narrow window the cost of a variant stays clear of the verdicts (it was cut off)", async () => {
  const sample = sampleExperiment();
  const waits = { status: "waiting" as const, runId: null, answer: "", checks: [] };
  for (const row of sample.rows.slice(20)) row.cells = row.cells.map(() => waits);
  // What the shell leaves of 900 × 600.
  await page.viewport(852, 530);
  const counts = { done: 100, open: 0, uncertain: 0, waiting: 20 };
  const { screen } = await showExperiment(sample, { change: { summary: sampleSummary(sample, { counts }) } });
  const box = screen.getByRole("region", { name: "Variants" });
  await expect.element(box.getByText(/so far/).first()).toBeVisible();
  expect(box.element().scrollWidth).toBe(box.element().clientWidth);
});

it("variants stand with their rate and interval, verdicts in words, and what counts for none beside them", async () => {
  const { screen } = await showExperiment(sampleExperiment({ rows: 240 }));
  const variants = screen.getByRole("region", { name: "Variants" });
  await expect.element(variants.getByText("192 of 240")).toBeVisible();
  await expect.element(variants.getByRole("img", { name: "A: between 74.5 % and 84.6 %" })).toBeVisible();
  const verdicts = screen.getByRole("region", { name: "Verdicts" });
  await expect.element(verdicts.getByText("B is better than A: +9.2 points")).toBeVisible();
  await expect.element(verdicts.getByText("0 cells open")).toBeVisible();
});

it("the list opens an experiment; an empty one leads to a new one", async () => {
  const sample = sampleExperiment();
  const { screen, fake } = await showExperiment(sample, { list: true });
  const row = screen.getByRole("row", { name: "Refund replies" });
  await expect.element(row.getByText("B is better than A")).toBeVisible();
  await expect.element(screen.getByRole("button", { name: "Delete Refund replies" })).toBeDisabled();
  await screen.getByRole("button", { name: "Refund replies", exact: false }).first().click();
  await expect.element(screen.getByRole("grid")).toBeVisible();
  fake.answer({ "experiments.list": [] });
  await screen.getByRole("button", { name: "Back to the experiments" }).click();
  await screen.getByRole("button", { name: "Set one up" }).click();
  expect(useExperimentView.getState().place).toEqual({ page: "new" });
});

it("a run over inputs has the grid and what stops it, says that nothing judges it, and leads back to the playground", async () => {
  const sample = sampleExperiment({ rows: 6, variants: 2, scores: 0 });
  const summary = sampleSummary(sample, { isPass: true });
  const { screen } = await showExperiment(sample, { change: { summary } });
  await expect.element(screen.getByText("Answers only: no evaluator judges them")).toBeVisible();
  expect(screen.getByText(/against A|better than A/).query()).toBeNull();
  // That an answer is there was told as a pass, of 100 %.
  await expect.element(screen.getByRole("grid")).toMatchTextContent(/answered/);
  expect(screen.getByRole("grid").element().textContent).not.toMatch(/pass/);
  expect(screen.getByRole("region", { name: "Variants" }).element().textContent).not.toContain("%");
  expect(screen.getByRole("radio", { name: "Set-up" }).query()).toBeNull();
  await screen.getByRole("button", { name: "More of this experiment" }).click();
  await expect.element(screen.getByRole("menuitem", { name: /^Stop/ })).toBeVisible();
  expect(screen.getByRole("menuitem", { name: /^Add to it/ }).query()).toBeNull();
  await userEvent.keyboard("{Escape}");
  await screen.getByRole("button", { name: "Back to the playground" }).click();
  expect(useApp.getState().view).toBe("playground");
});
