import type { KeptEdit } from "@shared/domain/prompt/kept-edit.ts";
import type { SaveProblem } from "@shared/domain/prompt/save-outcome.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useEdits } from "../../../renderer/stores/prompts/edits.ts";
import { draftWith, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const base = { library: "langfuse", connection: "1a2b", name: "untitled" };
const text = { type: "text", prompt: "Hello {{who}}", config: {} } as const;
const bad: SaveProblem = { code: "name_invalid", path: ["name"], severity: "blocks", message: "No “|”." };

/** A prompt that was begun here, with a value and a model of its own. */
async function showUnsaved() {
  const kept = new Map<string, KeptEdit>([[base.name, { edit: { base, ...text }, keptAt: 1 }]]);
  const shown = await showPlayground({
    draft: draftWith([variant("a", { modelOverride: "gpt-4o" })], {
      openPrompt: base,
      values: { "langfuse@1a2b:untitled": { variables: { who: "Ann" }, placeholders: {} } },
    }),
    answers: {
      "edits.get": ({ prompt }) => ({ edit: kept.get(prompt.name) ?? null, discarded: null }),
      "edits.keep": ({ edit }) => {
        kept.set(edit.base.name, { edit, keptAt: 2 });
        return { keptAt: 2 };
      },
      "edits.discard": ({ prompt }) => {
        kept.delete(prompt.name);
        return { edit: null, discarded: null };
      },
      "prompts.checkSave": ({ edit }) => ({
        standing: null,
        lookedAt: 0,
        sameAs: null,
        newer: [],
        problems: edit.base.name.includes("|") ? [bad] : [],
        guard: null,
        writeRefused: null,
        exchanges: [],
      }),
    },
  });
  await shown.screen.getByRole("button", { name: "Rename this prompt" }).click();
  return { ...shown, kept, field: shown.screen.getByRole("textbox", { name: "Name of the prompt" }) };
}

describe("the name of a prompt that no library has", () => {
  it("is another one from the header: text, values and model go with it, and the old name is let go last", async () => {
    const { screen, field, kept, fake } = await showUnsaved();
    await field.fill("support/hello");
    await userEvent.keyboard("{Enter}");
    await expect.element(screen.getByRole("heading", { name: "support/hello" })).toBeVisible();
    await expect
      .element(screen.getByRole("textbox", { name: "Text of the prompt" }))
      .toMatchTextContent("Hello {{who}}");
    await expect.element(screen.getByRole("textbox", { name: "who", exact: true })).toHaveValue("Ann");
    await vi.waitFor(() => expect([...kept.keys()]).toEqual(["support/hello"]));
    expect(useDraft.getState().draft.variants[0]?.modelOverride).toBe("gpt-4o");
    expect(fake.inputsOf("edits.discard")).toHaveLength(1);
    expect([...useEdits.getState().unsaved.values()].map(({ prompt }) => prompt.name)).toEqual(["support/hello"]);
  });

  it("that the library does not take is said beside the field, and Escape leaves the old one", async () => {
    const { screen, field, kept } = await showUnsaved();
    await field.fill("a|b");
    await userEvent.keyboard("{Enter}");
    await expect.element(screen.getByRole("alert")).toMatchTextContent("No “|”.");
    await userEvent.keyboard("{Escape}");
    await expect.element(screen.getByRole("heading", { name: "untitled" })).toBeVisible();
    expect([...kept.keys()]).toEqual(["untitled"]);
  });
});
