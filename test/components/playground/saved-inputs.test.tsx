import { beforeEach, describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { SavedInputs } from "../../../renderer/features/inputs/SavedInputs.tsx";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useReplacedValues } from "../../../renderer/stores/inputs/replaced-values.ts";
import type { FakeAnswers } from "../../fakes/routes/client.ts";
import { draftWith, savedInput, variant } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const inputs = [savedInput("1", "warm one", { tone: "warm" }), savedInput("2", "cold one", { tone: "cold", n: 1 })];
const variables = () => Object.values(useDraft.getState().draft.values)[0]?.variables;

async function showInputs(answers: FakeAnswers = {}) {
  const fake = startStores({ "draft.get": draftWith([variant("a")]), "inputs.list": inputs, ...answers });
  await useDraft.getState().load();
  useDraft.getState().setVariable("tone", "typed");
  const screen = await show(<SavedInputs />);
  await expect.element(screen.getByRole("button", { name: "warm one", exact: true })).toBeVisible();
  return { screen, fake };
}

describe("saved inputs", () => {
  beforeEach(() => useReplacedValues.getState().forget());

  it("a click fills the variables and marks the input; Undo puts back what was typed", async () => {
    const { screen } = await showInputs();
    const warm = screen.getByRole("button", { name: "warm one", exact: true });
    await warm.click();
    expect(variables()).toEqual({ tone: "warm" });
    await expect.element(warm).toHaveAttribute("aria-current", "true");
    await screen.getByRole("button", { name: "Undo" }).click();
    expect(variables()).toEqual({ tone: "typed" });
    await expect.element(warm).toHaveAttribute("aria-current", "false");
  });

  it("Undo after two goes back to before the second, and an input that is loaded already replaces nothing", async () => {
    const { screen } = await showInputs();
    await screen.getByRole("button", { name: "warm one", exact: true }).click();
    await screen.getByRole("button", { name: "cold one", exact: true }).click();
    await screen.getByRole("button", { name: "cold one", exact: true }).click();
    await screen.getByRole("button", { name: "Undo" }).click();
    expect(variables()).toEqual({ tone: "warm" });
  });

  it("are saved with the values there are now, under the name typed; an empty name saves nothing", async () => {
    const saved = savedInput("3", "mine", { tone: "typed" });
    const { screen, fake } = await showInputs({ "inputs.save": [...inputs, saved] });
    await screen.getByRole("button", { name: "Save the current values" }).click();
    await userEvent.keyboard("  {Enter}");
    await screen.getByRole("button", { name: "Save the current values" }).click();
    await userEvent.keyboard("mine{Enter}");
    await expect
      .element(screen.getByRole("button", { name: "mine", exact: true }))
      .toHaveAttribute("aria-current", "true");
    expect(fake.inputsOf("inputs.save").map(({ input }) => input)).toEqual([
      { name: "mine", variables: { tone: "typed" }, placeholders: {} },
    ]);
  });

  // A hundred of them were two hundred tab stops before the prompt and Run.
  it("are one tab stop: arrows go from one to the next, and to the menu of each", async () => {
    const { screen } = await showInputs();
    const list = screen.getByRole("list", { name: "Saved inputs of this prompt" }).element();
    const stops = () => [...list.querySelectorAll("button")].filter(({ tabIndex }) => tabIndex === 0);
    await expect.poll(() => stops().map(({ textContent }) => textContent)).toEqual(["warm one"]);
    screen.getByRole("button", { name: "warm one", exact: true }).element().focus();
    await userEvent.keyboard("{ArrowDown}");
    expect(document.activeElement?.textContent).toBe("cold one");
    expect(stops().map(({ textContent }) => textContent)).toEqual(["cold one"]);
    await userEvent.keyboard("{ArrowRight}");
    expect(document.activeElement?.getAttribute("aria-label")).toBe("More for cold one");
    await userEvent.keyboard("{ArrowLeft}{Home}{Enter}");
    expect(variables()).toEqual({ tone: "warm" });
  });

  it("one gets another name and keeps its values", async () => {
    const renamed = savedInput("1", "hot one", { tone: "warm" });
    const { screen, fake } = await showInputs({ "inputs.save": [renamed, ...inputs.slice(1)] });
    await screen.getByRole("button", { name: "More for warm one" }).click();
    await screen.getByRole("menuitem", { name: "Rename" }).click();
    await userEvent.fill(screen.getByRole("textbox", { name: "New name of warm one" }), "hot one");
    await userEvent.keyboard("{Enter}");
    await expect.element(screen.getByRole("button", { name: "hot one", exact: true })).toBeVisible();
    expect(fake.inputsOf("inputs.save").map(({ input }) => input)).toEqual([renamed]);
  });

  it("one that was deleted comes back as it was", async () => {
    const { screen, fake } = await showInputs({ "inputs.remove": inputs.slice(1), "inputs.save": inputs });
    await screen.getByRole("button", { name: "More for warm one" }).click();
    await screen.getByRole("menuitem", { name: "Delete" }).click();
    await expect.element(screen.getByText("Deleted warm one.")).toBeVisible();
    await screen.getByRole("button", { name: "Undo" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("inputs.save").map(({ input }) => input)).toEqual([inputs[0]]));
    await expect.element(screen.getByRole("button", { name: "warm one", exact: true })).toBeVisible();
  });
});
