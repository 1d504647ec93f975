import type { RetirementDesk } from "@shared/domain/model/retirement.ts";
import { expect, it, vi } from "vitest";
import { Models } from "../../../renderer/features/models/Models.tsx";
import { useApp } from "../../../renderer/stores/app.ts";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useSetup } from "../../../renderer/stores/experiments/setup/setup.ts";
import { useDataset } from "../../../renderer/stores/inputs/dataset.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { draftWith, promptRef, recordOf, savedInput, settingsWith, variant } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const desk: RetirementDesk = {
  asOf: "2026-11-29",
  within: 90,
  models: [
    {
      provider: "openai",
      providerLabel: "OpenAI",
      model: "gpt-5",
      id: "gpt-5",
      ends: "2026-12-11",
      days: 12,
      replacedBy: "gpt-5.6-sol",
      source: "A list, 2026-11-29",
      uses: [
        { kind: "prompt", prompt: { ...promptRef, version: "3" }, label: promptRef.name, detail: "newest, version 3" },
        { kind: "edit", prompt: promptRef, label: promptRef.name },
        { kind: "deployment", label: "chat", detail: "openai/gpt-5" },
        { kind: "runs", label: "gpt-5", runs: 4, model: "gpt-5", provider: "openai" },
      ],
    },
    {
      provider: "openai",
      providerLabel: "OpenAI",
      model: "o1",
      id: "o1",
      ends: "2026-10-23",
      days: -37,
      source: "A list, 2026-11-29",
      uses: [{ kind: "experiment", jobId: "j1", label: "Tone" }],
    },
  ],
  looked: { prompt: 3, edit: 1, draft: 1, experiment: 1, "set-up": 0, deployment: 1, runs: 2 },
  unknown: ["my-model"],
  unread: ["Langfuse: it cannot be reached"],
};

async function shown(answers = {}) {
  useSetup.setState(useSetup.getInitialState(), true);
  const request = {
    ...recordOf("r1", {} as never).request,
    variables: { tone: "cold", customer: "Bo" },
    placeholders: {},
  };
  const fake = startStores({
    "settings.get": settingsWith(),
    "draft.get": draftWith([variant("a")], { openPrompt: null }),
    "models.retiring": desk,
    "inputs.list": [savedInput("1", "Ada", { tone: "warm", customer: "Ada" })],
    "history.list": { runs: [{ id: "r1", startedAt: Date.parse("2026-11-28T10:00:00Z") }], next: null } as never,
    "history.get": { record: { ...recordOf("r1", request as never), request } } as never,
    "experiments.setups": [],
    "experiments.keepSetup": (kept) => ({ ...kept, changedAt: 1 }),
    ...answers,
  });
  await Promise.all([useSettings.getState().load(), useDraft.getState().load()]);
  return { fake, screen: await show(<Models />) };
}

it("says what ends, when, what replaces it, everything that names it, and what could not be looked at", async () => {
  const { screen } = await shown();
  const card = screen.getByRole("article", { name: "gpt-5" });
  await expect.element(card.getByText("ends 2026-12-11 · 12 days")).toBeVisible();
  await expect.element(card.getByText("replaced by gpt-5.6-sol")).toBeVisible();
  // One prompt is one line, whatever of it names the model.
  await expect.element(card.getByText("newest, version 3 · unsaved edit")).toBeVisible();
  await expect.element(card.getByText("4 runs in 30 days")).toBeVisible();
  await expect.element(screen.getByRole("article", { name: "o1" }).getByText("gone since 2026-10-23")).toBeVisible();
  await expect.element(screen.getByText("Not read: Langfuse: it cannot be reached")).toBeVisible();
  await expect.element(screen.getByText("1 name has no row in the list")).toBeVisible();
});

it("opens old and new side by side over saved inputs and the values of recent runs; nothing is sent", async () => {
  const { screen, fake } = await shown();
  await screen.getByRole("button", { name: `Compare the models of ${promptRef.name}` }).click();
  await vi.waitFor(() => expect(useApp.getState().view).toBe("playground"));
  const { draft } = useDraft.getState();
  expect(draft.openPrompt).toMatchObject({ ...promptRef, version: "3" });
  expect(draft.variants.map(({ modelOverride }) => modelOverride)).toEqual(["gpt-5", "gpt-5.6-sol"]);
  expect(useDataset.getState().rowsToRun?.map(({ name, variables }) => [name, variables["customer"]])).toEqual([
    ["Ada", "Ada"],
    ["Run of 2026-11-28 10:00", "Bo"],
  ]);
  expect(Object.values(draft.values)).toEqual([{ variables: { tone: "warm", customer: "Ada" }, placeholders: {} }]);
  expect(fake.inputsOf("run.start")).toEqual([]);
});

it("makes an experiment of both with the same rows", async () => {
  const { screen } = await shown();
  await screen.getByRole("button", { name: `Make an experiment of the models of ${promptRef.name}` }).click();
  await vi.waitFor(() => expect(useApp.getState().view).toBe("experiments"));
  const { draft, table } = useSetup.getState();
  expect(draft.variants.map(({ model }) => model)).toEqual(["gpt-5", "gpt-5.6-sol"]);
  expect(table?.rows.map(([name]) => name)).toEqual(["Ada", "Run of 2026-11-28 10:00"]);
});

it("says so where nothing ends", async () => {
  const { screen } = await shown({ "models.retiring": { ...desk, models: [] } });
  await expect
    .element(screen.getByText("Nothing here names a model that is known to end within 90 days."))
    .toBeVisible();
});
