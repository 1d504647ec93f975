import { expect, it, vi } from "vitest";
import { useShellCommands } from "../../../renderer/features/shell/use-shell-commands.ts";
import { useApp } from "../../../renderer/stores/app.ts";
import { useCommands } from "../../../renderer/stores/commands.ts";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useExperimentView } from "../../../renderer/stores/experiments/experiment-view.ts";
import { useSetup } from "../../../renderer/stores/experiments/setup/setup.ts";
import { useInputs } from "../../../renderer/stores/inputs/inputs.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { draftWith, promptRef, settingsWith, variant } from "../samples.ts";
import { show, startStores } from "../show.tsx";

function Commands() {
  useShellCommands();
  return null;
}

it("takes the playground's variants and saved inputs, and says what of them is no part of an experiment", async () => {
  useSetup.setState(useSetup.getInitialState(), true);
  startStores({
    "settings.get": settingsWith(),
    "draft.get": draftWith([
      variant("a", { pins: {} }),
      variant("b", {
        modelOverride: "openai/gpt-4o",
        parameters: { temperature: { value: 0, on: true }, top_p: { value: 1, on: false } },
      }),
    ]),
    "experiments.setups": [],
    "experiments.keepSetup": (kept) => ({ ...kept, changedAt: 1 }),
  });
  await Promise.all([useSettings.getState().load(), useDraft.getState().load()]);
  useInputs.setState({
    inputs: [{ id: "1", name: "Ada", variables: { tone: "warm", customer: "Ada" }, placeholders: {} }],
  });
  await show(<Commands />);
  expect(useCommands.getState().run("experiment.fromPlayground")).toBe(true);
  await vi.waitFor(() => expect(useApp.getState().view).toBe("experiments"));
  expect(useExperimentView.getState().place).toEqual({ page: "new" });
  const { draft, table } = useSetup.getState();
  const { library: _, project: _project, name, ...place } = promptRef;
  // What is switched off is not sent, and no variant has a base's model written over it.
  expect(draft.variants).toEqual([
    { id: "v1", prompt: { langfuse: name, ...place }, parameters: {} },
    { id: "v2", prompt: { langfuse: name, ...place }, model: "openai/gpt-4o", parameters: { temperature: 0 } },
  ]);
  expect(table?.columns).toEqual(["input name", "tone", "customer"]);
  expect(table?.rows).toEqual([["Ada", "warm", "Ada"]]);
});
