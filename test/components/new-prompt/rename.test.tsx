import type { KeptEdit } from "@shared/domain/prompt/kept-edit.ts";
import type { SaveCheck, SaveProblem } from "@shared/domain/prompt/save-outcome.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useEdits } from "../../../renderer/stores/prompts/edits.ts";
import type { FakeAnswers } from "../../fakes/routes/client.ts";
import { draftWith, localLibrary, settingsWith, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const base = { library: "langfuse", connection: "1a2b", name: "untitled" };
const text = { type: "text", prompt: "Hello {{who}}", config: {} } as const;
const bad: SaveProblem = { code: "name_invalid", path: ["name"], severity: "blocks", message: "No “|”." };

const checkOf = (problems: SaveProblem[] = []): SaveCheck => ({
  standing: null,
  lookedAt: 0,
  sameAs: null,
  newer: [],
  problems,
  guard: null,
  writeRefused: null,
  exchanges: [],
});

/** A prompt that was begun here, with a value and a model of its own. */
async function showUnsaved(answers: FakeAnswers = {}) {
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
      "prompts.checkSave": ({ edit }) => checkOf(edit.base.name.includes("|") ? [bad] : []),
      ...answers,
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

  // Would catch: a text taken off the screen while the library was asked, and what was typed until it was back gone.
  it("stands there at once: not a key is lost while the library is asked, nor when it has answered", async () => {
    const answer = Promise.withResolvers<SaveCheck>();
    const { screen, field, kept } = await showUnsaved({ "prompts.checkSave": () => answer.promise });
    const text = screen.getByRole("textbox", { name: "Text of the prompt" });
    const editor = text.element();
    await field.fill("greet");
    await userEvent.keyboard("{Enter}ab");
    await expect.element(screen.getByRole("heading", { name: "greet" })).toBeVisible();
    await vi.waitFor(() => expect(kept.get("untitled")?.edit.prompt).toBe("abHello {{who}}"));
    // Until it has answered the name may be another prompt's.
    expect([...kept.keys()]).toEqual(["untitled"]);
    await userEvent.keyboard("c");
    answer.resolve(checkOf());
    await vi.waitFor(() => expect(useDraft.getState().draft.openPrompt).toMatchObject({ name: "greet" }));
    await userEvent.keyboard("d");
    expect(text.element()).toBe(editor);
    await vi.waitFor(() =>
      expect([...kept.values()].map(({ edit }) => [edit.base.name, edit.prompt])).toEqual([
        ["greet", "abcdHello {{who}}"],
      ]),
    );
    await expect.element(text).toMatchTextContent("abcdHello {{who}}");
  });

  it("refused while one types on: the old name is back with the words, the text stays, the name can be mended", async () => {
    const answer = Promise.withResolvers<SaveCheck>();
    const { screen, field, kept } = await showUnsaved({ "prompts.checkSave": () => answer.promise });
    await field.fill("a|b");
    await userEvent.keyboard("{Enter}Hey. ");
    answer.resolve(checkOf([bad]));
    await expect.element(screen.getByRole("alert")).toMatchTextContent("“a|b”: No “|”.");
    await userEvent.keyboard("You. ");
    await expect.element(screen.getByRole("heading", { name: "untitled" })).toBeVisible();
    await vi.waitFor(() => expect(kept.get("untitled")?.edit.prompt).toBe("Hey. You. Hello {{who}}"));
    expect([...kept.keys()]).toEqual(["untitled"]);
    await screen.getByRole("button", { name: "Rename this prompt" }).click();
    await expect.element(field).toHaveValue("a|b");
  });

  // Would catch: the text of the prompt that was opened meanwhile written under the name of the one before it.
  it("given to the one it was typed for, though another was opened before the library answered", async () => {
    const answer = Promise.withResolvers<SaveCheck>();
    const { field, kept } = await showUnsaved({ "prompts.checkSave": () => answer.promise });
    const other = { ...base, name: "other" };
    kept.set(other.name, { edit: { base: other, ...text, prompt: "Another" }, keptAt: 1 });
    useEdits.getState().noteUnsaved(base, { prompt: base, base, type: "text", keptAt: 1 });
    await field.fill("greet");
    await userEvent.keyboard("{Enter}Hey. ");
    useDraft.getState().openPrompt(other);
    await vi.waitFor(() => expect(useEdits.getState().open?.base).toEqual(other));
    answer.resolve(checkOf());
    await vi.waitFor(() => expect([...kept.keys()].sort()).toEqual(["greet", "other"]));
    expect(kept.get("greet")?.edit.prompt).toBe("Hey. Hello {{who}}");
    expect(kept.get("other")?.edit.prompt).toBe("Another");
    expect(useDraft.getState().draft.openPrompt).toEqual(other);
    expect(useDraft.getState().draft.values).toMatchObject({ "langfuse@1a2b:greet": { variables: { who: "Ann" } } });
  });
});

