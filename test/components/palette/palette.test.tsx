import type { PromptSummary } from "@shared/domain/prompt/prompt.ts";
import type { RunSummary } from "@shared/domain/run/history.ts";
import { expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { Palette } from "../../../renderer/features/palette/Palette.tsx";
import { useApp } from "../../../renderer/stores/app.ts";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useHistory } from "../../../renderer/stores/history/history.ts";
import { useLibrary } from "../../../renderer/stores/prompts/library.ts";
import { usePrompt } from "../../../renderer/stores/prompts/prompt.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { commandsOf, offerCommands } from "../../../renderer/stores/view-commands.ts";
import { useWhileShown } from "../../../renderer/ui/use-while-shown.ts";
import type { FakeAnswers } from "../../fakes/routes/client.ts";
import { draftWith, promptRef, resolvedPrompt, settingsWith, variant, versionList } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const summary = (name: string, versions: string[]): PromptSummary => ({ name, versions, labels: [], tags: [] });
const place = { library: "langfuse", connection: "1a2b" };
const reply = { id: "r1", startedAt: Date.now(), promptName: "support/reply", model: "gpt-4o", excerpt: "Hello" };

const pause = vi.fn();

function View({ running }: { running: boolean }) {
  useWhileShown(
    offerCommands,
    commandsOf("Experiment", [{ id: "pause", label: "Pause", disabled: !running, onSelect: pause }]),
  );
  return <Palette />;
}

async function showPalette(answers: FakeAnswers = {}, running = true) {
  const fake = startStores({
    "settings.get": settingsWith(),
    "draft.get": draftWith([variant("a")]),
    "prompts.list": () => ({
      ...place,
      prompts: [summary("support/reply", ["1", "2", "3"]), summary("support/greet", ["1", "12"])],
      fetchedAt: 1,
      freshness: "network",
    }),
    "prompts.get": resolvedPrompt(),
    "prompts.versions": versionList,
    "history.list": { runs: [reply as RunSummary], next: null },
    "history.get": () => new Promise(() => undefined),
    ...answers,
  });
  await Promise.all([useSettings.getState().load(), useDraft.getState().load()]);
  await Promise.all([useLibrary.getState().open(place), usePrompt.getState().open(promptRef)]);
  await vi.waitFor(() => expect(usePrompt.getState().versions).not.toBeNull());
  useApp.setState({ view: "settings", paletteOpen: true });
  const screen = await show(<View running={running} />);
  return { screen, fake };
}

it("finds a version of the open prompt by its number and its label, and one of another prompt by name and number", async () => {
  const { screen } = await showPalette();
  await userEvent.keyboard("v2");
  await screen.getByRole("option", { name: "support/reply v2 production" }).click();
  expect(useDraft.getState().draft.openPrompt).toMatchObject({ name: "support/reply", version: "2" });
  expect(useApp.getState()).toMatchObject({ view: "playground", paletteOpen: false });

  useApp.setState({ paletteOpen: true });
  await screen.getByRole("combobox").fill("greet 12");
  await screen.getByRole("option", { name: "support/greet v12" }).click();
  expect(useDraft.getState().draft.openPrompt).toEqual({ ...place, name: "support/greet", version: "12" });
});

it("finds what the open view can do now, by its name and by what it belongs to, and nothing it cannot", async () => {
  const { screen } = await showPalette();
  await userEvent.keyboard("experiment pau");
  await screen.getByRole("option", { name: "Pause Experiment" }).click();
  expect(pause).toHaveBeenCalledOnce();
  expect(useApp.getState().paletteOpen).toBe(false);
});

it("has no entry for what the view cannot do now", async () => {
  const { screen } = await showPalette({}, false);
  await userEvent.keyboard("pause");
  await expect.element(screen.getByRole("option", { name: "Search the history for “pause”" })).toBeVisible();
  expect(screen.getByRole("option", { name: "Pause Experiment" }).query()).toBeNull();
});

it("finds runs by their words and opens one in the history, which then has that search", async () => {
  const { screen, fake } = await showPalette();
  await userEvent.keyboard("hello");
  await screen.getByRole("option", { name: /support\/reply · gpt-4o · Hello/ }).click();
  expect(fake.inputsOf("history.list")[0]).toEqual({ filter: { text: "hello" }, limit: 5 });
  expect(useHistory.getState()).toMatchObject({ filter: { text: "hello" }, chosen: ["r1"] });
  expect(useApp.getState().view).toBe("history");
});

it("leads to a section of the settings by its name", async () => {
  const { screen } = await showPalette();
  await userEvent.keyboard("backup");
  await screen.getByRole("option", { name: "Settings: Backup Go to" }).click();
  expect(useApp.getState()).toMatchObject({ view: "settings", settingsSection: "backup" });
});
