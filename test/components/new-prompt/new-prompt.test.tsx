import type { SaveCheck, SaveProblem } from "@shared/domain/prompt/save-outcome.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { NewPrompts } from "../../../renderer/features/new-prompt/NewPrompts.tsx";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useEdits } from "../../../renderer/stores/prompts/edits.ts";
import { useNewPrompt } from "../../../renderer/stores/prompts/new-prompt.ts";
import { usePrompt } from "../../../renderer/stores/prompts/prompt.ts";
import { viewOfRecord } from "../../../renderer/stores/run/record-view.ts";
import { useRuns } from "../../../renderer/stores/run/runs.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { draftWith, previewOf, promptRef, recordOf, settingsWith, variant } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const checkOf = (problems: SaveProblem[] = [], standing: SaveCheck["standing"] = null): SaveCheck => ({
  standing,
  lookedAt: 0,
  sameAs: null,
  newer: [],
  problems,
  guard: null,
  writeRefused: null,
  exchanges: [],
});

async function showDialog(begin?: Parameters<ReturnType<typeof useNewPrompt.getState>["start"]>[0]) {
  const fake = startStores({
    "settings.get": settingsWith(),
    "draft.get": draftWith([variant("a")]),
    "edits.keep": { keptAt: 5 },
    "edits.list": [],
    "prompts.list": { library: "langfuse", connection: "1a2b", prompts: [], fetchedAt: 0, freshness: "network" },
    "prompts.checkSave": ({ edit }) => {
      const broken = edit.base.name.includes("|");
      const problem: SaveProblem = { code: "name_invalid", path: ["name"], severity: "blocks", message: "No “|”." };
      return checkOf(broken ? [problem] : []);
    },
  });
  await Promise.all([useSettings.getState().load(), useDraft.getState().load()]);
  const screen = await show(<NewPrompts />);
  useNewPrompt.getState().start(begin);
  return { fake, screen };
}

const paste = JSON.stringify({
  model: "gpt-4o",
  messages: [{ role: "user", content: "Say {{word}}" }],
  stream: true,
});

