import type { SaveOutcome } from "@shared/domain/prompt/save-outcome.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useEdits } from "../../../renderer/stores/prompts/edits.ts";
import { promptRef, resolvedPrompt } from "../samples.ts";
import { showDialog } from "./show-save-dialog.tsx";

/** What is left while it is written: the answer comes when something else is typed or open. */

const version = { ...resolvedPrompt({ version: "4", prompt: "Mine" }).prompt, labels: [] };
const saved: SaveOutcome = {
  kind: "saved",
  version,
  contentHash: "4".repeat(64),
  moved: [],
  meanwhile: [],
  found: false,
  asSent: true,
};

/** The dialog is left with Escape while Langfuse has not answered yet. */
async function leaveWhileSaving() {
  const answered = Promise.withResolvers<void>();
  const shown = await showDialog();
  shown.fake.answer({
    "prompts.save": async () => {
      await answered.promise;
      return { outcome: saved, exchanges: [] };
    },
    "edits.keep": { keptAt: 1 },
    "prompts.get": ({ ref }) => {
      const of = resolvedPrompt({ version: ref.version ?? "3", prompt: ref.version === "4" ? "Mine" : "Stored" });
      return { ...of, ref, prompt: { ...of.prompt, name: ref.name } };
    },
  });
  await shown.save.click();
  await vi.waitFor(() => expect(shown.fake.inputsOf("prompts.save")).toHaveLength(1));
  await userEvent.keyboard("{Escape}");
  await expect.element(shown.dialog).not.toBeInTheDocument();
  return { ...shown, answer: answered.resolve };
}

describe("a save that is left while it is written", () => {
  it("what was typed since goes on from the new version (it was gone with the answer)", async () => {
    const { screen, fake, answer } = await leaveWhileSaving();
    await screen.getByRole("textbox", { name: "Text of the prompt" }).click();
    await userEvent.keyboard("{Control>}{End}{/Control} and more");
    answer();
    const bar = screen.getByRole("region", { name: "Edit", exact: true });
    await expect.element(bar).toMatchTextContent("against v4");
    await expect
      .element(screen.getByRole("textbox", { name: "Text of the prompt" }))
      .toMatchTextContent("Mine and more");
    await vi.waitFor(() =>
      expect(fake.inputsOf("edits.keep").at(-1)?.edit).toMatchObject({
        base: { version: "4" },
        prompt: "Mine and more",
      }),
    );
  });

  it("another prompt that is open by then stays open, and its edit as it is (one of the same name in another project too)", async () => {
    const { screen, fake, answer } = await leaveWhileSaving();
    const other = { ...promptRef, connection: "other" };
    const edit = { base: { ...other, version: "3" }, type: "text", prompt: "Of the other", config: {} } as const;
    fake.answer({
      "edits.get": ({ prompt }) => ({
        edit: prompt.connection === "other" ? { edit, keptAt: 0 } : null,
        discarded: null,
      }),
    });
    useDraft.getState().openPrompt(other);
    const text = screen.getByRole("textbox", { name: "Text of the prompt" });
    await expect.element(text).toMatchTextContent("Of the other");
    const looks = () => fake.inputsOf("edits.get").filter(({ prompt }) => prompt.connection !== "other").length;
    const before = looks();
    answer();
    await vi.waitFor(() => expect(looks()).toBe(before + 1));
    await vi.waitFor(() => expect(useEdits.getState().edited.size).toBe(1));
    expect(useDraft.getState().draft.openPrompt).toEqual(other);
    await expect.element(text).toMatchTextContent("Of the other");
    expect(useEdits.getState().open?.changed).toBe(true);
    expect(fake.inputsOf("edits.discard")).toEqual([]);
  });
});
