import { appError } from "@shared/domain/error/app-failure.ts";
import type { ModelGroup } from "@shared/domain/model/model.ts";
import type { Draft } from "@shared/domain/prompt/draft.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { useApp } from "../../../renderer/stores/app.ts";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { draftWith, previewOf, resolvedPrompt, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const groups: ModelGroup[] = [
  {
    provider: "openai",
    label: "OpenAI",
    state: "ready",
    models: [{ id: "openai/gpt-x", label: "gpt-x", provider: "openai", origin: "server" }],
  },
  { provider: "groq", label: "Groq", state: "needs_key", models: [] },
];

const first = () => useDraft.getState().draft.variants[0];

async function openPicker(config = {}, listed: ModelGroup[] | Promise<ModelGroup[]> = groups) {
  const shown = await showPlayground({
    draft: draftWith([variant("a")]),
    answers: { "models.list": () => listed, "prompts.get": resolvedPrompt({ config }) },
  });
  await shown.screen.getByRole("button", { name: /^Model/ }).click();
  return { ...shown, filter: shown.screen.getByPlaceholder("Filter, or type provider/model") };
}

describe("model picker", () => {
  it("begins with the prompt's own choice and names it; a model that is picked wins over it", async () => {
    const { screen, fake } = await openPicker({ model: "gpt-of-the-prompt" });
    await expect
      .element(screen.getByRole("option", { name: /Use the prompt’s config/ }))
      .toMatchTextContent("gpt-of-the-prompt");
    await screen.getByRole("option", { name: /gpt-x/ }).click();
    expect(first()?.modelOverride).toBe("openai/gpt-x");
    await vi.waitFor(() =>
      expect(fake.inputsOf("run.preview").at(-1)).toMatchObject({ modelOverride: "openai/gpt-x" }),
    );
  });

  it("takes any name that is typed; one with langfuse/ leaves the choice to the prompt's config and says so", async () => {
    const { screen, filter, fake } = await openPicker();
    await userEvent.fill(filter, "langfuse/my-model");
    const typed = screen.getByRole("option", { name: /Use “langfuse\/my-model”/ });
    await expect.element(typed).toMatchTextContent("the prompt’s config wins over it");
    await typed.click();
    await vi.waitFor(() =>
      expect(fake.inputsOf("run.preview").at(-1)).toMatchObject({ model: "langfuse/my-model", modelOverride: null }),
    );
  });

  it("offers no free text for a name the list has, and Enter takes what the arrows are at", async () => {
    const { screen, filter } = await openPicker();
    await userEvent.fill(filter, "openai/gpt-x");
    await expect.element(screen.getByRole("option", { name: "Use “openai/gpt-x”" })).not.toBeInTheDocument();
    await userEvent.keyboard("{Enter}");
    expect(first()?.modelOverride).toBe("openai/gpt-x");
  });

  const named = (id: string, provider: string) => ({ id, label: "gpt-x", provider, origin: "server" }) as const;
  const both: ModelGroup[] = [
    { provider: "azure", label: "Azure OpenAI", state: "ready", models: [named("azure/gpt-x", "azure")] },
    { provider: "openai", label: "OpenAI", state: "ready", models: [named("gpt-x", "openai")] },
  ];

  it("takes the typed name with Enter, in the same moment and before another provider's of that name", async () => {
    const { screen, filter } = await openPicker({}, both);
    await expect.element(screen.getByText("Azure OpenAI", { exact: true })).toBeVisible();
    const field = filter.element() as HTMLInputElement;
    // The two keys in one task, as a quick hand or a tool has them: what is drawn later must not decide.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, "gpt-x");
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    expect(first()?.modelOverride).toBe("gpt-x");
  });

  it("takes the typed name with Enter also when the list came meanwhile", async () => {
    const list = Promise.withResolvers<ModelGroup[]>();
    const { screen, filter } = await openPicker({}, list.promise);
    await userEvent.fill(filter, "gpt-x");
    await expect.element(screen.getByRole("option", { name: "Use “gpt-x”" })).toBeVisible();
    list.resolve(both);
    await expect.element(screen.getByText("Azure OpenAI", { exact: true })).toBeVisible();
    await userEvent.keyboard("{Enter}");
    expect(first()?.modelOverride).toBe("gpt-x");
  });

  it("takes the best match of a search in words, and after an arrow what the arrow is at", async () => {
    const { screen, filter } = await openPicker({}, both);
    await userEvent.fill(filter, "azure x");
    await expect.element(screen.getByRole("option").first()).toMatchTextContent("gpt-x");
    await expect.element(screen.getByRole("option").last()).toMatchTextContent("Use “azure x”");
    await userEvent.keyboard("{ArrowDown}");
    await expect.element(screen.getByRole("option").last()).toHaveAttribute("aria-selected", "true");
    await userEvent.fill(filter, "azure gpt");
    await userEvent.keyboard("{Enter}");
    expect(first()?.modelOverride).toBe("azure/gpt-x");
  });

  it("a provider without a key leads to its settings instead of a model that fails", async () => {
    const { screen } = await openPicker();
    await expect.element(screen.getByText("Groq · needs a key")).toBeVisible();
    await screen.getByRole("option", { name: "Add a key in Settings…" }).click();
    expect(useApp.getState()).toMatchObject({ view: "settings", settingsSection: "providers" });
  });
});

