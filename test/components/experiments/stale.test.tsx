import { expect, it } from "vitest";
import { useExperimentView } from "../../../renderer/stores/experiments/experiment-view.ts";
import { useSetup } from "../../../renderer/stores/experiments/setup/setup.ts";
import { noteStart } from "../../../renderer/stores/experiments/setup/setup-changes.ts";
import { useSetupPrompts } from "../../../renderer/stores/experiments/setup/setup-prompts.ts";
import { experimentNow } from "../../../renderer/stores/experiments/setup/setup-view.ts";
import { resolvedPrompt } from "../samples.ts";
import { sampleExperiment, sampleSummary } from "./samples.ts";
import { showExperiment } from "./show-experiment.tsx";
import { twoVariants, whole } from "./show-setup.tsx";

// Results of another text, or of other rows, were read as those of what is set up.
it("results say what of their set-up was changed since, a moved label too, and send only that", async () => {
  const sample = sampleExperiment({ rows: 8, variants: 2 });
  const summary = sampleSummary(sample, { state: "done", endedAt: 1, owner: "none" });
  const [stored, edit] = twoVariants.variants;
  if (!stored || !edit) throw new Error("no variants");
  const { version: _, ...labelled } = { langfuse: "support/reply", label: "production", version: "3" };
  const draft = { ...twoVariants, variants: [{ ...stored, prompt: labelled }, edit] };
  useSetup.setState({ ...useSetup.getInitialState(), draft, table: whole, loaded: true }, true);
  useSetupPrompts.setState(useSetupPrompts.getInitialState(), true);
  let text = "Answer {{customer}}, {{tone}}";
  const { screen } = await showExperiment(sample, {
    change: { summary, running: 0 },
    answers: {
      "prompts.get": () => {
        const found = resolvedPrompt();
        return { ...found, prompt: { ...found.prompt, prompt: text } };
      },
      "experiments.keepSetup": (kept) => ({ ...kept, changedAt: 1 }),
      "experiments.setups": [],
      "experiments.check": { problems: [], leftOut: [], warnings: [] },
      "experiments.forecast": { problems: [] },
      "experiments.preview": { mapping: [], run: null, problems: [], leftOut: [], warnings: [] },
      "settings.get": {} as never,
    },
  });
  useSetupPrompts.getState().ask(draft.variants.map(({ prompt }) => prompt));
  await expect.poll(() => Object.values(useSetupPrompts.getState().views)[0]?.resolved).toBeTruthy();
  noteStart("j1", experimentNow());
  const bar = screen.getByRole("note").filter({ hasText: "These results are as of" });
  expect(bar.query()).toBeNull();

  useSetup.getState().change((now) => ({
    ...now,
    variants: now.variants.map((one) => (one.id === edit.id ? { ...one, parameters: { temperature: 1 } } : one)),
  }));
  const rows = whole.rows.map((row, index) => (index < 2 ? row.map((cell) => `${cell}!`) : row));
  useSetup.getState().changeTable({ ...whole, rows });
  await expect.element(bar).toMatchTextContent("Changed in the set-up since: B and 2 rows.");
  text = "Answer {{customer}} at once, {{tone}}";
  useSetupPrompts.getState().askAgain(labelled);
  await expect.element(bar).toMatchTextContent("Changed in the set-up since: A, B and 2 rows.");

  await bar.getByRole("button", { name: "Run those" }).click();
  expect(useExperimentView.getState().place).toEqual({ page: "new" });
  expect(useSetup.getState().draft.joins).toMatchObject({ jobId: "j1", how: "reuse" });
});
