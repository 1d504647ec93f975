import { noNotes, type RunSummary } from "@shared/domain/run/history.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { afterEach, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { History } from "../../../renderer/features/history/History.tsx";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { draftWith, promptRef, recordOf, settingsWith, variant } from "../samples.ts";
import { show, startStores } from "../show.tsx";

/* In a small window the list and the run stood side by side, and the run was cut at the right. */

const summary = (id: string): RunSummary => ({
  id,
  sequence: Number(id.slice(1)),
  startedAt: 1_764_000_000_000,
  state: "finished",
  outcome: "completed",
  promptLibrary: "demo",
  promptConnection: null,
  promptName: `prompt-${id}`,
  promptVersion: "1",
  contentHash: null,
  edited: false,
  kind: "generate",
  api: null,
  promptLabel: null,
  compileMode: null,
  model: "m",
  provider: null,
  httpStatus: 200,
  errorCode: null,
  totalMs: 12,
  ttftMs: null,
  usage: {},
  comparisonId: null,
  replayed: false,
  gateway: false,
  excerpt: "An answer.",
  experiment: null,
  deleted: false,
  ...noNotes,
});

async function showHistory(width: number, height: number) {
  await page.viewport(width, height);
  startStores({
    "settings.get": settingsWith(),
    "draft.get": draftWith([variant("a")]),
    "history.list": { runs: ["r3", "r2", "r1"].map(summary), next: null },
    "history.facets": { prompts: [], models: [], providers: [] },
    "history.status": { runs: 3, bytes: 0, readOnly: false, unsaved: 0, problem: null, notices: [] },
    "history.delete": ({ runIds }) => runIds,
    "history.get": ({ runId }) => ({ record: recordOf(runId, { prompt: promptRef } as RunRequest), notes: noNotes }),
  });
  await Promise.all([useSettings.getState().load(), useDraft.getState().load()]);
  const screen = await show(
    <History
      Report={({ record }) => <p>Report of {record.id}</p>}
      Comparison={() => <p>Both compared</p>}
      Answer={() => null}
    />,
  );
  const list = screen.getByRole("listbox", { name: "Runs" });
  await expect.element(list.getByRole("option").first()).toBeVisible();
  const back = screen.getByRole("button", { name: "Back to the runs" });
  return { screen, list, back };
}

afterEach(() => page.viewport(1440, 900));

it.each([
  [320, 640],
  [320, 256],
  [720, 450],
])(
  "a window of %i × %i shows the list or the run, whole; the focus goes with it and Escape leads back",
  async (...size) => {
    const { screen, list, back } = await showHistory(...size);
    await expect.element(screen.getByText(/^Choose a run/)).not.toBeInTheDocument();
    list.element().focus();
    await userEvent.keyboard("{ArrowDown}{ArrowDown}");
    // Arrows go on in the list: it was left at the first of them.
    await expect.element(list).toBeVisible();
    await expect.element(list).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    const report = screen.getByText("Report of r2");
    await expect.element(report).toBeVisible();
    // No screen reader has what is behind, nor is it seen.
    await expect.element(list).not.toBeInTheDocument();
    const run = screen.getByRole("region", { name: "Run", exact: true }).element();
    expect(run.getBoundingClientRect()).toMatchObject({ left: 0, right: size[0] });
    expect(run.scrollWidth).toBeLessThanOrEqual(run.clientWidth);
    await userEvent.keyboard("{Tab}");
    await expect.element(back).toHaveFocus();
    await userEvent.keyboard("{Escape}");
    await expect.element(report).not.toBeInTheDocument();
    await expect.element(list).toHaveFocus();
    await screen.getByRole("option", { name: /prompt-r1/ }).click();
    await expect.element(screen.getByText("Report of r1")).toBeVisible();
    await back.click();
    await expect.element(list).toBeVisible();
  },
);

it("two runs are compared from the bar of what is chosen, and a deleted run leads back to the list", async () => {
  const { screen, list } = await showHistory(320, 640);
  list.element().focus();
  await userEvent.keyboard("{ArrowDown}");
  await screen.getByRole("option", { name: /prompt-r1/ }).click({ modifiers: ["Control"] });
  const bar = screen.getByRole("region", { name: "Chosen runs" });
  await expect.element(bar).toBeVisible();
  expect(bar.element().scrollWidth).toBeLessThanOrEqual(bar.element().clientWidth);
  await screen.getByRole("button", { name: "Compare" }).click();
  await expect.element(screen.getByText("Both compared")).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await screen.getByRole("option", { name: /prompt-r3/ }).click();
  await screen.getByRole("button", { name: "Delete this run" }).click();
  await expect.element(screen.getByText(/1 run deleted/)).toBeVisible();
  await expect.element(list).toBeVisible();
});

it("a wider window has both side by side, and no way back", async () => {
  const { screen, list, back } = await showHistory(900, 600);
  await screen.getByRole("option", { name: /prompt-r1/ }).click();
  await expect.element(screen.getByText("Report of r1")).toBeVisible();
  await expect.element(list).toBeVisible();
  await expect.element(back).not.toBeInTheDocument();
});
