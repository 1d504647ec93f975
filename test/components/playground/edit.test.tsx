import type { KeptEdit } from "@shared/domain/prompt/kept-edit.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useEdits } from "../../../renderer/stores/prompts/edits.ts";
import { usePrompt } from "../../../renderer/stores/prompts/prompt.ts";
import { draftWith, promptRef, promptText, resolvedPrompt, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

/** The playground with its open prompt's text in sight. */
async function showTemplate(edit: KeptEdit | null = null) {
  const shown = await showPlayground({
    draft: draftWith([variant("a")]),
    answers: {
      "prompts.versions": [{ version: stored.version, labels: ["production"] }],
      "edits.get": { edit, discarded: null },
      "edits.keep": { keptAt: 0 },
      "edits.discard": { edit: null, discarded: null },
    },
  });
  await expect.element(shown.screen.getByRole("textbox", { name: /^Text of/ }).first()).toBeVisible();
  return shown;
}

async function typeAtEnd(field: { click(): Promise<void> }, text: string): Promise<void> {
  await field.click();
  await userEvent.keyboard(`{Control>}{End}{/Control}${text}`);
}

const { prompt: stored } = resolvedPrompt();

describe("editing a prompt in place", () => {
  it("is no edit until something differs, and none again when it no longer does", async () => {
    const { screen } = await showTemplate();
    const text = screen.getByRole("textbox", { name: /^Text of/ }).first();
    await expect.element(text).toBeVisible();
    const bar = screen.getByRole("region", { name: "Edit", exact: true });
    await expect.element(bar).not.toBeInTheDocument();
    await typeAtEnd(text, "x");
    await expect.element(bar).toMatchTextContent("edited · not saved");
    await userEvent.keyboard("{Backspace}");
    await expect.element(bar).not.toBeInTheDocument();
  });

  it("runs what is typed, at once, and keeps it", async () => {
    const { screen, started, fake } = await showTemplate();
    await typeAtEnd(screen.getByRole("textbox", { name: /^Text of/ }).first(), " And {{{{more}}.");
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    await vi.waitFor(() => expect(started).toHaveLength(1));
    expect(JSON.stringify(started[0]?.prompt)).toContain(" And {{more}}.");
    expect(started[0]?.prompt).toMatchObject({ base: { name: promptRef.name, version: stored.version } });
    await vi.waitFor(() => expect(JSON.stringify(fake.inputsOf("edits.keep"))).toContain("{{more}}"));
    await expect.element(screen.getByRole("textbox", { name: "more", exact: true })).toBeVisible();
  });

  it("shows characters that nobody sees (an instruction in tag characters, text turned round)", async () => {
    const prompt = "safe \u202e\u200b\u{e0041} text";
    const edit = { base: { ...promptRef, version: stored.version }, type: "text", prompt, config: {} } as const;
    const { screen } = await showTemplate({ edit, keptAt: 0 });
    const text = screen.getByRole("textbox", { name: "Text of the prompt" });
    for (const number of ["U+202E", "U+200B", "U+E0041"]) await expect.element(text).toMatchTextContent(number);
  });

  it("goes on where somebody clicks on a line that is gone (the text lost the focus, and keys went nowhere)", async () => {
    const prompt = `${promptText} More.`;
    const edit = { base: { ...promptRef, version: stored.version }, type: "text", prompt, config: {} } as const;
    const { screen } = await showTemplate({ edit, keptAt: 0 });
    const text = screen.getByRole("textbox", { name: "Text of the prompt" });
    await text.getByLabelText(/^Removed line/).click();
    await userEvent.keyboard("Q");
    await expect.element(text).toMatchTextContent("Q");
  });

  it("completes names behind two braces, also when they are typed on, and nothing elsewhere", async () => {
    const { screen } = await showTemplate();
    await typeAtEnd(screen.getByRole("textbox", { name: /^Text of/ }).first(), " word {{{{");
    const tone = screen.getByRole("option", { name: /^tone/ });
    await expect.element(tone).toBeVisible();
    await userEvent.keyboard("x");
    await expect.element(tone).not.toBeInTheDocument();
    await userEvent.keyboard("{Backspace}to");
    await tone.click();
    const content = () => useEdits.getState().open?.editing.now.cards[0]?.item;
    await vi.waitFor(() => expect(content()).toMatchObject({ content: `${promptText} word {{tone}}` }));
  });

  it("discards and brings back; both are told to the disk", async () => {
    const { screen, fake } = await showTemplate();
    await typeAtEnd(screen.getByRole("textbox", { name: /^Text of/ }).first(), "zzz");
    const bar = screen.getByRole("region", { name: "Edit", exact: true });
    await bar.getByRole("button", { name: "Discard" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("edits.discard")).toHaveLength(1));
    const keptBefore = fake.inputsOf("edits.keep").length;
    await bar.getByRole("button", { name: "Bring it back" }).click();
    await expect.element(bar).toMatchTextContent("edited · not saved");
    // The one of what was typed says the same: taken for this one, this one fell into the test that came next.
    await vi.waitFor(() => expect(fake.inputsOf("edits.keep").length).toBeGreaterThan(keptBefore));
    expect(JSON.stringify(fake.inputsOf("edits.keep").at(-1))).toContain("zzz");
  });

  // A discarded edit was kept on the disk, and after a restart nothing led to it.
  it("that was put aside before a restart is brought back under Versions", async () => {
    const base = { ...promptRef, version: stored.version };
    const aside = { edit: { base, type: "text", prompt: "As it was before", config: {} } as const, keptAt: 1 };
    let kept: { edit: KeptEdit | null; discarded: KeptEdit | null } = { edit: null, discarded: aside };
    const { screen } = await showPlayground({
      draft: draftWith([variant("a")]),
      answers: {
        "prompts.versions": [{ version: stored.version, labels: ["production"] }],
        "edits.get": () => kept,
        "edits.keep": ({ window: _, ...edit }) => {
          kept = { edit: { ...edit, keptAt: 2 }, discarded: null };
          return { keptAt: 2 };
        },
      },
    });
    await screen.getByRole("tab", { name: "Versions" }).click();
    await screen.getByRole("button", { name: "Bring it back" }).click();
    await expect
      .element(screen.getByRole("region", { name: "Edit", exact: true }))
      .toMatchTextContent("edited · not saved");
    await expect.element(screen.getByText(/was put aside/)).not.toBeInTheDocument();
    await screen
      .getByRole("tab", { name: /^Messages/ })
      .first()
      .click();
    await expect
      .element(screen.getByRole("textbox", { name: /^Text of/ }).first())
      .toMatchTextContent("As it was before");
  });

  it("says that another window's edit had to be put aside, and where it is", async () => {
    const { screen, fake } = await showPlayground({
      draft: draftWith([variant("a")]),
      answers: {
        "prompts.versions": [{ version: stored.version, labels: [] }],
        "edits.get": { edit: null, discarded: null },
        "edits.keep": { keptAt: 7, overtook: true },
      },
    });
    await typeAtEnd(screen.getByRole("textbox", { name: /^Text of/ }).first(), "zzz");
    const notice = screen.getByRole("note").filter({ hasText: "Another window had an edit of this prompt" });
    await notice.getByRole("button", { name: "Show it" }).click();
    await expect.element(screen.getByRole("tab", { name: "Versions" })).toHaveAttribute("aria-selected", "true");
    await screen
      .getByRole("tab", { name: /^Messages/ })
      .first()
      .click();
    await typeAtEnd(screen.getByRole("textbox", { name: /^Text of/ }).first(), "more");
    // What was answered is what it knows of by then.
    await vi.waitFor(() => expect(fake.inputsOf("edits.keep").at(-1)?.window?.seen).toBe(7));
  });

  it("is kept while somebody types on without a pause (every key put the write off again)", async () => {
    const { screen, fake } = await showTemplate();
    const text = screen.getByRole("textbox", { name: /^Text of/ }).first();
    await text.click();
    const keptWhileTyping = async () => {
      for (let key = 0; key < 200; key += 1) {
        await userEvent.keyboard("a");
        if (fake.inputsOf("edits.keep").length > 0) return true;
      }
      return false;
    };
    expect(await keptWhileTyping()).toBe(true);
  });

  it("can be discarded when its own version is gone: what is stored now stands there again", async () => {
    const edit = { base: { ...promptRef, version: "99" }, type: "text", prompt: "Mine", config: {} } as const;
    const { screen, fake } = await showTemplate({ edit, keptAt: 0 });
    const bar = screen.getByRole("region", { name: "Edit", exact: true });
    await bar.getByRole("button", { name: "Discard" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("edits.discard")).toHaveLength(1));
    await expect.element(screen.getByRole("textbox", { name: /^Text of/ }).first()).not.toMatchTextContent("Mine");
  });

  // It stood still for seconds at every key, and nothing of it could be kept.
  it("a paste of millions of characters is not put in, and says so; one of 200 KB is", async () => {
    const { screen } = await showTemplate();
    const text = screen.getByRole("textbox", { name: /^Text of/ }).first();
    await text.click();
    const paste = (size: number) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", "lorem ipsum\n".repeat(size / 12));
      text.element().dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    };
    paste(2_400_000);
    await expect.element(screen.getByRole("alert")).toMatchTextContent("Not put in");
    expect(useEdits.getState().open?.changed).toBe(false);
    paste(204_000);
    await vi.waitFor(() => expect(useEdits.getState().open?.changed).toBe(true));
    await expect.element(screen.getByRole("alert")).not.toBeInTheDocument();
  });

  it("undo goes over the whole edit, whatever text has the focus", async () => {
    const { screen } = await showTemplate();
    await typeAtEnd(screen.getByRole("textbox", { name: /^Text of/ }).first(), "zzz");
    await screen.getByRole("tab", { name: /^Config/ }).click();
    await screen.getByRole("textbox", { name: "Config" }).click();
    await userEvent.keyboard("{Control>}z{/Control}");
    await expect.element(screen.getByRole("region", { name: "Edit", exact: true })).not.toBeInTheDocument();
  });

  it("undo right behind a key takes it off the screen (nothing had been drawn in between, and the editor kept it)", async () => {
    const { screen } = await showTemplate();
    const text = screen.getByRole("textbox", { name: /^Text of/ }).first();
    await text.click();
    const { open, given } = useEdits.getState();
    const undone = new Promise<void>((resolve) => {
      const look = () => {
        if (useEdits.getState().open === open) setTimeout(look);
        else {
          useEdits.getState().undo();
          resolve();
        }
      };
      text.element().addEventListener("beforeinput", look, { once: true, capture: true });
    });
    await userEvent.keyboard("Q");
    await undone;
    expect(useEdits.getState().given).toBeGreaterThan(given);
    await expect.element(text).not.toMatchTextContent("Q");
  });

  it("config that is no JSON is kept as typed, said, and not run", async () => {
    const { screen, fake } = await showTemplate();
    await screen.getByRole("tab", { name: /^Config/ }).click();
    await typeAtEnd(screen.getByRole("textbox", { name: "Config" }), " oops");
    await expect.element(screen.getByText("This is no JSON yet.")).toBeVisible();
    await vi.waitFor(() => expect(fake.inputsOf("edits.keep").at(-1)?.configText).toMatch(/oops$/));
    expect(fake.inputsOf("edits.keep").at(-1)?.edit.config).toEqual(stored.config);
  });

  it("comes back as it was kept, against the version it was made from", async () => {
    const edit = {
      base: { ...promptRef, version: stored.version },
      type: "text",
      prompt: "Kept words",
      config: {},
    } as const;
    const { screen } = await showTemplate({ edit, keptAt: 0 });
    await expect.element(screen.getByRole("textbox", { name: "Text of the prompt" })).toMatchTextContent("Kept words");
    await expect.element(screen.getByRole("region", { name: "Edit", exact: true })).toMatchTextContent("against");
  });
});

