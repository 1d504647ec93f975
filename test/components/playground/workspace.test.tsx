import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { describe, expect, it, vi } from "vitest";
import { Playground } from "../../../renderer/features/playground/Playground.tsx";
import { useWorkspace } from "../../../renderer/features/shell/use-workspace.ts";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { openList, useLibrary } from "../../../renderer/stores/prompts/library.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { draftWith, previewOf, promptRef, resolvedPrompt, settingsWith, variant } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const sample: PromptRef = { library: "demo", name: "release-notes" };

function Window() {
  useWorkspace();
  return <Playground />;
}

async function showWindow(openPrompt: PromptRef, lastOpened?: Record<string, PromptRef>) {
  let { library: chosen } = openPrompt;
  startStores({
    "settings.get": () => settingsWith({ library: chosen }),
    "settings.save": ({ library = chosen }) => {
      chosen = library;
      return settingsWith({ library });
    },
    "draft.get": draftWith([variant("a")], { openPrompt, ...(lastOpened ? { lastOpened } : {}) }),
    "prompts.list": ({ library }) => ({
      library,
      ...(library === "langfuse" ? { connection: "1a2b" } : {}),
      prompts: [],
      fetchedAt: 1,
      freshness: "network" as const,
    }),
    "prompts.get": ({ ref }) => ({ ...resolvedPrompt(), ref }),
    "prompts.versions": [],
    "run.preview": previewOf,
    "jobs.list": [],
    "edits.get": { edit: null, discarded: null },
    "langfuse.test": { projectId: "p1", projectName: "acme", promptCount: 0 },
    "models.list": [],
  });
  await Promise.all([useSettings.getState().load(), useDraft.getState().load()]);
  const screen = await show(<Window />);
  await vi.waitFor(() => expect(openList(useLibrary.getState())).not.toBeNull());
  return screen;
}

const openName = () => useDraft.getState().draft.openPrompt?.name;

describe("another workspace", () => {
  // A sample stood inside the real project, and Run would have called the samples.
  it("does not keep the prompt of the one before open, and says what to do where none was open", async () => {
    const screen = await showWindow(sample);
    await expect.element(screen.getByRole("heading", { name: "release-notes" })).toBeVisible();
    expect(await useSettings.getState().save({ library: "langfuse" })).toBeNull();
    await expect.element(screen.getByRole("button", { name: "Find a prompt" })).toBeVisible();
    expect(openName()).toBeUndefined();
    await useSettings.getState().save({ library: "demo" });
    await vi.waitFor(() => expect(openName()).toBe("release-notes"));
  });

  it("opens what was open there last", async () => {
    await showWindow(sample, { "langfuse@1a2b": { ...promptRef, version: "2" } });
    await useSettings.getState().save({ library: "langfuse" });
    await vi.waitFor(() => expect(useDraft.getState().draft.openPrompt).toEqual({ ...promptRef, version: "2" }));
  });

  it("keeps a prompt that lies there, as one opened from the history of another library does", async () => {
    await showWindow(sample);
    useDraft.getState().openPrompt(promptRef);
    await useSettings.getState().save({ library: "langfuse" });
    await vi.waitFor(() => expect(useLibrary.getState().place?.library).toBe("langfuse"));
    expect(openName()).toBe(promptRef.name);
  });
});
