import { promptKey } from "@shared/domain/prompt/prompt-key.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { completed, draftWith, eventsOf, previewOf, promptRef, recordOf, resolvedPrompt, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const other = { ...promptRef, name: "billing/dunning" };
const requestFor = (prompt = promptRef) => ({
  prompt,
  variables: {},
  placeholders: {},
  compileMode: "python" as const,
  clientMessages: [],
  clientMessagesMode: "replace" as const,
  model: "",
  modelOverride: null,
  parameters: {},
  overrides: {},
  stream: true,
});
const kept = (runId: string, prompt = promptRef) =>
  recordOf(runId, requestFor(prompt), {
    output: { ...emptyOutput(), text: `Kept answer ${runId} of ${prompt.name}.` },
    outcome: completed,
  });
const page = () => document.body.innerText;
const answersOf = (prompt = promptRef) => useDraft.getState().draft.variants[0]?.answers?.[promptKey(prompt)];

describe("answers after a restart", () => {
  // Every column said "Not run yet" though the history had the runs.
  it("come back in their columns; one that is kept no more leaves its column empty", async () => {
    await showPlayground({
      draft: draftWith([
        variant("a", { answers: { [promptKey(promptRef)]: ["k1", "k2"] } }),
        variant("b", { answers: { [promptKey(promptRef)]: ["gone"] } }),
      ]),
      answers: {
        "run.get": ({ runId }) => {
          if (runId === "gone") throw new Error("gone");
          return kept(runId);
        },
      },
    });
    await expect.poll(page).toContain("Kept answer k1 of support/reply.");
    expect(page()).toContain("1 / 2");
    expect(page()).toContain("Not run yet.");
  });

  it("belong to their prompt: they go with it and come back with it, and a new run takes their place", async () => {
    const { screen } = await showPlayground({
      draft: draftWith([variant("a", { answers: { [promptKey(other)]: ["k9"] } })]),
      answers: {
        "prompts.get": ({ ref }) => ({ ...resolvedPrompt(), ref }),
        "run.preview": previewOf,
        "run.get": ({ runId }) =>
          runId === "k9" ? kept(runId, other) : { ...kept(runId), output: { ...emptyOutput(), text: "A new answer." } },
      },
      events: () => eventsOf("A new answer."),
    });
    await expect.poll(page).toContain("Not run yet.");
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    await expect.poll(page).toContain("A new answer.");
    await vi.waitFor(() => expect(answersOf()).toEqual(["r0"]));
    useDraft.getState().openPrompt(other);
    await expect.poll(page).toContain("Kept answer k9 of billing/dunning.");
    expect(page()).not.toContain("A new answer.");
    useDraft.getState().openPrompt(promptRef);
    await expect.poll(page).toContain("A new answer.");
    await expect.element(screen.getByRole("button", { name: /^Run\b/ })).toBeEnabled();
  });
});
