import type { ExperimentForecast } from "@shared/domain/experiment/forecast.ts";
import { tableOfRecords } from "@shared/domain/experiment/setup/dataset-table.ts";
import { emptySetup, type SetupDraft } from "@shared/domain/experiment/setup/setup-draft.ts";
import { expect } from "vitest";
import { NewExperiment } from "../../../renderer/features/experiments/setup/NewExperiment.tsx";
import { useExperimentView } from "../../../renderer/stores/experiments/experiment-view.ts";
import { useSetup } from "../../../renderer/stores/experiments/setup/setup.ts";
import { useSetupPrompts } from "../../../renderer/stores/experiments/setup/setup-prompts.ts";
import { useStart } from "../../../renderer/stores/experiments/setup/start.ts";
import { useTry } from "../../../renderer/stores/experiments/setup/try-evaluators.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import type { FakeAnswers } from "../../fakes/routes/client.ts";
import { resolvedPrompt, settingsWith } from "../samples.ts";
import { show, startStores } from "../show.tsx";

export const forecast: ExperimentForecast = {
  calls: 480,
  parts: [
    {
      kind: "variant",
      name: "A",
      model: "openai/gpt-4o-mini",
      calls: 240,
      inputTokens: { lo: 300, hi: 400 },
      outputTokens: { lo: 60, hi: 200 },
      callMs: { lo: 500, hi: 2_000 },
      basis: "earlier answers",
      price: null,
      lane: "k",
      atOnce: { lo: 4, hi: 32 },
      costUsd: { lo: 0.5, hi: 2 },
    },
  ],
  inputTokens: { lo: 1, hi: 2 },
  outputTokens: { lo: 1, hi: 2 },
  costUsd: { lo: 0.5, hi: 2 },
  unpriced: [],
  timeMs: { lo: 60_000, hi: 360_000 },
  isAssumed: false,
  stopsAt: null,
  unit: "row",
  power: null,
};

export const twoVariants: SetupDraft = {
  ...emptySetup,
  name: "tones",
  variants: [
    { id: "v1", prompt: { langfuse: "support/reply", version: "3" }, model: "openai/gpt-4o-mini", parameters: {} },
    { id: "v2", prompt: { text: "Answer {{customer}}" }, model: "openai/gpt-4o", parameters: { temperature: 0 } },
  ],
};

export const whole = tableOfRecords(
  Array.from({ length: 8 }, (_, index) => ({ tone: "warm", customer: `C${index}`, answer: "refund" })),
  { source: "file", name: "tones.csv", readAt: 1 },
);

function start(answers: FakeAnswers = {}) {
  for (const store of [useSetup, useSetupPrompts, useStart, useTry, useExperimentView])
    (store as typeof useSetup).setState((store as typeof useSetup).getInitialState(), true);
  return startStores({
    "settings.get": settingsWith(),
    "experiments.setups": [],
    "experiments.keepSetup": (kept) => ({ ...kept, changedAt: 1 }),
    "experiments.forgetSetup": null,
    "experiments.check": { problems: [], leftOut: [], warnings: [] },
    "experiments.forecast": { forecast },
    "experiments.preview": { mapping: [], run: null, problems: [], leftOut: [], warnings: [] },
    "prompts.get": resolvedPrompt(),
    "models.list": [],
    "experiments.list": [],
    "datasets.take": null,
    "datasets.list": [],
    "datasets.versions": [],
    ...answers,
  });
}

export async function showSetup(draft: SetupDraft, table = whole as typeof whole | null, answers: FakeAnswers = {}) {
  const fake = start({
    "experiments.setups": [
      { id: "new", title: draft.name, changedAt: 1, setup: draft },
      ...(table ? [{ id: "new-rows", title: "", changedAt: 1, setup: table }] : []),
    ],
    ...answers,
  });
  await useSettings.getState().load();
  const screen = await show(<NewExperiment />);
  const title = draft.joins?.how === "add" ? "Add to an experiment" : "New experiment";
  await expect.element(screen.getByRole("heading", { name: title })).toBeVisible();
  return { screen, fake };
}

/** Gives a hidden field a file, as choosing one does. */
export function chooseFile(field: Element, name: string, text: string): void {
  const input = field as HTMLInputElement;
  const files = new DataTransfer();
  files.items.add(new File([text], name));
  input.files = files.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
