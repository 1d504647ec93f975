import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { useCommands } from "../../../renderer/stores/commands.ts";
import { useCompare } from "../../../renderer/stores/run/compare.ts";
import type { FakeAnswers } from "../../fakes/routes/client.ts";
import { draftWith, eventsOf, failed, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const file = { fileName: "promptscope-comparison-2026-11-29.html", mediaType: "text/html", text: "", runs: 2 };

/** Two variants, of which the second was run only where `events` say so. */
async function showTwo(answers: FakeAnswers = {}) {
  const shown = await showPlayground({
    draft: draftWith([variant("a"), variant("b", { modelOverride: "model-b", name: "small" })]),
    events: (_request, started) => (started === 1 ? eventsOf("", failed) : eventsOf("Hello.")),
    answers: { "history.export": { ...file, truncated: false }, ...answers },
  });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
  return shown;
}

afterEach(() => vi.restoreAllMocks());

describe("sharing a comparison", () => {
  it("offers a page once there are answers, says what is in it, and asks for the base's answer first", async () => {
    const { screen, fake } = await showTwo();
    await screen.getByRole("button", { name: "Run all" }).click();
    await expect.element(screen.getByText("Hello.")).toBeVisible();
    useCompare.getState().set({ base: "b" });
    await screen.getByRole("button", { name: "Share as a page" }).click();
    const dialog = screen.getByRole("dialog", { name: "Share this comparison" });
    await expect.element(dialog.getByText(/One HTML file with 2 answers/)).toBeVisible();
    expect(fake.inputsOf("history.export")).toEqual([]);
    await dialog.getByRole("button", { name: "Save the page" }).click();
    await expect.element(dialog.getByRole("status")).toMatchTextContent(`${file.fileName} has 2 answers.`);
    expect(fake.inputsOf("history.export")).toEqual([{ which: { ids: ["r1", "r0"] }, format: "html" }]);
    expect(HTMLAnchorElement.prototype.click).toHaveBeenCalledOnce();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect.element(dialog).not.toBeInTheDocument();
  });

  it("names what has no answer yet, and shows why there is no page", async () => {
    const { screen } = await showTwo({
      "history.export": () => {
        throw new AppFailure("storage_failed", { message: "The history does not answer." });
      },
    });
    await screen.getByRole("region", { name: "Variant A" }).getByText("Not run yet.").click();
    useCommands.getState().run("run.variant");
    await expect.element(screen.getByText("Hello.")).toBeVisible();
    useCommands.getState().run("comparison.share");
    const dialog = screen.getByRole("dialog", { name: "Share this comparison" });
    await expect.element(dialog.getByText("Left out, without an answer: small.")).toBeVisible();
    await dialog.getByRole("button", { name: "Save the page" }).click();
    await expect.element(dialog.getByText("The history does not answer.")).toBeVisible();
    expect(HTMLAnchorElement.prototype.click).not.toHaveBeenCalled();
  });

  // Its page says which model wrote what.
  it("is not to be had in a blind vote", async () => {
    const { screen } = await showTwo();
    await screen.getByRole("button", { name: "Run all" }).click();
    await expect.element(screen.getByText("Hello.")).toBeVisible();
    useCommands.getState().run("vote.blind");
    await expect.element(screen.getByRole("button", { name: "Share as a page" })).toBeDisabled();
    expect(useCommands.getState().available()).not.toContain("comparison.share");
  });
});
