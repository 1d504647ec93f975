import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { useCompare } from "../../../renderer/stores/run/compare.ts";
import { draftWith, eventsOf, promptRef, resolvedPrompt, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

/** Events of runs that say a word and then wait to be told to end. */
function heldRuns() {
  const { promise, resolve } = Promise.withResolvers<void>();
  async function* events(): AsyncGenerator<StreamEvent> {
    yield { type: "text", at: 1, text: "Half" };
    await promise;
    yield* eventsOf("");
  }
  return { events, end: resolve };
}

describe("run bar", () => {
  it("offers nothing to run before a prompt is open", async () => {
    const { screen, started } = await showPlayground({ draft: draftWith([variant("a")], { openPrompt: null }) });
    await expect.element(screen.getByRole("button", { name: "Find a prompt" })).toBeVisible();
    await expect.element(screen.getByRole("button", { name: /^Run/ })).not.toBeInTheDocument();
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    expect(started).toEqual([]);
  });

  it("runs with Ctrl+Enter from inside a field, what was typed last included, and is Stop meanwhile", async () => {
    const held = heldRuns();
    const { screen, started } = await showPlayground({ draft: draftWith([variant("a")]), events: held.events });
    await userEvent.type(screen.getByLabelText("tone"), "warm");
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    await expect.element(screen.getByRole("button", { name: /^Stop/ })).toBeVisible();
    await expect.element(screen.getByLabelText("tone")).toHaveValue("warm");
    expect(started.map(({ variables, prompt }) => [prompt, variables])).toEqual([[promptRef, { tone: "warm" }]]);
    held.end();
    await expect.element(screen.getByRole("button", { name: /^Run\b/ })).toBeEnabled();
    await expect.element(screen.getByRole("region", { name: "Output" })).toMatchTextContent("Half");
  });

  // Choosing how often and then running is the natural order, and the focus is on the menu's button then.
  it("runs with Ctrl+Enter from a button that opens a menu or does something itself (a menu that opens again)", async () => {
    const { screen, started } = await showPlayground({ draft: draftWith([variant("a")]) });
    for (const name of [/^Repetitions/, /^Add variant/]) {
      const before = started.length;
      await expect.element(screen.getByRole("button", { name: /^Run\b/ })).toBeEnabled();
      screen.getByRole("button", { name }).element().focus();
      await userEvent.keyboard("{Control>}{Enter}{/Control}");
      await vi.waitFor(() => expect(started).toHaveLength(before + 1));
      expect(screen.getByRole("menu").query()).toBeNull();
    }
    expect(screen.getByRole("region", { name: /^Variant / }).elements()).toHaveLength(1);
  });

  it("Ctrl+Shift+Enter runs the variant with the focus alone, Escape stops what runs", async () => {
    const held = heldRuns();
    const { screen, started, fake } = await showPlayground({
      draft: draftWith([variant("a"), variant("b", { modelOverride: "model-b" })]),
      events: held.events,
    });
    await screen.getByRole("region", { name: "Variant B" }).getByText("Not run yet.").click();
    await userEvent.keyboard("{Control>}{Shift>}{Enter}{/Shift}{/Control}");
    await expect.element(screen.getByRole("button", { name: "Stop all" })).toBeVisible();
    expect(started.map(({ modelOverride }) => modelOverride)).toEqual(["model-b"]);
    await userEvent.keyboard("{Escape}");
    await vi.waitFor(() => expect(fake.inputsOf("run.cancel")).toEqual([{ runId: "r0" }]));
    held.end();
    await expect.element(screen.getByRole("button", { name: "Run all" })).toBeEnabled();
  });

  // Sample values come with the prompt: a run before them would be sent with holes.
  it("waits for the prompt that is being read, says so, and takes no second click", async () => {
    const reading = Promise.withResolvers<void>();
    const { screen, started } = await showPlayground({
      draft: draftWith([variant("a")]),
      answers: {
        "prompts.get": async () => {
          await reading.promise;
          return resolvedPrompt();
        },
      },
    });
    await screen.getByRole("button", { name: /^Run\b/ }).click();
    await expect.element(screen.getByRole("status").getByText("Waiting for the prompt")).toBeInTheDocument();
    expect(useCompare.getState().waitingForPrompt).toBe(true);
    expect(started).toEqual([]);
    reading.resolve();
    await vi.waitFor(() => expect(started).toHaveLength(1));
  });

  it("runs all variants at once, each with its own model, and counts them", async () => {
    const { screen, started } = await showPlayground({
      draft: draftWith([variant("a", { modelOverride: "model-a" }), variant("b", { modelOverride: "model-b" })]),
    });
    await expect.element(screen.getByText("2 variants")).toBeVisible();
    await screen.getByRole("button", { name: "Run all" }).click();
    await vi.waitFor(() => expect(started).toHaveLength(2));
    expect(started.map(({ modelOverride, comparison }) => [modelOverride, comparison?.variantId])).toEqual([
      ["model-a", "a"],
      ["model-b", "b"],
    ]);
    expect(new Set(started.map(({ comparison }) => comparison?.id)).size).toBe(1);
  });

  it("adds no thirteenth variant and says why", async () => {
    const twelve = Array.from({ length: 12 }, (_, index) => variant(`v${index}`));
    const { screen } = await showPlayground({ draft: draftWith(twelve) });
    const add = screen.getByRole("button", { name: "Add variant" });
    await expect.element(add).toBeDisabled();
    await expect.element(add).toHaveAttribute("title", "12 variants at most");
  });
});
