import { expect, it, vi } from "vitest";
import type { ExperimentSummary } from "../../../shared/domain/experiment/experiment-summary.ts";
import { sampleExperiment, sampleSummary } from "./samples.ts";
import { showExperiment } from "./show-experiment.tsx";

/* What can be done with an experiment, by its menus. */

it("stops, runs the rest, sends again what failed, and scores again: each only where there is something of it", async () => {
  const sample = sampleExperiment({ rows: 6, variants: 2 });
  const counts = { done: 7, open: 2, uncertain: 0, waiting: 3 };
  const running = sampleSummary(sample, { counts, unanswered: 0, unscored: 0 });
  const ended: ExperimentSummary = {
    ...running,
    state: "cancelled",
    endedAt: 1,
    owner: "none",
    unanswered: 1,
    unscored: 2,
  };
  const { screen, fake, teller } = await showExperiment(sample, {
    change: { summary: running },
    answers: { "experiments.stop": ended, "experiments.retry": ended, "experiments.scoreAgain": ended },
  });
  const choose = async (name: RegExp) => {
    await screen.getByRole("button", { name: "More of this experiment" }).click();
    await screen.getByRole("menuitem", { name }).click();
  };
  await screen.getByRole("button", { name: "More of this experiment" }).click();
  for (const name of [/^Run the rest/, /^Retry failed/, /^Score again/, /^Add to it/]) {
    await expect.element(screen.getByRole("menuitem", { name })).toHaveAttribute("aria-disabled", "true");
  }
  await screen.getByRole("menuitem", { name: /^Stop/ }).click();
  await expect.poll(() => fake.inputsOf("experiments.stop")).toEqual([{ jobId: "j1" }]);
  teller.tell({ summary: ended, running: 0 });
  await expect.element(screen.getByText("3 not run", { exact: false })).toBeVisible();
  expect(screen.getByRole("button", { name: "Pause" }).query()).toBeNull();
  // What was stopped runs no more, though its rows are not all there.
  expect(screen.getByText("still runs", { exact: false }).query()).toBeNull();
  await choose(/^Run the rest/);
  await choose(/^Retry failed/);
  await choose(/^Score again/);
  expect(fake.inputsOf("experiments.retry").map(({ states }) => states)).toEqual([["stopped"], ["failed", "stopped"]]);
  expect(fake.inputsOf("experiments.scoreAgain")).toHaveLength(1);
});

it("leaves as a report or as cells, in each form that is offered; what cannot be made says so", async () => {
  const saved: string[] = [];
  vi.spyOn(URL, "createObjectURL").mockReturnValue("blob:nothing");
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.download);
  });
  const { screen, fake } = await showExperiment(sampleExperiment({ rows: 6 }), {
    answers: {
      "experiments.export": ({ format }) => {
        if (format === "junit") throw new Error("The disk is full.");
        return { fileName: `x.${format}`, mediaType: "text/plain", text: "x" };
      },
    },
  });
  const forms = [/HTML/, /Markdown/, /spreadsheets/, /programs/, /JSON lines/, /JUnit/];
  for (const form of forms) {
    await screen.getByRole("button", { name: "Export" }).click();
    await screen.getByRole("menuitem", { name: form }).click();
  }
  await expect.element(screen.getByText("The disk is full.")).toBeVisible();
  expect(saved).toEqual(["x.html", "x.markdown", "x.csv-spreadsheet", "x.csv", "x.jsonl"]);
  expect(fake.inputsOf("experiments.export").every(({ jobId }) => jobId === "j1")).toBe(true);
  vi.restoreAllMocks();
});
