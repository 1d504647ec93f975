import { appError } from "@shared/domain/error/app-failure.ts";
import type { SaveCheck, SaveOutcome, SaveProblem } from "@shared/domain/prompt/save-outcome.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { draftWith, promptRef, resolvedPrompt, settingsWith, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const stored = resolvedPrompt();
const check: SaveCheck = {
  standing: {
    type: "text",
    newest: stored.prompt,
    contentHash: "0".repeat(64),
    versions: [stored.prompt.version],
    labels: [
      { label: "production", version: stored.prompt.version },
      { label: "latest", version: stored.prompt.version },
    ],
    tags: [],
    next: "4",
  },
  lookedAt: 0,
  sameAs: null,
  newer: [],
  problems: [],
  guard: null,
  writeRefused: null,
  exchanges: [],
};
const refused: SaveOutcome = { kind: "refused", error: appError("internal", { message: "This key reads only." }) };

/** The dialog over an edit of the open prompt. */
async function showDialog(more: Partial<SaveCheck> = {}, outcome: SaveOutcome = refused) {
  const settings = settingsWith();
  const libraries = settings.libraries.map((view) => ({ ...view, can: { ...view.can, write: true } }));
  const edit = {
    base: { ...promptRef, version: stored.prompt.version },
    type: "text",
    prompt: "Mine",
    config: {},
  } as const;
  const { screen, fake } = await showPlayground({
    draft: draftWith([variant("a")]),
    answers: {
      "settings.get": { ...settings, libraries },
      "edits.get": { edit: { edit, keptAt: 0 }, discarded: null },
      "prompts.checkSave": { ...check, ...more },
      "prompts.save": { outcome, exchanges: [] },
    },
  });
  await expect.element(screen.getByRole("region", { name: "Edit", exact: true })).toBeVisible();
  await userEvent.keyboard("{Control>}s{/Control}");
  const dialog = screen.getByRole("dialog");
  await expect.element(dialog.getByRole("region", { name: "Checks before saving" })).toBeVisible();
  return { dialog, fake, save: dialog.getByRole("button", { name: /^Save / }), screen };
}

describe("the save dialog", () => {
  it("moves no label unasked (a production that changes by the way)", async () => {
    const { fake, save } = await showDialog();
    await save.click();
    await vi.waitFor(() => expect(fake.inputsOf("prompts.save")).toHaveLength(1));
    expect(fake.inputsOf("prompts.save")[0]?.labels).toEqual([]);
  });

  it("waits for the prompt's name where the project's guard asks for it, and only for production", async () => {
    const { dialog, fake, save } = await showDialog({ guard: "typed-name" });
    await expect.element(save).toBeEnabled();
    await dialog.getByRole("checkbox", { name: /^production/ }).click();
    await expect.element(save).toBeDisabled();
    await dialog.getByLabelText("Type the prompt's name").fill(promptRef.name);
    await save.click();
    await vi.waitFor(() => expect(fake.inputsOf("prompts.save")).toHaveLength(1));
    expect(fake.inputsOf("prompts.save")[0]).toMatchObject({ labels: ["production"], typedName: promptRef.name });
  });

  it("saves nothing that is stored already", async () => {
    const { dialog, save } = await showDialog({ sameAs: "2" });
    await expect.element(dialog.getByText("The same as v2: there is nothing to save.")).toBeVisible();
    await expect.element(save).toBeDisabled();
  });

  it("asks before the library would store something else", async () => {
    const message = "Langfuse drops the key name of message 1.";
    const problem: SaveProblem = { code: "message_keys", path: ["prompt", 0, "name"], severity: "changes", message };
    const { dialog, fake, save } = await showDialog({ problems: [problem] });
    await expect.element(save).toBeDisabled();
    await dialog.getByRole("checkbox", { name: "Save it with these changes" }).click();
    await save.click();
    await vi.waitFor(() => expect(fake.inputsOf("prompts.save")[0]?.acceptsChanges).toBe(true));
  });

  it("tells a refusal in the library's words and keeps the edit", async () => {
    const { dialog, save, screen } = await showDialog();
    await save.click();
    await expect.element(dialog.getByText("This key reads only.")).toBeVisible();
    await dialog.getByRole("button", { name: "Keep as edit" }).click();
    await expect.element(screen.getByRole("region", { name: "Edit", exact: true })).toMatchTextContent("not saved");
  });
});
