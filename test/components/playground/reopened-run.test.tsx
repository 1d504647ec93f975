import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import { describe, expect, it, vi } from "vitest";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { openRun } from "../../../renderer/stores/run/open-run.ts";
import { draftWith, previewOf, promptRef, recordOf, settingsWith, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const request = {
  ...emptyRequest,
  prompt: promptRef,
  variables: { tone: "of the run" },
  compileMode: "js" as const,
  modelOverride: "model-of-the-run",
};
const record = (more = {}) =>
  recordOf("old", { ...request, ...more }, { output: { ...recordOf("", request).output, text: "Said then." } });

async function showWithTyped() {
  const shown = await showPlayground({
    draft: draftWith([variant("a", { modelOverride: "model-of-now" })]),
    answers: { "settings.save": (change) => settingsWith(change), "run.preview": previewOf },
  });
  await shown.screen.getByLabelText("tone").fill("typed now");
  return shown;
}

describe("a run opened from the history", () => {
  it("stands in place of what was typed, says so, and gives it back", async () => {
    const { screen } = await showWithTyped();
    openRun(record());
    await expect.element(screen.getByLabelText("tone")).toHaveValue("of the run");
    await expect.element(screen.getByRole("region", { name: "Output" })).toMatchTextContent("Said then.");
    await screen.getByRole("button", { name: "Back to what was here" }).click();
    await expect.element(screen.getByLabelText("tone")).toHaveValue("typed now");
    expect(useDraft.getState().draft.variants[0]?.modelOverride).toBe("model-of-now");
    await expect.element(screen.getByText("Opened as it was")).not.toBeInTheDocument();
  });

  it("of two opened one over the other each step goes one back, the first typed text last (it was lost for good)", async () => {
    const { screen } = await showWithTyped();
    openRun(record());
    openRun(record({ variables: { tone: "of the second" } }));
    const tone = screen.getByLabelText("tone");
    const back = screen.getByRole("button", { name: "Back to what was here" });
    await expect.element(tone).toHaveValue("of the second");
    await back.click();
    await expect.element(tone).toHaveValue("of the run");
    await back.click();
    await expect.element(tone).toHaveValue("typed now");
    await expect.element(back).not.toBeInTheDocument();
  });

  it("asks before it changes the rules of all runs, and names only those that differ", async () => {
    const { screen, fake } = await showWithTyped();
    openRun(record());
    await expect
      .element(screen.getByText("This run was compiled as the JS SDK does, not streamed. New runs differ."))
      .toBeVisible();
    expect(fake.inputsOf("settings.save")).toEqual([]);
    await screen.getByRole("button", { name: "Use that for new runs" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("settings.save")).toEqual([{ compileMode: "js", stream: false }]));
    await expect.element(screen.getByRole("button", { name: "Use that for new runs" })).not.toBeInTheDocument();
  });

  it("asks nothing when the rules are the same, and says that a body typed by hand is not put back", async () => {
    const { screen } = await showWithTyped();
    openRun(record({ compileMode: "python", stream: true, handEditedBody: "{}" }));
    await expect.element(screen.getByText("Its body was edited by hand")).toBeVisible();
    await expect.element(screen.getByRole("button", { name: "Use that for new runs" })).not.toBeInTheDocument();
  });
});