describe("the first save of a prompt that no library has", () => {
  const saved = { ...text, library: "local", name: "greet", version: "529afae92c3b", labels: [], tags: [] };

  // Would catch: a prompt saved where it was begun although another place was chosen, or its values left behind.
  it("asks where and under which name, begins with what was being typed, and takes values and model along", async () => {
    const settings = settingsWith();
    const { screen, field, kept, fake } = await showUnsaved({
      "settings.get": { ...settings, libraries: [...settings.libraries, localLibrary] },
      "prompts.save": {
        outcome: {
          kind: "saved",
          version: saved,
          contentHash: "1".repeat(64),
          moved: [],
          meanwhile: [],
          found: false,
          asSent: true,
        },
        exchanges: [],
      },
      "prompts.get": ({ ref }) => ({ ref, prompt: saved, fetchedAt: 0, freshness: "network" }),
      "prompts.versions": [{ version: saved.version, labels: [] }],
      "settings.save": (change) => ({ ...settings, preferences: { ...settings.preferences, ...change } }),
    });
    await field.fill("hello");
    await userEvent.keyboard("{Control>}s{/Control}");
    const dialog = screen.getByRole("dialog", { name: "Save the new prompt" });
    const name = dialog.getByRole("textbox", { name: "Name", exact: true });
    await expect.element(name).toHaveFocus();
    await expect.element(name).toHaveValue("hello");
    await expect.element(dialog.getByRole("textbox", { name: "Message" })).toBeVisible();
    await name.fill("a|b");
    await expect.element(dialog.getByText("No “|”.").first()).toBeVisible();
    await expect.element(dialog.getByRole("button", { name: /^Save / })).toBeDisabled();
    await dialog.getByRole("combobox", { name: "Saved to" }).selectOptions("Local · ~/prompts");
    await name.fill("greet");
    await expect.element(dialog.getByRole("textbox", { name: "Message" })).not.toBeInTheDocument();
    await expect.element(dialog.getByRole("button", { name: /^Save file/ })).toBeEnabled();
    await name.click();
    await userEvent.keyboard("{Enter}");
    await expect.element(screen.getByText("The file is written.")).toBeVisible();
    expect(fake.inputsOf("prompts.save").map(({ edit }) => edit.base)).toEqual([
      { library: "local", connection: "folder-1", name: "greet" },
    ]);
    await vi.waitFor(() => expect([...kept.keys()]).toEqual([]));
    expect(useDraft.getState().draft).toMatchObject({
      openPrompt: { library: "local", name: "greet" },
      values: { "local@folder-1:greet": { variables: { who: "Ann" } } },
    });
    expect(useDraft.getState().draft.variants[0]?.modelOverride).toBe("gpt-4o");
    expect([...useEdits.getState().unsaved.keys()]).toEqual([]);
  });

  it("is refused under a name that another prompt has; closed, the typed name stands in the head", async () => {
    const standing = {
      type: "text" as const,
      newest: { ...saved, version: "3" },
      contentHash: "0".repeat(64),
      versions: ["3"],
      labels: [],
      tags: [],
      next: "4",
    };
    const { screen, field, kept } = await showUnsaved({ "prompts.checkSave": { ...checkOf(), standing } });
    await field.fill("taken");
    await userEvent.keyboard("{Control>}s{/Control}");
    const dialog = screen.getByRole("dialog", { name: "Save the new prompt" });
    await expect.element(dialog.getByText("There is a prompt of this name already. Take another name.")).toBeVisible();
    await expect.element(dialog.getByRole("button", { name: /^Save / })).toBeDisabled();
    await dialog.getByRole("button", { name: "Keep as edit" }).click();
    await expect.element(field).toHaveValue("taken");
    expect([...kept.keys()]).toEqual(["untitled"]);
  });
});

// Where the answer comes stood three words, and what one can begin with only before any prompt was open.
it("a prompt in which nobody has written offers what else to begin with; one that says something, what a run sends", async () => {
  const empty = { edit: { base, ...text, prompt: "" }, keptAt: 1 };
  const { screen } = await showPlayground({
    draft: draftWith([variant("a", { modelOverride: "gpt-4o" })], { openPrompt: base }),
    answers: { "edits.get": { edit: empty, discarded: null }, "edits.keep": { keptAt: 2 } },
  });
  const output = screen.getByRole("region", { name: "Output" });
  const paste = output.getByRole("button", { name: "Paste: A request you have" });
  await expect.element(paste).toBeVisible();
  await screen.getByRole("textbox", { name: "Text of the prompt" }).click();
  await userEvent.keyboard("Hello");
  await expect.element(paste).not.toBeInTheDocument();
  await expect.element(output.getByText("1 message goes to gpt-4o.")).toBeVisible();
});
