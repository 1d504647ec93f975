import { countCells } from "@shared/domain/job/job.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { valuesKey } from "../../../renderer/stores/draft/values-key.ts";
import { type Pass, usePass } from "../../../renderer/stores/run/pass.ts";
import { draftWith, eventsOf, promptRef, promptText, resolvedPrompt, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

/** Of the window the bars at the top and the rail are not part of the playground. */
const barsHeight = 44 + 26;
const railWidth = 48;

beforeEach(() => page.viewport(1440, 900));

async function runIn(width: number, height: number, variants = [variant("a"), variant("b")]) {
  await page.viewport(width, height);
  const shown = await showPlayground({
    draft: draftWith(variants, { layout: {} }),
    events: () => eventsOf("An answer. ".repeat(400)),
  });
  await userEvent.keyboard("{Control>}{Enter}{/Control}");
  const output = shown.screen.getByRole("region", { name: "Output" }).first();
  await expect.element(output).toMatchTextContent("An answer.");
  return { ...shown, output };
}

/** A run over twelve inputs that has ended, as its strip shows it. */
function endedPass(): Pass {
  const inputs = Array.from({ length: 12 }, (_, index) => ({
    id: `i${index}`,
    name: `Input ${index}`,
    variables: {},
    placeholders: {},
  }));
  const cells = inputs.map(({ id }) => ({ cell: `${id}/a/0`, runId: null, state: "answered" as const }));
  return {
    job: {
      id: "job1",
      kind: "cells",
      title: "over 12 inputs",
      state: "done",
      wish: null,
      owner: "this",
      ownerPid: 1,
      createdAt: 0,
      endedAt: 1,
      error: null,
      cells: cells.length,
      counts: countCells(cells),
      notice: null,
    },
    inputs,
    cells: Object.fromEntries(cells.map((cell, index) => [`i${index}`, [cell]])),
    starting: false,
    runsPerInput: 1,
    shown: null,
    prompt: valuesKey(promptRef),
    before: {},
  };
}

const inSight = (element: Element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return Math.min(bottom, window.innerHeight) - Math.max(top, 0);
};

describe("a window with little room", () => {
  // The answer vanished below the inspector at 900 × 600, and was not to be seen at all at 200 % zoom.
  it.each([
    [1280 - railWidth, 720 - barsHeight],
    [1100 - railWidth, 720 - barsHeight],
    [900 - railWidth, 600 - barsHeight],
    [720 - 40, 450 - 40],
    [640 - 40, 360 - 40],
    [320 - 40, 568 - 40],
  ])("of %i × %i shows 220 pixels of the answer, and goes nowhere sideways", async (width, height) => {
    const { output } = await runIn(width, height);
    await expect.poll(() => inSight(output.element())).toBeGreaterThanOrEqual(220);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
    const box = output.element().getBoundingClientRect();
    expect(box.left).toBeGreaterThanOrEqual(0);
    expect(box.right).toBeLessThanOrEqual(width + 1);
    const sideways = [...document.querySelectorAll("*")].filter(
      ({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => {
        return scrollWidth > clientWidth + 1 && scrollHeight > clientHeight + 1 && clientWidth > 0;
      },
    );
    const both = sideways.filter((element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      return [overflowX, overflowY].every((overflow) => overflow === "auto" || overflow === "scroll");
    });
    expect(both).toEqual([]);
  });

  // With the list of a run over inputs above the answer the row of its acts was half cut.
  it.each([
    [1440 - railWidth, 900 - barsHeight, "panel"],
    [900 - railWidth, 900 - barsHeight, "panel"],
    [900 - railWidth, 600 - barsHeight, "line"],
  ])(
    "of %i × %i shows what can be done with an answer whole below a list of inputs, the inspector a %s",
    async (width, height, inspector) => {
      const { screen, output } = await runIn(width, height);
      usePass.setState({ pass: endedPass() });
      if (width < 1280 && inspector === "panel") await userEvent.keyboard("{Control>}i{/Control}");
      await expect.element(screen.getByRole("list", { name: "Inputs of this run" })).toBeVisible();
      if (inspector === "panel") await expect.element(screen.getByRole("region", { name: "Inspector" })).toBeVisible();
      const acts = screen.getByRole("button", { name: "Reply" }).first();
      acts.element().scrollIntoView({ block: "nearest" });
      await expect.element(acts).toBeInViewport({ ratio: 1 });
      await expect.poll(() => inSight(output.element())).toBeGreaterThanOrEqual(220);
      await expect.element(output).toBeInViewport({ ratio: 1 });
    },
  );

  it("shows one variant at a time, each a tab that tells how it stands, and the key of a variant goes to it", async () => {
    const { screen } = await runIn(900, 600);
    const glance = screen.getByRole("navigation", { name: "Variants at a glance" });
    await expect.element(glance.getByRole("button", { name: "B gpt-4o-mini done" })).toBeVisible();
    expect(screen.getByRole("region", { name: /^Variant / }).elements()).toHaveLength(1);
    await glance.getByRole("button", { name: "B" }).click();
    await expect.element(screen.getByRole("region", { name: "Variant B" })).toBeVisible();
    await userEvent.keyboard("{Alt>}1{/Alt}");
    await expect.element(screen.getByRole("region", { name: "Variant A" })).toBeVisible();
    await expect.element(screen.getByRole("region", { name: "Variant B" })).not.toBeInTheDocument();
  });

  it("folds the inspector to a line with what the requests came to, and opens it over the page", async () => {
    const { screen } = await runIn(900, 600);
    await expect.element(screen.getByRole("region", { name: "Inspector" })).not.toBeInTheDocument();
    await screen.getByRole("button", { name: "Requests" }).click();
    await expect.element(screen.getByRole("region", { name: "Inspector" })).toBeVisible();
    // The line between prompt and answers lay over it, and took the pointer.
    const inspector = screen.getByRole("region", { name: "Inspector" }).element();
    const { left, right, bottom } = inspector.getBoundingClientRect();
    for (let x = left + 4; x < right - 4; x += 4)
      expect(inspector.contains(document.elementFromPoint(x, bottom - 40)), `at ${x}`).toBe(true);
    await userEvent.keyboard("{Control>}i{/Control}");
    await expect.element(screen.getByRole("region", { name: "Inspector" })).not.toBeInTheDocument();
    // What is kept is the choice of a wide window.
    await page.viewport(1440, 900);
    await expect.element(screen.getByRole("region", { name: "Inspector" })).toBeVisible();
  });

  it("has the values as a tab of the prompt, and what is not set leads to its field there", async () => {
    await page.viewport(900, 600);
    const { screen } = await showPlayground({
      draft: draftWith([variant("a")]),
      answers: {
        "run.preview": () => ({
          resolved: resolvedPrompt(),
          compiled: {
            mode: "python",
            clientMessagesMode: "replace",
            messages: [],
            missingVariables: ["customer"],
            unresolvedPlaceholders: [],
            unusedVariables: [],
            warnings: [],
          },
          warnings: [],
        }),
      },
    });
    expect(promptText).toContain("{{customer}}");
    await expect.element(screen.getByLabelText("customer")).not.toBeInTheDocument();
    await screen.getByRole("button", { name: /customer not set/ }).click();
    await expect.element(screen.getByLabelText("customer")).toHaveFocus();
    await page.viewport(1440, 900);
    await expect.element(screen.getByLabelText("customer")).toBeVisible();
    await expect.element(screen.getByRole("tab", { name: /^Values/ })).not.toBeInTheDocument();
  });

  it("at 200 % has the prompt as a tab, and a run brings the answer to the front", async () => {
    const { screen } = await runIn(680, 410);
    const glance = screen.getByRole("navigation", { name: "Variants at a glance" });
    await glance.getByRole("button", { name: "Prompt" }).click();
    await expect.element(screen.getByRole("region", { name: "Prompt", exact: true })).toBeVisible();
    await expect.element(screen.getByRole("region", { name: "Output" })).not.toBeInTheDocument();
    await userEvent.keyboard("{Control>}{Enter}{/Control}");
    await expect.element(screen.getByRole("region", { name: "Output" })).toBeVisible();
  });
});

describe("twelve variants", () => {
  it("have an overview, one tab stop, from which each is brought into sight", async () => {
    const twelve = Array.from({ length: 12 }, (_, index) => variant(`v${index}`, { modelOverride: `model-${index}` }));
    const { screen } = await runIn(1440, 900, twelve);
    const glance = screen.getByRole("navigation", { name: "Variants at a glance" });
    await expect.poll(() => glance.getByRole("button", { name: "done" }).elements().length).toBe(12);
    expect([...glance.element().querySelectorAll("button")].filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
    const last = screen.getByRole("region", { name: "Variant L" });
    expect(last.element().getBoundingClientRect().left).toBeGreaterThan(1440);
    glance.getByRole("button", { name: "A model-0" }).element().focus();
    await userEvent.keyboard("{End}{Enter}");
    await expect.poll(() => last.element().getBoundingClientRect().right).toBeLessThanOrEqual(1441);
    expect(document.activeElement).toBe(last.element());
  });
});
