import { appError } from "@shared/domain/error/app-failure.ts";
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

describe("a key that only reads", () => {
  const forbidden = appError("langfuse_forbidden", { status: 403, message: "Access denied" });

  it("offers the libraries that take the edit, saves it there under its name, and keeps it here", async () => {
    const { dialog, fake, screen } = await showDialog({ writeRefused: forbidden });
    fake.answer({ "prompts.save": { outcome: { kind: "unchanged", version: "1", contentHash: "0" }, exchanges: [] } });
    await dialog.getByRole("button", { name: "Save to Local" }).click();
    await expect.element(dialog.getByText(/already in Local/)).toBeVisible();
    expect(fake.inputsOf("prompts.save")).toMatchObject([
      { edit: { base: { library: "local", name: promptRef.name }, prompt: "Mine" }, labels: [] },
    ]);
    expect(fake.inputsOf("prompts.save")[0]?.edit.base).not.toHaveProperty("version");
    await dialog.getByRole("button", { name: "Keep as edit" }).click();
    await expect.element(screen.getByRole("region", { name: "Edit", exact: true })).toMatchTextContent("edited");
  });

  it("is not offered while the key may write (two ways to save where one is enough)", async () => {
    const { dialog } = await showDialog();
    await expect.element(dialog.getByRole("button", { name: "Save to Local" })).not.toBeInTheDocument();
  });
});

describe("what saving says beforehand", () => {
  it("names variables that callers have to send from now on, and those they send for nothing", async () => {
    const { dialog } = await showDialog();
    // The stored text asks for tone and customer, the edit for nothing.
    await expect.element(dialog.getByText(/no longer asks for tone, customer/)).toBeVisible();
  });

  it("sends tags only when they were changed, since they belong to all versions (those of old versions overwritten)", async () => {
    const { dialog, fake, save } = await showDialog();
    await save.click();
    await vi.waitFor(() => expect(fake.inputsOf("prompts.save")).toHaveLength(1));
    expect(fake.inputsOf("prompts.save")[0]).not.toHaveProperty("tags");
    await dialog.getByLabelText("Tags").fill("support, reply ,support");
    await save.click();
    await vi.waitFor(() => expect(fake.inputsOf("prompts.save")).toHaveLength(2));
    expect(fake.inputsOf("prompts.save")[1]?.tags).toEqual(["support", "reply"]);
  });

  it("offers a label nobody has yet, and says that it cannot be taken off again", async () => {
    const { dialog, fake, save } = await showDialog();
    await dialog.getByRole("button", { name: "New label" }).click();
    await dialog.getByLabelText("Name of the label").fill("canary");
    await dialog.getByRole("button", { name: "Add" }).click();
    await expect
      .element(dialog.getByRole("checkbox", { name: /^canary is given to v4; it cannot be taken off/ }))
      .toBeChecked();
    await save.click();
    await vi.waitFor(() => expect(fake.inputsOf("prompts.save")[0]?.labels).toEqual(["canary"]));
  });
});
