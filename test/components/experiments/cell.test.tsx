import { expect, it } from "vitest";
import { userEvent } from "vitest/browser";
import { AppFailure } from "../../../shared/domain/error/app-failure.ts";
import type { HumanRating } from "../../../shared/domain/experiment/human-rating.ts";
import { sampleDetail, sampleExperiment } from "./samples.ts";
import { showExperiment } from "./show-experiment.tsx";

it("keys rate the open cell: stars, pass and fail, a label; what is not kept says so and is taken back", async () => {
  const sample = sampleExperiment();
  let kept: HumanRating | null = null;
  const { screen, fake } = await showExperiment(sample, {
    answers: {
      "experiments.cell": (place) => ({ ...sampleDetail(sample, place), rating: kept }),
      "experiments.rate": ({ rating }) => {
        kept = rating;
        return rating;
      },
    },
  });
  await screen.getByText("Ticket 2:").click();
  await expect.element(screen.getByRole("radiogroup", { name: "Stars" })).toBeVisible();
  const last = () => fake.inputsOf("experiments.rate").at(-1);
  await userEvent.keyboard("4");
  await expect.poll(last).toMatchObject({ row: "r2", variant: "A", repetition: 0, rating: { stars: 4 } });
  await userEvent.keyboard("f");
  await expect.poll(() => last()?.rating).toEqual({ stars: 4, passed: false });
  await userEvent.keyboard("t");
  await expect.element(screen.getByRole("combobox", { name: "Label" })).toHaveFocus();
  // Digits are text there.
  await userEvent.keyboard("rude 3{Enter}");
  await expect.poll(() => last()?.rating).toEqual({ stars: 4, passed: false, label: "rude 3" });
  await userEvent.keyboard("4");
  await expect.poll(() => last()?.rating).toEqual({ passed: false, label: "rude 3" });
  fake.answer({
    "experiments.rate": () => {
      throw new AppFailure("internal", { detail: "full" });
    },
  });
  await userEvent.keyboard("5");
  await expect.element(screen.getByRole("alert").getByText("Not kept")).toBeVisible();
  await expect.element(screen.getByRole("radio", { name: "5 stars" })).not.toBeChecked();
});

it("an answer is held against the base, another variant and what was expected", async () => {
  const { screen, fake } = await showExperiment(sampleExperiment({ variants: 2 }));
  await expect.element(screen.getByText("Ticket 1:")).toBeVisible();
  await screen.getByRole("gridcell", { name: "B pass" }).first().click();
  const pane = screen.getByRole("region", { name: "Answer" });
  await expect.element(pane.getByRole("radio", { name: "against A" })).toHaveAttribute("aria-checked", "true");
  await expect.poll(() => pane.element().querySelectorAll("ins, del").length).toBeGreaterThan(0);
  await pane.getByRole("radio", { name: "Expected" }).click();
  await expect.element(pane.getByText("% the same as what was expected")).toBeVisible();
  await pane.getByRole("radio", { name: "Plain" }).click();
  expect(pane.element().querySelectorAll("ins, del")).toHaveLength(0);
  await expect.element(pane.getByText("expected: refund confirmed")).toBeVisible();
  // A choice that was clicked has the focus and its arrows; the page's letters go on to rate.
  await userEvent.keyboard("p");
  await expect.poll(() => fake.inputsOf("experiments.rate").at(-1)?.rating).toEqual({ passed: true });
});

it("scores have their reasons; a judge nobody held against people is marked, a missing score is no fail", async () => {
  const sample = sampleExperiment();
  const { screen } = await showExperiment(sample, {
    answers: {
      "experiments.cell": (place) => {
        const detail = sampleDetail(sample, place);
        const [first, , , judge] = detail.scores;
        return {
          ...detail,
          scores: [
            ...(first ? [first] : []),
            { name: "schema", error: "It took longer than a second.", gates: true, judged: false, runIds: [] },
            ...(judge ? [judge] : []),
          ],
        };
      },
    },
  });
  await screen.getByText("Ticket 2:").click();
  const scores = screen.getByRole("region", { name: "Scores" });
  await expect.element(scores.getByText("contains “88000”")).toBeVisible();
  await expect.element(scores.getByText("No score: It took longer than a second.")).toBeVisible();
  await expect.element(scores.getByRole("img", { name: "no score" })).toBeVisible();
  await expect.element(scores.getByText("uncalibrated")).toBeVisible();
});
