import { AppFailure, appError } from "@shared/domain/error/app-failure.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import type { SaveProblem } from "@shared/domain/prompt/save-outcome.ts";
import { describe, expect, it, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { useApp } from "../../../renderer/stores/app.ts";
import { useEdits } from "../../../renderer/stores/prompts/edits.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { draftWith, promptRef, resolvedPrompt, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";
import { looksLike, showDialog } from "./show-save-dialog.tsx";

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

  // Without a network the dialog had no way on but to be closed and opened again.
  it("is looked up once more where nothing could be seen, and can be saved then", async () => {
    const { dialog, fake, save } = await showDialog();
    const [request] = fake.inputsOf("prompts.checkSave");
    await userEvent.keyboard("{Escape}");
    await expect.element(dialog).not.toBeInTheDocument();
    fake.answer({
      "prompts.checkSave": () => {
        throw new AppFailure("internal", { message: "Langfuse cannot be reached." });
      },
    });
    await userEvent.keyboard("{Control>}s{/Control}");
    await expect.element(dialog.getByText("Langfuse cannot be reached.")).toBeVisible();
    await expect.element(save).toBeDisabled();
    fake.answer({ "prompts.checkSave": looksLike() });
    await dialog.getByRole("button", { name: "Retry" }).click();
    await expect.element(save).toBeEnabled();
    expect(fake.inputsOf("prompts.checkSave")).toEqual([request, request, request]);
  });

  it("tells a refusal in the library's words and keeps the edit", async () => {
    const { dialog, save, screen } = await showDialog();
    await save.click();
    await expect.element(dialog.getByText("This key reads only.")).toBeVisible();
    await dialog.getByRole("button", { name: "Keep as edit" }).click();
    await expect.element(screen.getByRole("region", { name: "Edit", exact: true })).toMatchTextContent("not saved");
  });
});