describe("parameters", () => {
  async function openParameters(config = {}, variants = [variant("a")]) {
    const shown = await showPlayground({
      draft: draftWith(variants),
      answers: { "prompts.get": resolvedPrompt({ config }) },
    });
    await shown.screen.getByRole("button", { name: "Parameters" }).first().click();
    return shown;
  }

  it("send nothing until switched on; the prompt's value and who wins are said beside it", async () => {
    const { screen, fake } = await openParameters({ temperature: 0.2 });
    const dialog = screen.getByRole("dialog", { name: "Parameters" });
    await expect.element(dialog.getByText("the prompt’s 0.2 is sent")).toBeVisible();
    expect(fake.inputsOf("run.preview").at(-1)?.overrides).toEqual({});
    await dialog.getByRole("switch", { name: "Send temperature" }).click();
    await expect.element(dialog.getByText("overrides the prompt’s 0.2")).toBeVisible();
    await vi.waitFor(() => expect(fake.inputsOf("run.preview").at(-1)?.overrides).toEqual({ temperature: 0.2 }));
    await dialog.getByRole("switch", { name: "Send temperature" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("run.preview").at(-1)?.overrides).toEqual({}));
    expect(first()?.parameters["temperature"]).toEqual({ value: 0.2, on: false });
  });

  it("typing a value switches it on; emptying the field switches it off again", async () => {
    const { screen } = await openParameters();
    const dialog = screen.getByRole("dialog", { name: "Parameters" });
    const seed = dialog.getByLabelText("seed", { exact: true });
    await userEvent.fill(seed, "42");
    await expect.element(dialog.getByRole("switch", { name: "Send seed" })).toBeChecked();
    expect(first()?.parameters["seed"]).toEqual({ value: 42, on: true });
    await userEvent.clear(seed);
    await expect.element(dialog.getByRole("switch", { name: "Send seed" })).not.toBeChecked();
  });

  it("a parameter added by name takes JSON only: half-typed text is marked and never sent", async () => {
    const { screen } = await openParameters();
    const dialog = screen.getByRole("dialog", { name: "Parameters" });
    await userEvent.fill(dialog.getByLabelText("Name of another parameter"), "logit_bias");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    const field = dialog.getByRole("textbox", { name: "logit_bias", exact: true });
    await userEvent.fill(field, '{"50256": -1');
    await expect.element(field).toHaveAttribute("aria-invalid", "true");
    expect(first()?.parameters["logit_bias"]).toEqual({ value: null, on: false });
    await userEvent.fill(field, '{"50256": -100}');
    await expect.element(field).toHaveAttribute("aria-invalid", "false");
    expect(first()?.parameters["logit_bias"]).toEqual({ value: { "50256": -100 }, on: true });
  });

  it("one set for all variants changes every one, and none but its own when it no longer is", async () => {
    const { screen } = await openParameters({}, [variant("a"), variant("b")]);
    const dialog = screen.getByRole("dialog", { name: "Parameters" });
    await dialog.getByRole("switch", { name: "One set for all variants" }).click();
    await userEvent.fill(dialog.getByLabelText("temperature", { exact: true }), "0.7");
    const temperatures = () =>
      useDraft.getState().draft.variants.map(({ parameters }) => parameters["temperature"]?.value);
    expect(temperatures()).toEqual([0.7, 0.7]);
    await dialog.getByRole("switch", { name: "One set for all variants" }).click();
    await userEvent.fill(dialog.getByLabelText("temperature", { exact: true }), "0.1");
    expect(temperatures().toSorted()).toEqual([0.1, 0.7]);
  });
});

