import { expect, it } from "vitest";
import { userEvent } from "vitest/browser";
import { useCommands } from "../../../renderer/stores/commands.ts";
import { expectAccessible } from "../axe.ts";
import { draftWith, eventsOf, failed, previewOf, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const two = () => draftWith([variant("a"), variant("b", { modelOverride: "claude-sonnet" })]);

async function showRun(repetitions: number) {
  const shown = await showPlayground({
    draft: two(),
    // Two runs a start of each variant; the last one fails.
    events: (_request, started) =>
      started === 2 * repetitions - 1 ? eventsOf("", failed) : eventsOf("word ".repeat(started + 1)),
  });
  const { screen } = shown;
  if (repetitions > 1) {
    await screen.getByRole("button", { name: "Repetitions" }).click();
    await screen.getByRole("menuitemcheckbox", { name: `${repetitions} times` }).click();
  }
  await screen.getByRole("button", { name: "Run all" }).click();
  return shown;
}

it("the figures of repetitions are points a variant; one that is chosen is the answer its column shows", async () => {
  const { screen } = await showRun(3);
  await screen.getByRole("button", { name: "Charts of the repetitions" }).first().click();
  const length = screen.getByRole("figure", { name: "Length in characters" });
  // Five answered; the sixth failed and has no length.
  await expect.poll(() => length.getByRole("button", { name: "repetition" }).elements()).toHaveLength(5);
  await expect.element(screen.getByRole("dialog")).toMatchTextContent("Without figures: 1 failed.");
  await expect.element(screen.getByRole("figure", { name: "Cost" })).toMatchTextContent("No answer has this figure.");
  const third = length.getByRole("button", { name: "A, repetition 3 of 3" });
  (third.element() as SVGElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.element(third).toHaveAttribute("aria-pressed", "true");
  await expectAccessible();
  await screen.getByRole("button", { name: "Close" }).click();
  await expect.element(screen.getByRole("region", { name: "Repetitions" }).first()).toMatchTextContent("3 / 3");
});

it("the timeline has a row a run on one axis, and is reached as a command", async () => {
  const { screen } = await showRun(1);
  await expect.poll(() => screen.getByRole("region", { name: "Figures of the run" }).elements()).toHaveLength(2);
  useCommands.getState().run("runs.charts");
  const timeline = screen.getByRole("figure", { name: "Timeline of these runs" });
  await expect.element(timeline).toMatchTextContent("2 runs");
  await timeline.getByRole("button", { name: "Table of" }).click();
  await expect.element(timeline.getByRole("row", { name: /^A / })).toMatchTextContent("answered");
  await expect.element(timeline.getByRole("row", { name: /^B claude-sonnet/ })).toMatchTextContent("failed");
  await expectAccessible();
});

it("the tokens of each message stand against the model's context, where a list has it", async () => {
  const { screen } = await showPlayground({
    draft: { ...two(), layout: { inspectorClosed: true, asSent: true } },
    answers: {
      "run.preview": (request) => ({
        ...previewOf(request),
        compiled: {
          mode: "js",
          messages: [
            { message: { role: "system", content: "Be brief." }, origin: { kind: "prompt" } },
            { message: { role: "user", content: "Where is my order?" }, origin: { kind: "prompt" } },
          ],
          unresolvedPlaceholders: [],
        } as never,
        tokenEstimate: { tokens: 403, perMessage: [100, 300], tokenizer: "o200k_base", about: false },
        ...(request.modelOverride === null ? { contextTokens: 4_000 } : {}),
      }),
    },
  });
  await screen.getByRole("button", { name: "Tokens a message" }).click();
  const context = screen.getByRole("figure", { name: "Of the model's context" });
  await expect.element(context).toMatchTextContent("A 403 of 4 000, 10 %. B 403 tokens, its context is not known.");
  await expect.element(context.getByRole("img", { name: "A, message 2, user, 300 tokens, 7.5 %" })).toBeInTheDocument();
  const messages = screen.getByRole("figure", { name: "Tokens a message of A" });
  await expect.element(messages).toMatchTextContent("The largest is number 2, user, with 300.");
  await expectAccessible();
});
