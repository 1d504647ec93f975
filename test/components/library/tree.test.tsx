import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { PromptList, PromptSummary } from "@shared/domain/prompt/prompt.ts";
import type { SettingsView } from "@shared/domain/settings.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { Library } from "../../../renderer/features/library/Library.tsx";
import { useWorkspace } from "../../../renderer/features/shell/use-workspace.ts";
import { WorkspaceSwitch } from "../../../renderer/features/shell/WorkspaceSwitch.tsx";
import { useApp } from "../../../renderer/stores/app.ts";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import type { FakeAnswers } from "../../fakes/routes/client.ts";
import { draftWith, localLibrary, settingsWith, variant } from "../samples.ts";
import { show, startStores } from "../show.tsx";

/** The tree over every library, with the switch above it that follows what is opened. */

function withLocal(settings: SettingsView): SettingsView {
  return { ...settings, libraries: [...settings.libraries, localLibrary] };
}

const row = (name: string, more: Partial<PromptSummary> = {}): PromptSummary => ({
  name,
  versions: [],
  labels: [],
  tags: [],
  ...more,
});
const listOf = (library: string, prompts: PromptSummary[], more: Partial<PromptList> = {}): PromptList => ({
  library,
  ...(library === "local" ? { connection: "folder-1" } : library === "langfuse" ? { connection: "1a2b" } : {}),
  prompts,
  fetchedAt: 1,
  freshness: "network",
  ...more,
});

function Window() {
  useWorkspace();
  return (
    <div style={{ display: "grid", gridTemplateRows: "40px minmax(0, 1fr)", width: 260 }}>
      <WorkspaceSwitch />
      <Library />
    </div>
  );
}

async function showTree(local: FakeAnswers["prompts.list"] | PromptSummary[], more: Partial<PromptList> = {}) {
  let settings = withLocal(settingsWith());
  const fake = startStores({
    "settings.get": () => settings,
    "settings.save": (change) => {
      settings = { ...settings, preferences: { ...settings.preferences, ...change } };
      return settings;
    },
    "draft.get": draftWith([variant("a")], { openPrompt: null }),
    "prompts.list": (input) => {
      if (input.library === "langfuse") return listOf("langfuse", [row("greet"), row("reply")]);
      if (input.library === "demo") return listOf("demo", [row("greet")]);
      if (typeof local === "function") return local(input);
      return listOf("local", local as PromptSummary[], more);
    },
    "edits.keep": { keptAt: 1 },
    "langfuse.test": { projectId: "p1", projectName: "acme", promptCount: 0 },
  });
  await Promise.all([useSettings.getState().load(), useDraft.getState().load()]);
  const screen = await show(<Window />);
  await expect.element(screen.getByRole("treeitem", { name: /reply/ })).toBeVisible();
  return { screen, fake, asked: () => fake.inputsOf("prompts.list").map(({ library }) => library) };
}