describe("the model a column names", () => {
  const shown = (screen: Awaited<ReturnType<typeof showPlayground>>["screen"]) =>
    screen.getByRole("region", { name: "Variant A" }).getByRole("button", { name: /^Model/ });

  // "Choose a model" stood there while the picker's tick was at the config's model.
  it("is the config's where nothing could be planned, without its provider's prefix as it is with a plan", async () => {
    const { screen, fake } = await showPlayground({
      draft: draftWith([variant("a")]),
      answers: {
        "run.preview": () => ({
          resolved: resolvedPrompt({ config: { model: "openai/gpt-of-the-prompt" } }),
          error: appError("credential_missing", { provider: "openai" }),
          warnings: [],
        }),
      },
    });
    await expect.element(shown(screen)).toHaveTextContent("gpt-of-the-prompt");
    expect(shown(screen).element().textContent).toBe("gpt-of-the-prompt");
    fake.answer({ "run.preview": { error: appError("model_missing"), warnings: [], resolved: resolvedPrompt() } });
    useDraft.getState().setVariable("tone", "other");
    await expect.element(shown(screen)).toHaveTextContent("Choose a model");
  });

  it("is not asked for while it is being found out", async () => {
    const gate = Promise.withResolvers<void>();
    const { screen } = await showPlayground({
      draft: draftWith([variant("a")]),
      answers: {
        "run.preview": async (request) => {
          await gate.promise;
          return previewOf(request);
        },
      },
    });
    await expect.element(screen.getByRole("button", { name: "Model: not known yet" })).toBeVisible();
    gate.resolve();
    await expect.element(screen.getByRole("button", { name: "Model: gpt-4o-mini" })).toBeVisible();
  });

  it("what has no value is named beside Run, and a click goes to its field", async () => {
    const { screen } = await showPlayground({
      draft: draftWith([variant("a")]),
      answers: {
        "run.preview": (request) => ({
          ...previewOf(request),
          compiled: {
            mode: "python",
            clientMessagesMode: "replace",
            messages: [],
            missingVariables: ["customer"],
            unresolvedPlaceholders: [],
            unusedVariables: [],
            warnings: [],
          },
        }),
      },
    });
    await screen.getByRole("button", { name: "customer not set" }).click();
    await expect.element(screen.getByLabelText("customer", { exact: true })).toHaveFocus();
  });
});

describe("the API of a variant", () => {
  const apis = [
    { id: "chat-completions", label: "Chat completions", takesBetas: true },
    { id: "responses", label: "Responses", takesBetas: true },
  ];

  /** A provider that speaks two APIs, as the engine would say it. */
  function showTwoApis(draft: Draft) {
    return showPlayground({
      draft,
      answers: {
        "run.preview": (request: RunRequest) => {
          const preview = previewOf(request);
          const option = apis.find(({ id }) => id === (request.api ?? "chat-completions"));
          const because = request.api === undefined ? "what OpenAI is usually asked in" : "chosen for this variant";
          const { plan } = preview;
          if (!plan || !option) return preview;
          return { ...preview, apis, plan: { ...plan, api: option.id, apiChoice: { label: option.label, because } } };
        },
      },
    });
  }

  async function openSettings() {
    const shown = await showTwoApis(draftWith([variant("a")]));
    await shown.screen.getByRole("button", { name: "Parameters" }).click();
    return { ...shown, dialog: shown.screen.getByRole("dialog", { name: "Parameters" }) };
  }

  it("is chosen where its provider speaks several; the column says which, and why", async () => {
    const { screen, dialog, fake } = await openSettings();
    await expect.element(dialog.getByText("Chat completions: what OpenAI is usually asked in")).toBeVisible();
    await dialog.getByRole("radio", { name: "Responses" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("run.preview").at(-1)).toMatchObject({ api: "responses" }));
    await expect.element(dialog.getByText("Responses: chosen for this variant")).toBeVisible();
    await expect
      .element(screen.getByTitle("Asked in this API: chosen for this variant"))
      .toMatchTextContent("Responses");
    await dialog.getByRole("radio", { name: "Usual" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("run.preview").at(-1)).not.toHaveProperty("api"));
    expect(first()).not.toHaveProperty("api");
  });

  // Behind the API and what is sent it was cut off in two columns of a usual window.
  it("leaves the version a variant is kept to in sight, in the narrowest column too", async () => {
    const parameters = {
      temperature: { value: 0.2, on: true },
      max_tokens: { value: 400, on: true },
      response_format: { value: { type: "json_object" }, on: true },
    };
    const several = ["a", "b", "c", "d", "e"].map((id) => variant(id, { parameters }));
    const { screen } = await showTwoApis(draftWith(several));
    const column = screen.getByRole("region", { name: "Variant B" });
    await expect.element(column.getByTitle(/^Asked in this API/)).toBeInTheDocument();
    await column.getByRole("button", { name: "More", exact: true }).click();
    await screen.getByRole("menuitemcheckbox", { name: "Own version" }).click();
    const pin = column.getByRole("button", { name: "Kept to v3" });
    await expect.element(pin).toBeVisible();
    const { right } = pin.element().getBoundingClientRect();
    const run = column.getByRole("button", { name: "Run this variant" }).element().getBoundingClientRect();
    expect(right).toBeLessThanOrEqual(run.left);
  });

  it("takes betas by name; what cannot be one is marked and not sent", async () => {
    const { dialog, fake } = await openSettings();
    const field = dialog.getByLabelText("Betas");
    await userEvent.fill(field, "one-1, two=2");
    await vi.waitFor(() => expect(fake.inputsOf("run.preview").at(-1)).toMatchObject({ betas: ["one-1", "two=2"] }));
    await userEvent.fill(field, "one-1, ünfit");
    await expect.element(dialog.getByText("Not sent: ünfit is no name of a feature.")).toBeVisible();
    await vi.waitFor(() => expect(fake.inputsOf("run.preview").at(-1)).toMatchObject({ betas: ["one-1"] }));
    await userEvent.clear(field);
    await vi.waitFor(() => expect(fake.inputsOf("run.preview").at(-1)).not.toHaveProperty("betas"));
  });
});