describe("saving without an edit", () => {
  const bar = (screen: Awaited<ReturnType<typeof showPlayground>>["screen"]) =>
    screen.getByRole("status", { name: "Saving" });

  // The key did nothing and said nothing, and the browser's “Save page” came.
  it("says that there is nothing to save, until something is typed, and keeps the key", async () => {
    const { screen, fake } = await showPlayground({
      draft: draftWith([variant("a")]),
      answers: { "edits.keep": { keptAt: 0 } },
    });
    await expect.element(screen.getByRole("textbox", { name: "Text of the prompt" })).toBeVisible();
    await expect.element(bar(screen)).toHaveTextContent("");
    const press = new KeyboardEvent("keydown", {
      key: "s",
      code: "KeyS",
      ctrlKey: true,
      bubbles: true,
      cancelable: true,
    });
    document.body.dispatchEvent(press);
    expect(press.defaultPrevented).toBe(true);
    await expect.element(bar(screen)).toHaveTextContent("Nothing to save: the text is that of v3.");
    expect(fake.inputsOf("prompts.checkSave")).toEqual([]);
    const card = useEdits.getState().open?.editing.now.cards[0]?.id ?? 0;
    useEdits.getState().change({ do: "content", card, content: "Mine" });
    await expect.element(bar(screen)).toHaveTextContent("");
  });

  it("says which edit waits where another version is looked at", async () => {
    const { screen } = await showDialog();
    await userEvent.keyboard("{Escape}");
    useEdits.getState().setAside(true);
    await userEvent.keyboard("{Control>}s{/Control}");
    await expect.element(bar(screen)).toHaveTextContent("Nothing to save here: the edit of v3 waits.");
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

  // Its words pushed Save out of the bar; in a narrow column nothing said why.
  it.each([
    [1440, "cannot be saved: this key reads only", "Save elsewhere…"],
    [1100, "edited · reads only", "Save"],
  ])("says so in the bar at %i px, with all of its buttons in sight", async (width, words, button) => {
    await page.viewport(width, 800);
    const { screen } = await showDialog();
    await userEvent.keyboard("{Escape}");
    const test = { projectId: "p1", projectName: "acme", promptCount: 1, writes: false };
    useSettings.setState({ langfuse: { "1a2b": { kind: "connected", test } } });
    const bar = screen.getByRole("region", { name: "Edit", exact: true });
    await expect.poll(() => (bar.element() as HTMLElement).innerText.replace(/\s+/g, " ")).toContain(words);
    const save = bar.getByRole("button", { name: button, exact: true });
    await expect.element(save).toBeVisible();
    const right = (element: Element) => element.getBoundingClientRect().right;
    expect(right(save.element())).toBeLessThanOrEqual(right(bar.element()));
    const discard = bar.getByRole("button", { name: "Discard" }).element();
    expect(right(bar.getByRole("button", { name: /^Run v3 beside/ }).element())).toBeLessThanOrEqual(
      discard.getBoundingClientRect().left,
    );
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

  it("counts the kept gateway calls of this very prompt that send what is lost, and leads to them", async () => {
    const { dialog, fake } = await showDialog();
    await expect.element(dialog.getByText(/No gateway call of this prompt is kept here/)).toBeVisible();
    await userEvent.keyboard("{Escape}");
    fake.answer({ "history.sentNames": { runs: 14, names: { tone: 9 } }, "history.list": { runs: [], next: null } });
    await userEvent.keyboard("{Control>}s{/Control}");
    await expect
      .element(dialog.getByText(/Of 14 kept gateway calls 9 come with tone, 0 come with customer/))
      .toBeVisible();
    const asked = { gateway: true, promptLibrary: "langfuse", promptName: promptRef.name, promptConnection: "1a2b" };
    expect(fake.inputsOf("history.sentNames").at(-1)?.filter).toMatchObject(asked);
    await dialog.getByRole("button", { name: "Show them" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("history.list").at(-1)?.filter).toMatchObject(asked));
    expect(useApp.getState().view).toBe("history");
    expect(useEdits.getState().open?.changed).toBe(true);
  });

  it.each([
    ["3", "Somebody saved v4 since this edit began: saving will ask what to do."],
    ["4", "v4 is newer than v3, which you edit: saving will ask what to do."],
  ])("with v%s as the newest when it began: %s", async (newestThen, words) => {
    const { dialog } = await showDialog({ newer: ["4"] }, undefined, { newestThen });
    await expect.element(dialog.getByText(words)).toBeVisible();
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

describe("the difference in the save dialog", () => {
  const versionOf = (version: string, more: { prompt?: string; config?: JsonObject }) =>
    resolvedPrompt({ version, ...more }).prompt;
  const lines = (first: string) => [first, ...Array.from({ length: 20 }, (_, index) => `Line ${index + 2}`)].join("\n");

  async function showAgainst() {
    const production = versionOf("3", {
      prompt: lines("Yours"),
      config: { model: "gpt-4o-mini", temperature: 0.2, seed: 1 },
    });
    const standing = {
      type: "text" as const,
      newest: production,
      contentHash: "0".repeat(64),
      versions: ["3"],
      labels: [{ label: "production", version: "3" }],
      tags: [],
      next: "4",
    };
    const shown = await showDialog({ standing });
    const { open } = useEdits.getState();
    const config = { model: "gpt-4o-mini", temperature: 0.3, top_p: 1 };
    useEdits.getState().change({ do: "content", card: open?.editing.now.cards[0]?.id ?? 0, content: lines("Mine") });
    useEdits.getState().change({ do: "config-text", text: JSON.stringify(config) });
    return shown;
  }

  it("compares the config by key: added, removed, changed and the same, whatever their order", async () => {
    const { dialog } = await showAgainst();
    const config = dialog.getByRole("region", { name: "Config by key" });
    await expect.element(config).toMatchTextContent("3 of 4 values changed");
    await expect.element(config.getByRole("row", { name: "model gpt-4o-mini gpt-4o-mini same" })).toBeVisible();
    await expect.element(config.getByRole("row", { name: "temperature 0.2 0.3 changed" })).toBeVisible();
    await expect.element(config.getByRole("row", { name: "seed 1 — removed" })).toBeVisible();
    await expect.element(config.getByRole("row", { name: "top_p — 1 added" })).toBeVisible();
  });

  it("draws variables as tokens, also where a word of one is what changed, and leaves JSON alone", async () => {
    const { dialog } = await showAgainst();
    const { open } = useEdits.getState();
    const card = open?.editing.now.cards[0]?.id ?? 0;
    useEdits.getState().change({ do: "content", card, content: lines("Yours in a {{soft_tone}}.\u200b") });
    useEdits
      .getState()
      .change({ do: "config-text", text: '{"stop":"{{not_one}} that is longer than a cell of the table is"}' });
    const content = dialog.getByRole("region", { name: "Content diff" });
    await vi.waitFor(() => {
      const tokens = [...content.element().querySelectorAll("mark")].map((mark) => mark.textContent);
      expect(tokens).toEqual(["{{soft_tone}}"]);
    });
    await expect.element(content.getByRole("img", { name: /zero.width/i })).toBeVisible();
    const config = dialog.getByRole("region", { name: "Config by key" });
    await expect.element(config).toMatchTextContent("{{not_one}}");
    expect(config.element().querySelector("mark")).toBeNull();
  });

  it("stands inline or side by side, and folds what is the same until it is asked for", async () => {
    const { dialog } = await showAgainst();
    const content = dialog.getByRole("region", { name: "Content diff" });
    await expect.element(content).toMatchTextContent("Yours");
    await expect.element(content).not.toMatchTextContent("Line 12");
    await content.getByRole("button", { name: "17 lines the same" }).click();
    await expect.element(content).toMatchTextContent("Line 12");
    const place = (text: string) => content.getByText(text, { exact: true }).first().element().getBoundingClientRect();
    expect(place("Yours").top).toBeLessThan(place("Mine").top);
    await dialog.getByRole("radio", { name: "Side by side" }).click();
    await vi.waitFor(() => expect(place("Yours").top).toBe(place("Mine").top));
    expect(place("Yours").right).toBeLessThan(place("Mine").left);
  });
});

describe("a production that is not the newest version", () => {
  it("is what the edit stands against, and what a move of the label moves from", async () => {
    const newest = resolvedPrompt({ version: "4", prompt: "Newest" }).prompt;
    const standing = {
      type: "text" as const,
      newest,
      contentHash: "0".repeat(64),
      versions: ["2", "3", "4"],
      labels: [
        { label: "production", version: "3" },
        { label: "latest", version: "4" },
      ],
      tags: [],
      next: "5",
    };
    const { dialog, fake, save } = await showDialog({ standing });
    await expect.element(dialog.getByRole("combobox", { name: "Against" })).toHaveValue("3");
    // The text of production, not of the newest.
    await expect.element(dialog.getByRole("region", { name: "Content diff" })).toMatchTextContent("{{customer}}");
    await expect.element(dialog.getByRole("region", { name: "Content diff" })).not.toMatchTextContent("Newest");
    await expect.element(dialog.getByRole("checkbox", { name: /^production stays on v3/ })).not.toBeChecked();
    await expect.element(dialog.getByRole("checkbox", { name: /^latest moves from v4 to v5/ })).toBeChecked();
    await dialog.getByRole("checkbox", { name: /^production/ }).click();
    await expect.element(dialog.getByRole("checkbox", { name: /^production moves from v3 to v5/ })).toBeChecked();
    await expect.element(save).toHaveAccessibleName(/^Save v5 and move production/);
    await save.click();
    await vi.waitFor(() => expect(fake.inputsOf("prompts.save")[0]?.labels).toEqual(["production"]));
  });
});
