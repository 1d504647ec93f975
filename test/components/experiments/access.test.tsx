import type { SetupDraft } from "@shared/domain/experiment/setup/setup-draft.ts";
import { expect, it } from "vitest";
import { commands, userEvent } from "vitest/browser";
import { expectAccessible } from "../axe.ts";
import { show } from "../show.tsx";
import { sampleExperiment, sampleSummary } from "./samples.ts";
import { showExperiment } from "./show-experiment.tsx";
import { showSetup, twoVariants } from "./show-setup.tsx";

it("the list keeps nobody out, nor does what asks before it deletes", async () => {
  const sample = sampleExperiment({ rows: 6 });
  const { screen } = await showExperiment(sample, {
    list: true,
    answers: { "experiments.list": [sampleSummary(sample, { endedAt: 1, state: "done" })] },
  });
  await expect.element(screen.getByRole("row", { name: "Refund replies" })).toBeVisible();
  await expectAccessible();
  await screen.getByRole("button", { name: "Delete Refund replies" }).click();
  await expect.element(screen.getByRole("dialog")).toBeVisible();
  await expectAccessible();
});

it("the page of an experiment keeps nobody out: rows, a cell, set-up, log, and what asks before it sends again", async () => {
  const sample = sampleExperiment({ rows: 6 });
  const [first, second] = sample.rows;
  if (first) first.cells[1] = { status: "uncertain", runId: "r", answer: "", checks: [], why: "It may have left." };
  if (second) second.cells[2] = { status: "running", runId: "r", answer: "Dear", checks: [] };
  const { screen } = await showExperiment(sample, {
    change: { summary: sampleSummary(sample, { counts: { done: 16, open: 0, uncertain: 1, waiting: 1 } }) },
  });
  await screen.getByRole("grid").click();
  await userEvent.keyboard("{Enter}");
  await expect.element(screen.getByRole("region", { name: "Scores" })).toBeVisible();
  await expectAccessible();
  for (const tab of ["Set-up", "Log"]) {
    await screen.getByRole("radio", { name: tab }).click();
    await expectAccessible();
  }
  await screen.getByRole("button", { name: "More of this experiment" }).click();
  await screen.getByRole("menuitem", { name: "Resend uncertain" }).click();
  await expect.element(screen.getByRole("dialog")).toBeVisible();
  await expectAccessible();
});

it("the set-up keeps nobody out, with its forms open and with its dialogs", async () => {
  const draft: SetupDraft = {
    ...twoVariants,
    evaluators: [
      { id: "e1", evaluator: { type: "contains", name: "names it" } },
      { id: "e2", evaluator: { type: "judge", name: "polite", model: "openai/gpt-4o", rubric: "Polite?" } },
    ],
  };
  const { screen } = await showSetup(draft);
  for (const form of [/^Variant B/, /^polite/, /^names it/]) {
    await screen.getByRole("button", { name: form }).first().click();
  }
  await expectAccessible();
  for (const dialog of ["Look at the rows", "Load a set-up"]) {
    await screen.getByRole("button", { name: dialog }).click();
    await expect.element(screen.getByRole("dialog")).toBeVisible();
    await expectAccessible();
    await userEvent.keyboard("{Escape}");
    await expect.element(screen.getByRole("dialog")).not.toBeInTheDocument();
  }
});

// A look that finds nothing anywhere would pass everywhere.
it("the look itself finds what keeps somebody out: a button without a name, a text too pale to read", async () => {
  const screen = await show(
    <main>
      <button type="button" />
      <p style={{ color: "#777", background: "#888" }}>hardly to be read</p>
    </main>,
  );
  await expect.element(screen.getByText("hardly to be read")).toBeVisible();
  const found = await commands.violationsInTest("light");
  expect(found.map((violation) => violation.split(":")[0])).toEqual([
    "light critical button-name",
    "light serious color-contrast",
  ]);
  await expect(expectAccessible()).rejects.toMatchObject({
    actual: expect.arrayContaining([expect.stringContaining("button-name")]),
  });
});
