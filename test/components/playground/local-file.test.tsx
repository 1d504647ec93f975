import { threeWayPlaces } from "@shared/domain/diff/three-way.ts";
import type { PromptContent, PromptRef, PromptVersion, ResolvedPrompt } from "@shared/domain/prompt/prompt.ts";
import type { SaveOutcome } from "@shared/domain/prompt/save-outcome.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { Playground } from "../../../renderer/features/playground/Playground.tsx";
import { noteChangedPrompt } from "../../../renderer/stores/prompts/changed-outside.ts";
import { useEdits } from "../../../renderer/stores/prompts/edits.ts";
import type { FakeAnswers } from "../../fakes/routes/client.ts";
import { draftWith, localLibrary, resolvedPrompt, settingsWith, variant } from "../samples.ts";
import { show, showPlayground } from "../show.tsx";

/** A prompt that is a file: it has no labels and no numbered versions, and others may change it at any time. */

const ref: PromptRef = { library: "local", connection: "folder-1", name: "team/explain" };
const [now, before] = ["529afae92c3b", "0123456789ab"] as const;
const commit = "4f".repeat(20);

function fileWith(prompt: string, version: string, more: Partial<ResolvedPrompt> = {}): ResolvedPrompt {
  const { prompt: sample } = resolvedPrompt({ prompt, version });
  const stored: PromptVersion = { ...sample, library: "local", name: ref.name, labels: [] };
  return { ref, prompt: stored, fetchedAt: 1, freshness: "network", file: "team/explain.prompt.yml", ...more };
}

async function showFile(answers: FakeAnswers = {}, versions: readonly string[] = [now, before]) {
  const settings = settingsWith({ library: "local" });
  return showPlayground({
    draft: draftWith([variant("a")], { openPrompt: ref }),
    answers: {
      "settings.get": { ...settings, libraries: [...settings.libraries, localLibrary] },
      "prompts.get": fileWith("Explain {{topic}}.\nAt most {{sentences}} sentences.", now),
      "prompts.versions": versions.map((version) => ({ version, labels: [], createdAt: "2026-11-29T08:41:00Z" })),
      "edits.keep": { keptAt: 1 },
      "edits.discard": { edit: null, discarded: null },
      ...answers,
    },
  });
}

/** Types at the end of the text: an edit of the file. */
async function type(screen: Awaited<ReturnType<typeof showFile>>["screen"], text: string): Promise<void> {
  await screen.getByRole("textbox", { name: "Text of the prompt" }).click();
  await userEvent.keyboard(`{Control>}{End}{/Control}${text}`);
  await vi.waitFor(() => expect(useEdits.getState().open?.changed).toBe(true));
}

describe("the head of a file", () => {
  // Would catch: a label or the word version where a file has neither.
  it("names the file, not a label, and lists its earlier texts as what they are", async () => {
    const { screen } = await showFile({}, [now, commit]);
    const panel = screen.getByRole("region", { name: "Prompt", exact: true });
    await expect.element(panel.getByText("~/prompts/team/explain.prompt.yml")).toBeVisible();
    await expect.element(panel.getByText("latest", { exact: true })).not.toBeInTheDocument();
    const choice = panel.getByRole("button", { name: "Shown: the file" });
    await choice.click();
    await expect.element(screen.getByRole("menuitemcheckbox", { name: "the file" })).toBeVisible();
    await expect.element(screen.getByRole("menuitemcheckbox", { name: "commit 4f4f4f4f4f" })).toBeVisible();
    await expect.element(screen.getByText(/label/i)).not.toBeInTheDocument();
    await userEvent.keyboard("{Escape}");
    await screen.getByRole("tab", { name: "Versions" }).click();
    const list = screen.getByRole("list", { name: "Versions" });
    await expect.element(list).toMatchTextContent("the file");
    await expect.element(list).toMatchTextContent("not committed");
    await expect.element(list).toMatchTextContent("commit 4f4f4f4f4f");
  });
});

describe("notes of a file on its variables", () => {
  const variableNotes = {
    topic: { description: "What is to be explained" },
    sentences: { description: "How many at most", example: 5 },
  };

  it("stand at the fields: what it is for below, an example in an empty one that is not sent", async () => {
    const file = fileWith("Explain {{topic}}.\nAt most {{sentences}} sentences.", now, { variableNotes });
    const { screen } = await showFile({ "prompts.get": file });
    await expect.element(screen.getByText("What is to be explained")).toBeVisible();
    const topic = screen.getByRole("textbox", { name: "topic", exact: true });
    await expect.element(topic).toHaveAccessibleDescription(/What is to be explained/);
    const sentences = screen.getByRole("textbox", { name: "sentences", exact: true });
    await expect.element(sentences).toHaveAttribute("placeholder", "Not set; an example: 5");
    await expect.element(sentences).toHaveValue("");
    await userEvent.type(sentences, "3");
    await expect.element(screen.getByText("How many at most")).toBeVisible();
  });
});

