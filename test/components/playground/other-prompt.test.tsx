import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { PromptRef, ResolvedPrompt } from "@shared/domain/prompt/prompt.ts";
import { promptKey } from "@shared/domain/prompt/prompt-key.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useInputs } from "../../../renderer/stores/inputs/inputs.ts";
import { useCompare } from "../../../renderer/stores/run/compare.ts";
import { draftWith, eventsOf, previewOf, promptRef, resolvedPrompt, savedInput, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

/** A prompt of another name, and one of the same name in another project. */
const others: { what: string; ref: PromptRef }[] = [
  { what: "another prompt", ref: { ...promptRef, name: "billing/dunning" } },
  { what: "the prompt of this name of another project", ref: { ...promptRef, connection: "9f9f" } },
];

/** What a prompt says, so that every text shows whose it is. */
const markOf = (ref: PromptRef | null) => (ref ? `${ref.connection} ${ref.name}` : "nothing");

function promptAt(ref: PromptRef): ResolvedPrompt {
  const found = resolvedPrompt({ version: ref.version ?? "3", prompt: `I am ${markOf(ref)} with {{tone}}.` });
  return { ...found, ref, prompt: { ...found.prompt, ...ref, version: ref.version ?? "3" } };
}

function previewAt(request: RunRequest) {
  const text = `Message of ${markOf(refOf(request.prompt))}`;
  const message = { role: "user", content: text } as const;
  return {
    ...previewOf(request),
    compiled: {
      messages: [{ message, segments: [{ kind: "text", text }], origin: "prompt" }],
      unresolvedPlaceholders: [],
      warnings: [],
    },
  } as unknown as ReturnType<typeof previewOf>;
}

/** Answers that come only when the test lets them; those of the prompt that was open first come at once. */
function slowAnswers() {
  const gate = Promise.withResolvers<void>();
  const isFirst = (ref: PromptRef | null) => ref !== null && promptKey(ref) === promptKey(promptRef);
  const wait = (ref: PromptRef | null) => (isFirst(ref) ? Promise.resolve() : gate.promise);
  return {
    open: gate.resolve,
    answers: {
      "prompts.get": async ({ ref }: { ref: PromptRef }) => {
        await wait(ref);
        return promptAt(ref);
      },
      "prompts.versions": async ({ prompt }: { prompt: PromptRef }) => {
        await wait(prompt);
        return [{ version: "3", labels: [`label-of-${prompt.connection}-${prompt.name.replace("/", "-")}`] }];
      },
      "run.preview": async (request: RunRequest) => {
        await wait(refOf(request.prompt));
        return previewAt(request);
      },
      "inputs.list": [],
      "inputs.fromBefore": [],
    },
  };
}

/** The messages as they will be sent are in sight. */
const asSent = { inspectorClosed: true, asSent: true };

const page = () => document.body.innerText;

describe("nothing of one prompt under another's name", () => {
  for (const { what, ref } of others) {
    it(`shows no text, value, label, answer or figure of the one before while ${what} is loading`, async () => {
      const slow = slowAnswers();
      const { screen } = await showPlayground({
        draft: draftWith([variant("a"), variant("b")], {
          layout: asSent,
          values: { [promptKey(promptRef)]: { variables: { tone: "value-of-the-first" }, placeholders: {} } },
        }),
        answers: slow.answers,
        events: () => eventsOf("Answer of the first."),
      });
      const first = markOf(promptRef);
      await expect.poll(page).toContain(`Message of ${first}`);
      await expect.poll(page).toContain(`label-of-${promptRef.connection}`);
      await userEvent.keyboard("{Control>}{Enter}{/Control}");
      await expect.poll(page).toContain("Answer of the first.");

      // Every drawing from here on counts, however short: what a person may see is what must be right.
      const seen = watchTexts();
      useDraft.getState().openPrompt(ref);
      await expect.element(screen.getByRole("heading", { level: 1 })).toHaveTextContent(ref.name);
      await vi.waitFor(() => expect(seen.texts.length).toBeGreaterThan(0));
      slow.open();
      await expect.poll(page).toContain(`Message of ${markOf(ref)}`);
      seen.stop();
      for (const text of seen.texts) {
        expect(text).not.toContain(`Message of ${first}`);
        expect(text).not.toContain(`I am ${first}`);
        expect(text).not.toContain(`label-of-${promptRef.connection}-support`);
        expect(text).not.toContain("Answer of the first.");
        expect(text).not.toContain("value-of-the-first");
      }
      expect(page()).toContain("Not run yet.");
    });
  }

  // The answer of the first prompt that comes last must not win.
  it("a slow answer of the prompt before changes nothing when it comes after that of the one that is open", async () => {
    const late = Promise.withResolvers<void>();
    const other: PromptRef = { ...promptRef, name: "billing/dunning" };
    const isLate = (ref: PromptRef | null) => ref?.name === promptRef.name;
    const { screen, fake } = await showPlayground({
      draft: draftWith([variant("a")], { layout: asSent }),
      answers: {
        "prompts.get": async ({ ref }) => {
          if (isLate(ref)) await late.promise;
          return promptAt(ref);
        },
        "run.preview": async (request) => {
          if (isLate(refOf(request.prompt))) await late.promise;
          return previewAt(request);
        },
      },
    });
    await vi.waitFor(() => expect(fake.inputsOf("run.preview")).not.toHaveLength(0));
    useDraft.getState().openPrompt(other);
    await expect.poll(page).toContain(`Message of ${markOf(other)}`);
    late.resolve();
    // Another question goes out and comes back behind the late ones.
    await userEvent.type(screen.getByLabelText("tone"), "x");
    await vi.waitFor(() => expect(fake.inputsOf("run.preview").at(-1)?.variables).toEqual({ tone: "x" }));
    expect(page()).not.toContain(markOf(promptRef));
  });

  it("an answer that is still coming is named, not shown, and its prompt is one click away", async () => {
    const held = Promise.withResolvers<void>();
    async function* events(): AsyncGenerator<StreamEvent> {
      yield { type: "text", at: 1, text: "Half of the first." };
      await held.promise;
      yield* eventsOf("");
    }
    const { screen } = await showPlayground({
      draft: draftWith([variant("a")], { layout: asSent }),
      answers: { "prompts.get": ({ ref }) => promptAt(ref), "run.preview": previewAt },
      events,
    });
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    await expect.poll(page).toContain("Half of the first.");
    useDraft.getState().openPrompt({ ...promptRef, name: "billing/dunning" });
    await expect.poll(page).toContain("support/reply is still being answered here.");
    expect(page()).not.toContain("Half of the first.");
    await screen.getByRole("button", { name: "Open it" }).click();
    await expect.poll(page).toContain("Half of the first.");
    held.resolve();
  });

  // Run asked on one prompt while it loads must not send the one that is opened meanwhile: that costs money.
  it("a run that waits for its prompt does not run another one", async () => {
    const gate = Promise.withResolvers<void>();
    const other: PromptRef = { ...promptRef, name: "billing/dunning" };
    const { started } = await showPlayground({
      draft: draftWith([variant("a")], { layout: asSent }),
      answers: {
        "prompts.get": async ({ ref }) => {
          await gate.promise;
          return promptAt(ref);
        },
        "run.preview": previewAt,
      },
    });
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    await vi.waitFor(() => expect(useCompare.getState().waitingForPrompt).toBe(true));
    useDraft.getState().openPrompt(other);
    gate.resolve();
    await expect.poll(page).toContain(`Message of ${markOf(other)}`);
    await vi.waitFor(() => expect(useCompare.getState().waitingForPrompt).toBe(false));
    expect(started).toEqual([]);
  });

  it("bars of what was done to one prompt go with it", async () => {
    const { screen } = await showPlayground({
      draft: draftWith([variant("a"), variant("b", { name: "Second" })]),
      answers: { "prompts.get": ({ ref }) => promptAt(ref), "run.preview": previewAt },
    });
    await screen.getByRole("button", { name: "Remove this variant" }).last().click();
    await expect.poll(page).toContain("Variant Second removed.");
    useDraft.getState().openPrompt({ ...promptRef, name: "billing/dunning" });
    await expect.poll(page).toContain("billing/dunning");
    expect(page()).not.toContain("removed.");
  });

  it("saved inputs of the one before are gone with it, also when they come late", async () => {
    const late = Promise.withResolvers<void>();
    const { fake } = await showPlayground({
      draft: draftWith([variant("a")], { layout: asSent }),
      answers: {
        "prompts.get": ({ ref }) => promptAt(ref),
        "inputs.list": async ({ prompt }) => {
          if (prompt.name === promptRef.name) await late.promise;
          return [savedInput("1", `input of ${prompt.name}`, {})];
        },
      },
    });
    const inputs = useInputs.getState();
    const first = inputs.load(promptRef);
    await vi.waitFor(() => expect(fake.inputsOf("inputs.list")).toHaveLength(1));
    const other: PromptRef = { ...promptRef, name: "billing/dunning" };
    useDraft.getState().openPrompt(other);
    expect(useInputs.getState().owner).toBeNull();
    await inputs.load(other);
    late.resolve();
    await first;
    expect(useInputs.getState().inputs.map(({ name }) => name)).toEqual(["input of billing/dunning"]);
  });

  it("says what could not be read of a version, and shows no other in its place", async () => {
    const { screen } = await showPlayground({
      draft: draftWith([variant("a")], { layout: asSent }),
      answers: {
        "prompts.get": ({ ref }) => {
          if (ref.version === "1") throw new AppFailure("prompt_not_found", { message: "There is no version 1." });
          return promptAt(ref);
        },
        "run.preview": previewAt,
      },
    });
    await expect.element(screen.getByRole("button", { name: "Version v3" })).toBeVisible();
    useDraft.getState().choose({ version: "1" });
    await expect.poll(page).toContain("There is no version 1.");
    expect(screen.getByRole("button", { name: "Version v3" }).query()).toBeNull();
  });
});

describe("an override stays with its prompt", () => {
  it("another prompt starts from its own config, and what was chosen comes back with the first", async () => {
    const { fake } = await showPlayground({
      draft: draftWith([
        variant("a", { modelOverride: "openai/o9", parameters: { temperature: { value: 0.9, on: true } } }),
      ]),
      answers: { "prompts.get": ({ ref }) => promptAt(ref), "run.preview": previewAt },
    });
    const asked = () => fake.inputsOf("run.preview").at(-1);
    await vi.waitFor(() =>
      expect(asked()).toMatchObject({ modelOverride: "openai/o9", overrides: { temperature: 0.9 } }),
    );
    const other: PromptRef = { ...promptRef, name: "billing/dunning" };
    useDraft.getState().openPrompt(other);
    await vi.waitFor(() => expect(asked()).toMatchObject({ prompt: other, modelOverride: null, overrides: {} }));
    useDraft.getState().setModel("a", "anthropic/claude");
    useDraft.getState().openPrompt(promptRef);
    await vi.waitFor(() =>
      expect(asked()).toMatchObject({ modelOverride: "openai/o9", overrides: { temperature: 0.9 } }),
    );
    useDraft.getState().openPrompt(other);
    await vi.waitFor(() => expect(asked()).toMatchObject({ modelOverride: "anthropic/claude", overrides: {} }));
    // Another version of one prompt is the same prompt.
    useDraft.getState().choose({ version: "2" });
    await vi.waitFor(() =>
      expect(asked()).toMatchObject({ prompt: { version: "2" }, modelOverride: "anthropic/claude" }),
    );
  });
});

/** Every text the page shows from now on, taken after each change of it and each frame. */
function watchTexts(): { texts: string[]; stop(): void } {
  const texts: string[] = [];
  let watching = true;
  const take = () => texts.push(document.body.innerText);
  const observer = new MutationObserver(take);
  observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
  const each = () => {
    if (!watching) return;
    take();
    requestAnimationFrame(each);
  };
  // The frame under way may still show what was there before.
  requestAnimationFrame(each);
  return {
    texts,
    stop() {
      watching = false;
      observer.disconnect();
    },
  };
}
