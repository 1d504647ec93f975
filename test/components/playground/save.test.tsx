import type { SaveProblem } from "@shared/domain/prompt/save-outcome.ts";
import { describe, expect, it, vi } from "vitest";
import { promptRef } from "../samples.ts";
import { showDialog } from "./show-save-dialog.tsx";

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