describe("an answer to what was asked before", () => {
  it("is marked with what has changed since, and no longer once that is undone", async () => {
    const { screen, started } = await showTemplate();
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    const column = screen.getByRole("region", { name: "Variant A", exact: true });
    await expect.element(column.getByRole("region", { name: "Output" })).toMatchTextContent("Hello there.");
    const mark = column.getByText("Out of date");
    await expect.element(mark).not.toBeInTheDocument();
    await typeAtEnd(screen.getByRole("textbox", { name: /^Text of/ }).first(), "!");
    await expect.element(mark).toBeVisible();
    await expect.element(column).toMatchTextContent("prompt the edit instead of v");
    await userEvent.keyboard("{Backspace}");
    await expect.element(mark).not.toBeInTheDocument();
    await screen.getByRole("textbox", { name: "tone", exact: true }).fill("icy");
    await expect.element(column).toMatchTextContent("value of tone");
    await column.getByRole("button", { name: "Run again" }).click();
    await vi.waitFor(() => expect(started).toHaveLength(2));
    await expect.element(mark).not.toBeInTheDocument();
  });

  it("marks its figures too, in every tab, and says what has changed on hover and focus", async () => {
    const { screen } = await showTemplate();
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    const column = screen.getByRole("region", { name: "Variant A", exact: true });
    await expect.element(column.getByRole("region", { name: "Output" })).toMatchTextContent("Hello there.");
    await expect.element(column.getByRole("region", { name: "Figures of the run", exact: true })).toBeVisible();
    await typeAtEnd(screen.getByRole("textbox", { name: /^Text of/ }).first(), "!");
    await column.getByRole("tab", { name: "Response" }).click();
    const figures = column.getByRole("region", { name: "Figures of the run, out of date" });
    await expect.element(figures).toBeVisible();
    const hint = screen.getByRole("tooltip");
    await figures.getByText("before the change").hover();
    await expect.element(hint).toMatchTextContent("the text");
    await userEvent.unhover(figures.getByText("before the change"));
    await column.getByRole("tab", { name: "Output" }).click();
    const bar = column.getByRole("note", { name: "Out of date" });
    await expect.element(bar.getByText(/instead of v/)).toBeVisible();
    bar.element().querySelector<HTMLElement>("[tabindex]")?.focus();
    await expect.element(hint).toMatchTextContent("Changed since this answer");
  });

  it("is asked for again with one key, which stands on the button of the focused column", async () => {
    const { screen, started } = await showTemplate();
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    const column = screen.getByRole("region", { name: "Variant A", exact: true });
    await expect.element(column.getByRole("region", { name: "Output" })).toMatchTextContent("Hello there.");
    await screen.getByRole("textbox", { name: "tone", exact: true }).fill("icy");
    const again = column.getByRole("button", { name: "Run again" });
    await expect.element(again).toHaveAttribute("aria-keyshortcuts", "Control+Shift+Enter");
    await userEvent.keyboard("{Control>}{Shift>}{Enter}{/Shift}{/Control}");
    await vi.waitFor(() => expect(started).toHaveLength(2));
    expect(started[1]?.variables).toEqual({ tone: "icy" });
    await expect.element(again).not.toBeInTheDocument();
  });

  it("stays the answer to an edit that has become a version of the same text", async () => {
    const { screen, fake } = await showTemplate();
    const text = screen.getByRole("textbox", { name: /^Text of/ }).first();
    await typeAtEnd(text, "!");
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    const column = screen.getByRole("region", { name: "Variant A", exact: true });
    await expect.element(column.getByRole("region", { name: "Output" })).toMatchTextContent("Hello there.");
    const saved = resolvedPrompt({ version: "4", prompt: `${promptText}!` });
    fake.answer({ "prompts.get": saved });
    const sent = { ...saved.prompt, base: promptRef };
    await useEdits.getState().saved(saved.prompt, "hash", sent);
    useDraft.getState().openPrompt({ ...promptRef, version: "4" });
    await vi.waitFor(() => expect(usePrompt.getState().stored?.prompt.version).toBe("4"));
    await expect.element(column.getByText("Out of date")).not.toBeInTheDocument();
    fake.answer({ "prompts.get": { ...saved, prompt: { ...saved.prompt, prompt: "Something else" } } });
    await usePrompt.getState().open({ ...promptRef, version: "4" }, { refresh: true });
    await expect.element(column.getByText("Out of date")).toBeVisible();
  });
});
