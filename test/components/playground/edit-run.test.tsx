import type { EditToKeep, KeptEdit } from "@shared/domain/prompt/kept-edit.ts";
import type { RunPrompt } from "@shared/domain/prompt/prompt.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { editRun } from "../../../renderer/stores/run/edit-run.ts";
import { draftWith, promptRef, recordOf, resolvedPrompt, settingsWith, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const base = { ...promptRef, version: "3" };
const ofRun = { base, type: "text" as const, prompt: "Words of the run for {{tone}}", config: {} };

function recordWith(prompt: RunPrompt, more = {}) {
  const request = {
    prompt,
    variables: { tone: "run" },
    placeholders: {},
    compileMode: "python" as const,
    clientMessages: [],
    clientMessagesMode: "replace" as const,
    model: "m",
    modelOverride: null,
    parameters: {},
    overrides: {},
    stream: false,
  };
  return recordOf("old", request, more);
}

/** The playground over an engine that keeps edits. */
async function showKeeping(contentHash?: string) {
  let kept: KeptEdit | null = null;
  const found = { ...resolvedPrompt(), ...(contentHash === undefined ? {} : { contentHash }) };
  const shown = await showPlayground({
    draft: draftWith([variant("a")]),
    answers: {
      "settings.save": (change) => settingsWith(change),
      "prompts.get": found,
      "edits.get": () => ({ edit: kept, discarded: null }),
      "edits.keep": (edit: EditToKeep) => {
        kept = { ...edit, keptAt: 1 };
        return { keptAt: 1 };
      },
      "edits.discard": () => {
        kept = null;
        return { edit: null, discarded: null };
      },
    },
  });
  const text = shown.screen.getByRole("textbox", { name: "Text of the prompt" });
  await expect.element(text).toBeVisible();
  const bar = shown.screen.getByRole("region", { name: "Edit", exact: true });
  return { ...shown, text, bar, kept: () => kept };
}

describe("the prompt of a run, to be edited", () => {
  // Would catch: an edit typed before that the run's text takes the place of for good.
  it("a run of an edit brings its text as the edit; what was typed comes back", async () => {
    const { screen, text, bar, kept } = await showKeeping();
    await text.click();
    await userEvent.keyboard("{Control>}{End}{/Control} typed before");
    await vi.waitFor(() => expect(kept()?.edit.prompt).toContain("typed before"));
    await editRun(recordWith(ofRun));
    await expect.element(text).toMatchTextContent("Words of the run");
    await expect.element(bar).toMatchTextContent("against v3");
    await expect.element(screen.getByRole("textbox", { name: "tone", exact: true })).toHaveValue("run");
    await vi.waitFor(() => expect(kept()?.edit.prompt).toBe(ofRun.prompt));
    await screen.getByRole("button", { name: "Back to what was here" }).click();
    await expect.element(text).toMatchTextContent("typed before");
    await vi.waitFor(() => expect(kept()?.edit.prompt).toContain("typed before"));
  });

  it("a run of a version opens that version, and makes no edit of it", async () => {
    const { text, bar, kept } = await showKeeping("h3");
    await editRun(recordWith(base, { resolved: { ...resolvedPrompt(), contentHash: "h3" } }));
    await expect.element(text).toMatchTextContent("Write a {{tone}} answer");
    await expect.element(bar).not.toBeInTheDocument();
    expect(kept()).toBeNull();
  });

  it("a version that says something else by now: the text the run had is the edit", async () => {
    const { text, bar } = await showKeeping("made anew");
    const resolved = { ...resolvedPrompt({ prompt: "Old words" }), contentHash: "old" };
    await editRun(recordWith(base, { resolved }));
    await expect.element(text).toMatchTextContent("Old words");
    await expect.element(bar).toMatchTextContent("+1 −1");
  });
});
