import type { GroupFigures } from "@shared/contract/routes.ts";
import { expect, it } from "vitest";
import { useSpend } from "../../../renderer/stores/run/spend.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { settingsWith } from "../samples.ts";
import { sampleExperiment, sampleSummary } from "./samples.ts";
import { showExperiment } from "./show-experiment.tsx";
import { showSetup, twoVariants } from "./show-setup.tsx";

const limits = { spend: { dayUsd: 6, providerUsd: { openai: 5 } } };
const groupOf = (costUsd: number): GroupFigures => ({
  ...{ name: "openai", within: null, runs: 9, failed: 0, medianTtftMs: null, medianTotalMs: null },
  ...{ p95TtftMs: null, p95TotalMs: null },
  ...{ inputTokens: null, outputTokens: null, costUsd, priced: 9 },
});

// An experiment of ten dollars said nothing of a limit of five.
it("before an experiment starts the limits of the day say what it would make of them; it can be started all the same", async () => {
  const { screen } = await showSetup(twoVariants, undefined, {
    "settings.get": settingsWith(limits),
    "history.groups": [groupOf(4.5)],
  });
  // 0.5 to 2 dollars are likely 1.
  const note = screen.getByRole("note").filter({ hasText: "This would pass your limit" });
  await expect
    .element(note)
    .toHaveTextContent("This would pass your limit: today $4.50 of $5 with OpenAI · about $5.50 after this.");
  await expect.element(screen.getByText("Today $4.50 of $6 · about $5.50 after this", { exact: false })).toBeVisible();
  await expect.element(screen.getByRole("button", { name: /^Start/ })).toBeEnabled();
});

it("an experiment that has passed a limit while it runs says so, and one within it does not", async () => {
  const sample = sampleExperiment();
  const summary = sampleSummary(sample, { state: "running", owner: "this", endedAt: null });
  let spent = 4.9;
  const { screen } = await showExperiment(sample, {
    change: { summary },
    answers: { "settings.get": settingsWith(limits), "history.groups": () => [groupOf(spent)] },
  });
  await useSettings.getState().load();
  await expect.element(screen.getByRole("button", { name: "Pause" })).toBeVisible();
  expect(screen.getByText("Past your limit", { exact: false }).query()).toBeNull();
  spent = 5.2;
  useSettings.setState({ settings: settingsWith({ spend: { ...limits.spend } }) });
  await useSpend.getState().ask();
  await expect
    .element(screen.getByText("Past your limit: today $5.20 of $5 with OpenAI. The experiment goes on."))
    .toBeVisible();
});
