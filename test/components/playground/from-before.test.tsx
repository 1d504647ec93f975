import { promptKey } from "@shared/domain/prompt/prompt-key.ts";
import { describe, expect, it } from "vitest";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useInputs } from "../../../renderer/stores/inputs/inputs.ts";
import { draftWith, promptRef, resolvedPrompt, savedInput, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

/** Where values were kept when a prompt's connection was not noted. */
const keyBefore = promptKey({ library: promptRef.library, name: promptRef.name });
const before = { variables: { tone: "harsh", customer: "Mr. Old" }, placeholders: {} };
const values = () => useDraft.getState().draft.values;
const offer = /There are (values|saved inputs) from before for a prompt called “support\/reply”/;

describe("values from before prompts had a connection", () => {
  it("fill nothing by themselves: another project's may have the same name; Use makes them this prompt's", async () => {
    const draft = draftWith([variant("a", { pins: { [keyBefore]: { version: "2" } } })], {
      values: { [keyBefore]: before, [promptKey(promptRef)]: { variables: { tone: "mine" }, placeholders: {} } },
    });
    const { screen, started } = await showPlayground({ draft, answers: { "inputs.fromBefore": [] } });
    await expect.element(screen.getByText(offer)).toBeVisible();
    await expect.element(screen.getByLabelText("tone")).toHaveValue("mine");
    await expect.element(screen.getByLabelText("customer")).toHaveAttribute("data-unset", "true");
    await screen.getByRole("button", { name: /^Run/ }).click();
    expect(started[0]?.variables).toEqual({ tone: "mine" });
    await screen.getByRole("button", { name: "Use", exact: true }).click();
    // What was typed meanwhile wins.
    await expect.element(screen.getByLabelText("tone")).toHaveValue("mine");
    await expect.element(screen.getByLabelText("customer")).toHaveValue("Mr. Old");
    await expect.element(screen.getByText(offer)).not.toBeInTheDocument();
    expect(Object.keys(values())).toEqual([promptKey(promptRef)]);
    expect(useDraft.getState().draft.variants[0]?.pins).toEqual({ [promptKey(promptRef)]: { version: "2" } });
  });

  it("stay where they are when they are left, for the project they were of, and are not offered again", async () => {
    const draft = draftWith([variant("a")], { values: { [keyBefore]: before } });
    const { screen } = await showPlayground({ draft, answers: { "inputs.fromBefore": [] } });
    await screen.getByRole("button", { name: "Leave", exact: true }).click();
    await expect.element(screen.getByText(offer)).not.toBeInTheDocument();
    expect(values()).toEqual({ [keyBefore]: before });
    await expect.element(screen.getByLabelText("tone")).toHaveAttribute("data-unset", "true");
    // Kept with the draft, as a window that is opened again finds it.
    const again = await showPlayground({ draft: useDraft.getState().draft, answers: { "inputs.fromBefore": [] } });
    await expect.element(again.screen.getByLabelText("tone").first()).toBeVisible();
    await expect.element(again.screen.getByText(offer)).not.toBeInTheDocument();
  });

  it("are a prompt's own where it has no connection, and nothing is offered", async () => {
    const openPrompt = { library: "demo", name: promptRef.name };
    const draft = draftWith([variant("a")], { openPrompt, values: { [promptKey(openPrompt)]: before } });
    const resolved = resolvedPrompt();
    const { screen } = await showPlayground({
      draft,
      answers: {
        "inputs.fromBefore": [savedInput("i", "old", {})],
        "prompts.get": { ...resolved, ref: openPrompt, prompt: { ...resolved.prompt, library: "demo" } },
      },
    });
    await expect.element(screen.getByLabelText("tone")).toHaveValue("harsh");
    await expect.element(screen.getByText(offer)).not.toBeInTheDocument();
  });

  it("that are saved inputs are offered too, but not by an answer for the prompt that was open before", async () => {
    const slow = Promise.withResolvers<ReturnType<typeof savedInput>[]>();
    const taken = [savedInput("i", "old", { tone: "harsh" })];
    const { screen, fake } = await showPlayground({
      draft: draftWith([variant("a")]),
      answers: {
        "inputs.fromBefore": ({ prompt }) => (prompt.name === "other" ? slow.promise : Promise.resolve(taken)),
        "inputs.takeFromBefore": taken,
      },
    });
    await expect.element(screen.getByText(/There are saved inputs from before/)).toBeVisible();
    const waiting = useInputs.getState().findFromBefore({ ...promptRef, name: "other" });
    await useInputs.getState().findFromBefore(promptRef);
    slow.resolve([]);
    await waiting;
    await expect.element(screen.getByText(/There are saved inputs from before/)).toBeVisible();
    await screen.getByRole("button", { name: "Use", exact: true }).click();
    expect(fake.inputsOf("inputs.takeFromBefore")).toHaveLength(1);
    await expect.element(screen.getByText(/There are saved inputs/)).not.toBeInTheDocument();
  });
});