describe("the tree", () => {
  it("shows every library, asks for the list of one when it is opened, and the switch follows the prompt", async () => {
    const { screen, asked } = await showTree([row("mine")]);
    const local = screen.getByRole("treeitem", { name: /^Local/ });
    await expect.element(local).toHaveAttribute("aria-expanded", "false");
    await expect.element(screen.getByRole("treeitem", { name: /^Demo/ })).toBeVisible();
    expect(asked()).toEqual(["langfuse"]);
    await local.click();
    await screen.getByRole("treeitem", { name: /mine/ }).click();
    expect(asked()).toContain("local");
    expect(asked()).not.toContain("demo");
    // The bar would name the project over a prompt of the folder.
    await expect.element(screen.getByRole("button", { name: /^Workspace/ })).toMatchTextContent("Local · ~/prompts");
    expect(useDraft.getState().draft.openPrompt).toMatchObject({ library: "local", name: "mine" });
    await expect.element(screen.getByRole("treeitem", { name: /reply/ })).toBeVisible();
    await screen.getByRole("treeitem", { name: /reply/ }).click();
    await expect.element(screen.getByRole("button", { name: /^Workspace/ })).toMatchTextContent("langfuse.test");
    expect(useDraft.getState().draft.openPrompt).toMatchObject({ library: "langfuse", connection: "1a2b" });
  });

  it("opens and leaves libraries by keys, and searches those that are open", async () => {
    const { screen, asked } = await showTree([row("greet-mine"), row("other")]);
    const tree = screen.getByRole("tree", { name: "Prompts" });
    tree.element().focus();
    await userEvent.keyboard("{End}{ArrowUp}{ArrowRight}");
    await expect.element(screen.getByRole("treeitem", { name: /other/ })).toBeVisible();
    expect(asked()).not.toContain("demo");
    await userEvent.keyboard("{ArrowRight}{ArrowLeft}{ArrowLeft}");
    await expect.element(screen.getByRole("treeitem", { name: /other/ })).not.toBeInTheDocument();
    await userEvent.keyboard("{ArrowRight}");
    await userEvent.fill(screen.getByRole("searchbox"), "greet");
    await expect.element(screen.getByRole("treeitem", { name: "greet-mine" })).toBeVisible();
    await expect.element(screen.getByRole("treeitem", { name: "greet", exact: true })).toBeVisible();
    await expect.element(screen.getByRole("treeitem", { name: /reply/ })).not.toBeInTheDocument();
  });

  it("lists a refused file with its reason and does not open it; says that a list is cut", async () => {
    const refused = row("team/CON", { problem: "Windows refuses this name." });
    const { screen } = await showTree([refused, row("mine")], { notice: "Only the first 10,000 files are listed." });
    await screen.getByRole("treeitem", { name: /^Local/ }).click();
    await expect.element(screen.getByText("Local: Only the first 10,000 files are listed.")).toBeVisible();
    const item = screen.getByRole("treeitem", { name: /CON.*not opened.*Windows refuses this name/ });
    await item.click();
    await expect.element(screen.getByText("“team/CON” is not opened. Windows refuses this name.")).toBeVisible();
    expect(useDraft.getState().draft.openPrompt).toBeNull();
    await screen.getByRole("button", { name: "Folder settings" }).last().click();
    expect(useApp.getState().settingsSection).toBe("local");
  });

  it("names the branch that is checked out where a folder lies in a repository", async () => {
    const { screen } = await showTree([row("explain")], { branch: "softer-words" });
    await screen.getByRole("treeitem", { name: /^Local/ }).click();
    await expect
      .element(screen.getByRole("treeitem", { name: /^Local ~\/prompts git branch softer-words/ }))
      .toBeVisible();
    expect(screen.getByRole("treeitem", { name: /git branch/ }).elements()).toHaveLength(1);
  });

  it("says why a folder cannot be read and offers its settings, not those of the project", async () => {
    const { screen } = await showTree(() => {
      throw new AppFailure("local_folder_unusable", { message: "The folder ~/prompts cannot be opened." });
    });
    await screen.getByRole("treeitem", { name: /^Local/ }).click();
    const card = screen.getByRole("alert");
    await expect.element(card).toMatchTextContent("The folder ~/prompts cannot be opened.");
    await expect.element(screen.getByRole("treeitem", { name: /reply/ })).toBeVisible();
    await expect.element(screen.getByRole("button", { name: "Langfuse settings" })).not.toBeInTheDocument();
    await card.getByRole("button", { name: "Folder settings" }).click();
    expect(useApp.getState().settingsSection).toBe("local");
  });

  it("offers a new prompt in a folder that has none, in that folder", async () => {
    const { screen } = await showTree([]);
    await screen.getByRole("treeitem", { name: /^Local/ }).click();
    await screen.getByRole("treeitem", { name: "New prompt" }).click();
    await vi.waitFor(() =>
      expect(useDraft.getState().draft.openPrompt).toMatchObject({ connection: "folder-1", name: "untitled" }),
    );
    await expect.element(screen.getByRole("treeitem", { name: /untitled.*not saved/ })).toBeVisible();
  });
});