describe("a file that others changed while it is edited", () => {
  const mine: PromptContent = { type: "text", prompt: "Explain {{topic}} well.\nBriefly.", config: {} };
  const base = { ...fileWith("Explain {{topic}}.\nBriefly.", now).prompt };
  const theirs: PromptVersion = { ...base, version: before, prompt: "Explain {{topic}} to children.\nBriefly." };
  const conflict: Extract<SaveOutcome, { kind: "conflict" }> = {
    kind: "conflict",
    base,
    baseIsKept: false,
    theirs,
    theirsHash: "7".repeat(64),
    mine,
    begun: base,
    places: threeWayPlaces(base, theirs, mine),
    merged: null,
    newer: [before],
    next: null,
  };

  it("is told below the edit's bar, and both are compared in the words of files", async () => {
    const { screen, fake } = await showFile({
      "prompts.get": fileWith("Explain {{topic}}.\nBriefly.", now),
      "prompts.meet": { conflict, isThere: true },
      "prompts.save": {
        outcome: {
          kind: "saved",
          version: { ...theirs, version: "aaaaaaaaaaaa" },
          contentHash: "1".repeat(64),
          moved: [],
          meanwhile: [],
          found: false,
          asSent: true,
        },
        exchanges: [],
      },
      "prompts.list": { library: "local", connection: "folder-1", prompts: [], fetchedAt: 0, freshness: "network" },
    });
    await type(screen, " Mine.");
    await expect.element(screen.getByText(/against the file/)).toBeVisible();
    noteChangedPrompt(ref);
    await expect.element(screen.getByText(/The file was changed outside while you were editing/)).toBeVisible();
    await screen.getByRole("button", { name: "Compare both…" }).click();
    const dialog = screen.getByRole("dialog", { name: "The file was changed while you were editing" });
    const table = dialog.getByRole("table").first();
    await expect.element(table).toMatchTextContent("The file as it is now");
    await expect.element(table).toMatchTextContent("Goes into the file");
    await expect.element(dialog).not.toMatchTextContent("version");
    await expect.element(dialog).not.toMatchTextContent("Somebody");
    const merge = dialog.getByRole("button", { name: "Save the merge" });
    await expect.element(merge).toBeDisabled();
    await dialog.getByRole("group").first().getByRole("radio", { name: "Mine" }).click();
    await merge.click();
    await vi.waitFor(() => expect(fake.inputsOf("prompts.save")).toHaveLength(1));
    expect(fake.inputsOf("prompts.save")[0]?.edit).toMatchObject({
      base: { version: before },
      prompt: "Explain {{topic}} well.\nBriefly.",
    });
  });

  // A smaller window, or a look at the history, read the prompt again: the edit waited aside and its keys went nowhere.
  it("leaves the edit in front when the playground is drawn anew", async () => {
    const { screen, fake } = await showFile({ "prompts.meet": { conflict, isThere: true } });
    await type(screen, " Mine.");
    noteChangedPrompt(ref);
    const notice = screen.getByText(/The file was changed outside/);
    await expect.element(notice).toBeVisible();
    fake.answer({ "prompts.get": fileWith("Explain {{topic}} to children.", before) });
    await screen.unmount();
    const again = await show(<Playground />);
    await expect.element(again.getByRole("textbox", { name: "Text of the prompt" })).toMatchTextContent("Mine.");
    await expect.element(again.getByText(/The file was changed outside/)).toBeVisible();
    await expect.element(again.getByText(/waits/)).not.toBeInTheDocument();
  });

  it("is told as gone where it is gone, and saving writes it anew", async () => {
    const { screen } = await showFile({ "prompts.meet": { conflict: null, isThere: false } });
    await type(screen, " Mine.");
    noteChangedPrompt(ref);
    await expect.element(screen.getByText(/The file is gone from the folder/)).toBeVisible();
    await expect.element(screen.getByRole("button", { name: "Save…" })).toBeVisible();
  });

  // Would catch: a base that only lived as long as the window, so that every place has to be chosen after a restart.
  it("is met after a restart with what the edit began with, although no version says that any more", async () => {
    const { type, prompt, config } = base;
    const baseText = { type, prompt, config };
    const edit = { base: { ...ref, version: "bbbbbbbbbbbb" }, ...mine };
    const { fake, screen } = await showFile({
      "edits.get": { edit: { edit, baseHash: "1".repeat(64), baseText, keptAt: 0 }, discarded: null },
      "prompts.meet": { conflict: { ...conflict, base: null, baseIsKept: true }, isThere: true },
    });
    await expect.element(screen.getByText(/The file was changed outside/)).toBeVisible();
    expect(fake.inputsOf("prompts.meet")[0]).toMatchObject({ baseText });
    await expect.element(screen.getByRole("region", { name: "Edit", exact: true })).toMatchTextContent("+1 −1");
    await screen.getByRole("textbox", { name: "Text of the prompt" }).click();
    await userEvent.keyboard("{Control>}{End}{/Control}!");
    await vi.waitFor(() => expect(fake.inputsOf("edits.keep").at(-1)).toMatchObject({ baseText }));
  });
});