describe("a new prompt", () => {
  // Would catch: a run whose values were left out, so that the new prompt asks for them again.
  it("is made of the open run: its messages with their values, its model and what was set", async () => {
    const { screen, fake } = await showDialog();
    const request = {
      prompt: promptRef,
      variables: { tone: "warm" },
      placeholders: {},
      compileMode: "python" as const,
      clientMessages: [],
      clientMessagesMode: "replace" as const,
      model: "m",
      parameters: {},
      modelOverride: "gpt-4o",
      overrides: { temperature: 0.3 },
      stream: false,
    };
    const { plan } = previewOf(request);
    if (!plan) throw new Error("The sample has a plan.");
    const sent = { ...plan, messages: [{ role: "user" as const, content: "A warm answer, please." }] };
    useRuns.getState().putBack({ a: [viewOfRecord(recordOf("r0", request, { plan: sent }))] });
    useNewPrompt.getState().start({ source: "run" });
    const preview = screen.getByRole("region", { name: "What it will be" });
    await expect.element(preview).toMatchTextContent("A warm answer, please.");
    const create = screen.getByRole("button", { name: /^Create/ });
    await expect.element(create).toBeEnabled();
    await create.click();
    await vi.waitFor(() => expect(fake.inputsOf("edits.keep")).toHaveLength(1));
    expect(fake.inputsOf("edits.keep")[0]?.edit).toMatchObject({
      base: { name: "untitled" },
      prompt: [{ role: "user", content: "A warm answer, please." }],
      config: { model: "gpt-4o", temperature: 0.3 },
    });
  });

  // Would catch: a question before the first word, and an edit of a stored prompt written over by one of its name.
  it("from nothing is begun at once, under a name that nothing has, and its name is what is typed into", async () => {
    const { screen, fake } = await showDialog();
    useNewPrompt.getState().close();
    await useNewPrompt.getState().begin();
    expect(screen.getByRole("dialog").elements()).toHaveLength(0);
    expect(fake.inputsOf("edits.keep").map(({ edit }) => edit)).toMatchObject([
      {
        base: { library: "langfuse", connection: "1a2b", name: "untitled" },
        type: "chat",
        prompt: [
          { role: "system", content: "" },
          { role: "user", content: "" },
        ],
      },
    ]);
    expect(useNewPrompt.getState().unnamed).toContain("untitled");
    useEdits.setState({ edited: new Set([...useEdits.getState().edited, "langfuse@1a2b:untitled-2"]) });
    await useNewPrompt.getState().begin({ type: "text" });
    expect(useDraft.getState().draft.openPrompt).toMatchObject({ name: "untitled-3" });
  });

  it("says at once what the library says of the name, and is not begun under it", async () => {
    const { screen, fake } = await showDialog();
    const name = screen.getByRole("textbox", { name: "Name" });
    await expect.element(name).toHaveFocus();
    await name.fill("a|b");
    await expect.element(screen.getByText("No “|”.")).toBeVisible();
    await userEvent.keyboard("{Enter}");
    expect(fake.inputsOf("edits.keep")).toHaveLength(0);
    await name.fill("");
    await expect.element(screen.getByText("A prompt needs a name.")).toBeVisible();
  });

  it("is kept without a version, opened at once, and its values are those of the text it came from", async () => {
    const { screen, fake } = await showDialog({ source: "paste" });
    await screen
      .getByRole("textbox", { name: "Request" })
      .fill(`word = "hi"\ncompletion(model="m", messages=[{"role": "user", "content": f"Say {word}"}], api_key="k")`);
    const preview = screen.getByRole("region", { name: "What it will be" });
    await expect.element(preview).toMatchTextContent("Say {{word}}");
    await expect.element(preview).toMatchTextContent("Not taken: api_key");
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    await vi.waitFor(() => expect(fake.inputsOf("edits.keep")).toHaveLength(1));
    const [{ edit } = { edit: null }] = fake.inputsOf("edits.keep");
    expect(edit).toMatchObject({
      base: { library: "langfuse", name: "untitled" },
      type: "chat",
      config: { model: "m" },
    });
    expect(edit?.base).not.toHaveProperty("version");
    await vi.waitFor(() => expect(useDraft.getState().draft.openPrompt).toMatchObject({ name: "untitled" }));
    expect(Object.values(useDraft.getState().draft.values)).toContainEqual({
      variables: { word: "hi" },
      placeholders: {},
    });
    expect([...useEdits.getState().unsaved.keys()].join()).toContain("untitled");
    await expect.element(screen.getByRole("dialog")).not.toBeInTheDocument();
  });

  it("of a text in which there is none says why, and cannot be begun", async () => {
    const { screen } = await showDialog({ source: "paste", pasted: "curl https://x -d @body.json" });
    await expect.element(screen.getByText(/The body is in the file body.json/)).toBeVisible();
    await expect.element(screen.getByRole("button", { name: "Create" })).toBeDisabled();
  });

  it("pasted into a field stays the field's; pasted anywhere else it is asked about", async () => {
    const { screen } = await showDialog();
    useNewPrompt.getState().close();
    await expect.element(screen.getByRole("dialog")).not.toBeInTheDocument();
    const event = () => {
      const data = new DataTransfer();
      data.setData("text/plain", paste);
      return new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true, composed: true });
    };
    const field = document.body.appendChild(document.createElement("textarea"));
    field.dispatchEvent(event());
    expect(useNewPrompt.getState().open).toBe(false);
    field.remove();
    document.body.dispatchEvent(event());
    await expect.element(screen.getByText("Say {{word}}", { exact: true })).toBeVisible();
  });

  it("is opened from what is kept here, and no library is asked for it", async () => {
    const base = { library: "langfuse", name: "mine" };
    const edit = { base, type: "text", prompt: "Hello {{a}}", config: {} } as const;
    const fake = startStores({ "edits.get": { edit: { edit, keptAt: 1 }, discarded: null } });
    await usePrompt.getState().open(base);
    const { stored, error } = usePrompt.getState();
    expect(error).toBeNull();
    expect(stored?.prompt).toMatchObject({ prompt: "Hello {{a}}", version: "" });
    await useEdits.getState().show(stored);
    expect(useEdits.getState().open).toMatchObject({ stored: null, changed: true, base });
    expect(fake.inputsOf("prompts.get")).toHaveLength(0);
  });
});
