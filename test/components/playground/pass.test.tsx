import type { CellsSpec } from "@shared/domain/job/cells-spec.ts";
import type { JobEvent } from "@shared/domain/job/job.ts";
import { type CellView, countCells, type JobView } from "@shared/domain/job/job.ts";
import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { describe, expect, it, vi } from "vitest";
import { useApp } from "../../../renderer/stores/app.ts";
import { useCommands } from "../../../renderer/stores/commands.ts";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { usePreview } from "../../../renderer/stores/draft/preview.ts";
import { useExperimentView } from "../../../renderer/stores/experiments/experiment-view.ts";
import { useInputs } from "../../../renderer/stores/inputs/inputs.ts";
import { usePass } from "../../../renderer/stores/run/pass.ts";
import { anyRunning, useRuns } from "../../../renderer/stores/run/runs.ts";
import { useUnfinishedJobs } from "../../../renderer/stores/run/unfinished-jobs.ts";
import { AppFailure } from "../../../shared/domain/error/app-failure.ts";
import { completed, draftWith, failed, previewOf, promptRef, recordOf, savedInput, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const inputs = ["Alien", "Brazil", "Cube", "Dune"].map((name) => savedInput(name, name, { tone: name }));
const price = { input: 10, output: 20, asOf: "2026-11-01", source: "own" };

function jobOf(cells: readonly CellView[], more: Partial<JobView> = {}): JobView {
  return {
    id: "job1",
    kind: "cells",
    title: "support/reply over 4 saved inputs",
    state: "running",
    wish: null,
    owner: "this",
    ownerPid: 1,
    createdAt: Date.now(),
    endedAt: null,
    error: null,
    cells: 8,
    counts: countCells(cells),
    notice: null,
    ...more,
  };
}

/** A pass over two inputs, of which the first failed. */
function twoInputs() {
  const rows = inputs.slice(0, 2).map(({ id, name, variables }) => ({ id, name, variables, placeholders: {} }));
  const cells = rows.map(
    ({ id }, index): CellView => ({ cell: `${id}/a/0`, runId: id, state: index === 0 ? "failed" : "answered" }),
  );
  const spec: CellsSpec = {
    title: "over inputs",
    rows,
    variants: [{ id: "a", request: { ...emptyRequest, prompt: promptRef }, ownValues: false }],
    repetitions: 1,
    rowByRow: true,
  };
  return { rows, cells, spec };
}

const forecastAnswers = {
  "run.preview": (request: RunRequest) => ({
    ...previewOf(request),
    tokenEstimate: { tokens: 1_000, tokenizer: "o200k", about: false },
  }),
  "prices.list": { own: [], bundled: [{ model: "gpt-4o-mini", provider: "openai", ...price }] },
  "history.figures": [
    {
      model: "gpt-4o-mini",
      provider: "openai",
      runs: 3,
      failed: 1,
      medianTtftMs: 100,
      medianTotalMs: 2_000,
      p95TtftMs: null,
      p95TotalMs: null,
      inputTokens: 3_000,
      outputTokens: 1_000,
    },
  ],
};

describe("a run over many inputs", () => {
  // 303 paid requests started with no question.
  it("says calls, models, tokens, cost and time before anything is sent, and starts on a yes with the calls at once", async () => {
    const { screen, fake } = await showPlayground({
      draft: draftWith([variant("a"), variant("b", { modelOverride: "own/unpriced" })]),
      answers: { ...forecastAnswers, "jobs.start": { job: jobOf([]), cells: [] } },
    });
    useInputs.setState({ owner: promptRef, inputs });
    await expect.element(screen.getByRole("button", { name: "Run all" })).toBeEnabled();
    useCommands.getState().run("inputs.run");
    const dialog = screen.getByRole("dialog", { name: "Before it starts" });
    await expect.element(dialog.getByText("8 calls", { exact: true })).toBeVisible();
    await expect.element(dialog.getByText("4 inputs × 2 variants")).toBeVisible();
    await expect.element(dialog.getByText("OpenAI own/unpriced")).toBeVisible();
    // 4 calls of 1 000 tokens in at $10 and 500 out at $20 a million.
    await expect.element(dialog.getByText(/about \$0\.080* for 1 of 2 variants/)).toBeVisible();
    expect(fake.inputsOf("jobs.start")).toEqual([]);
    await expect.element(dialog.getByRole("radio", { name: "Auto" })).toBeChecked();
    await dialog.getByRole("radio", { name: "8", exact: true }).click();
    await dialog.getByRole("button", { name: "Start 8 calls" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("jobs.start")).toHaveLength(1));
    expect(fake.inputsOf("jobs.start")[0]?.spec).toMatchObject({ rowByRow: false, concurrency: 8, repetitions: 1 });
  });

  it("sends nothing when it is cancelled", async () => {
    const { screen, fake } = await showPlayground({ draft: draftWith([variant("a")]), answers: forecastAnswers });
    useInputs.setState({ owner: promptRef, inputs });
    await expect.element(screen.getByRole("button", { name: /^Run\b/ })).toBeEnabled();
    useCommands.getState().run("inputs.run");
    await screen.getByRole("button", { name: "Cancel" }).click();
    await expect.element(screen.getByRole("dialog")).not.toBeInTheDocument();
    expect(fake.inputsOf("jobs.start")).toEqual([]);
  });

  it("is paused, resumed and ended by its buttons; what failed is counted, and its values are used only when asked", async () => {
    const { cells, spec } = twoInputs();
    const jobs = { running: jobOf(cells.slice(0, 1)), paused: jobOf(cells, { state: "paused" }) };
    const { screen, fake } = await showPlayground({
      draft: draftWith([variant("a")]),
      answers: {
        "jobs.get": { job: jobs.running, cells: [], spec },
        "jobs.pause": jobs.paused,
        "jobs.resume": jobs.running,
        "run.get": ({ runId }) => recordOf(runId, { ...emptyRequest, prompt: promptRef }, { outcome: failed }),
      },
      jobEvents: [{ type: "cell", cell: cells[0] as CellView }],
    });
    await usePass.getState().open("job1");
    const pass = screen.getByRole("region", { name: "Run over saved inputs" });
    await expect.element(pass).toMatchTextContent("1 / 2");
    await expect.element(pass.getByText("1 run failed")).toBeVisible();
    await pass.getByRole("button", { name: "Grid" }).click();
    expect(useExperimentView.getState().place).toEqual({ page: "experiment", id: "job1" });
    expect(useApp.getState().view).toBe("experiments");
    await pass.getByRole("button", { name: "Pause" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("jobs.pause")).toEqual([{ jobId: "job1" }]));
    usePass.setState(({ pass: shown }) => ({ pass: shown && { ...shown, job: jobs.paused } }));
    await pass.getByRole("button", { name: "Resume" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("jobs.resume")).toEqual([{ jobId: "job1" }]));

    const ended = jobOf(cells, { state: "done", endedAt: Date.now() });
    usePass.setState(({ pass: shown }) => ({ pass: shown && { ...shown, job: ended } }));
    useDraft.getState().setVariable("tone", "mine");
    await pass.getByRole("button", { name: "Alien failed" }).click();
    const values = () => Object.values(useDraft.getState().draft.values)[0]?.variables;
    expect(values()).toEqual({ tone: "mine" });
    await pass.getByRole("button", { name: "Use these values" }).click();
    expect(values()).toEqual({ tone: "Alien" });
    await expect.element(pass).not.toBeInTheDocument();
  });

  // Four hundred inputs taken up again showed nothing until their first call had left.
  it("taken up after a restart says at once that it goes on, and stands where it stood before its first event", async () => {
    const { rows, cells, spec } = twoInputs();
    const left = jobOf(cells, { owner: "none", cells: 2 });
    const resumed = Promise.withResolvers<JobView>();
    const { screen } = await showPlayground({
      draft: draftWith([variant("a")]),
      answers: {
        "jobs.list": [left],
        "jobs.get": { job: jobOf(cells, { cells: 2 }), cells: cells.slice(0, 1), spec },
        "jobs.resume": () => resumed.promise,
      },
    });
    await useUnfinishedJobs.getState().load();
    const strip = screen.getByRole("region", { name: "Unfinished jobs" });
    await strip.getByRole("button", { name: "Resume" }).click();
    await expect.element(strip.getByRole("status")).toMatchTextContent("going on…");
    await expect.element(strip.getByRole("button", { name: "Resume" })).toBeDisabled();
    resumed.resolve(jobOf(cells, { cells: 2 }));
    const pass = screen.getByRole("region", { name: "Run over saved inputs" });
    await expect.element(pass).toMatchTextContent(`1 / ${rows.length}`);
    await expect.element(pass.getByRole("status")).toMatchTextContent("going on…");
  });

  it("resumed says so at once, until a call has left; what kept it from going on is said in its place", async () => {
    const { cells, spec } = twoInputs();
    const paused = jobOf(cells, { state: "paused" });
    const resumed = Promise.withResolvers<JobView>();
    const { screen } = await showPlayground({
      draft: draftWith([variant("a")]),
      answers: { "jobs.get": { job: paused, cells: [], spec }, "jobs.resume": () => resumed.promise },
    });
    await usePass.getState().open("job1");
    const pass = screen.getByRole("region", { name: "Run over saved inputs" });
    await expect.element(pass.getByRole("status")).not.toBeInTheDocument();
    await pass.getByRole("button", { name: "Resume" }).click();
    await expect.element(pass.getByRole("status")).toMatchTextContent("starting…");
    resumed.reject(new AppFailure("storage_failed", { message: "The disk is full." }));
    await expect.element(pass.getByText("The disk is full.")).toBeVisible();
    await expect.element(pass.getByRole("status")).not.toBeInTheDocument();
  });

  // Two columns on a dear model cost more than a hundred on a cheap one.
  it("asks before a few runs that cost more than ten cents, once, and never before a cheap or a single one", async () => {
    const tokens = (count: number) => ({
      "run.preview": (request: RunRequest) => ({
        ...previewOf(request),
        tokenEstimate: { tokens: count, tokenizer: "o200k", about: false },
      }),
    });
    const draft = draftWith([variant("a"), variant("b")]);
    const { screen, fake } = await showPlayground({ draft, answers: { ...forecastAnswers, ...tokens(6_000) } });
    const dialog = screen.getByRole("dialog", { name: "Before it starts" });
    const isCounted = () => usePreview.getState().views["b"]?.preview?.tokenEstimate !== undefined;
    await vi.waitFor(() => expect(isCounted()).toBe(true));
    const run = (id: "run.start" | "run.variant") => useCommands.getState().run(id);
    run("run.variant");
    await expect.element(screen.getByRole("region", { name: "Output" }).first()).toMatchTextContent("Hello there.");
    await expect.element(dialog).not.toBeInTheDocument();
    run("run.start");
    await expect.element(dialog.getByText("2 calls", { exact: true })).toBeVisible();
    await expect.element(dialog.getByText(/about \$0\.14/)).toBeVisible();
    expect(fake.inputsOf("jobs.start")).toEqual([]);
    await dialog.getByRole("button", { name: "Start 2 calls" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("jobs.start")).toHaveLength(1));
    await vi.waitFor(() => expect(anyRunning(useRuns.getState())).toBe(false));
    // The same again was said yes to.
    run("run.start");
    await vi.waitFor(() => expect(fake.inputsOf("jobs.start")).toHaveLength(2));
    await expect.element(dialog).not.toBeInTheDocument();
  });

  // Only runs over inputs were asked; sixteen repetitions waited behind four.
  it("asks how many calls of repetitions go at once, and starts with that; left alone, each key is found out", async () => {
    const draft = { ...draftWith([variant("a"), variant("b")]), layout: { repetitions: 12 } };
    const { screen, fake } = await showPlayground({ draft, answers: forecastAnswers });
    const dialog = screen.getByRole("dialog", { name: "Before it starts" });
    await expect.element(screen.getByRole("button", { name: /^Run all/ })).toBeEnabled();
    const start = async () => {
      useCommands.getState().run("run.start");
      await expect.element(dialog.getByText("24 calls", { exact: true })).toBeVisible();
    };
    await start();
    // Four at first with the one key: 24 calls of two seconds.
    await expect.element(dialog.getByText("about 12 s")).toBeVisible();
    await dialog.getByRole("button", { name: "Start 24 calls" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("jobs.start")).toHaveLength(1));
    await vi.waitFor(() => expect(anyRunning(useRuns.getState())).toBe(false));
    expect(fake.inputsOf("jobs.start")[0]?.spec).not.toHaveProperty("concurrency");
    await start();
    await dialog.getByRole("radio", { name: "16", exact: true }).click();
    await dialog.getByRole("button", { name: "Start 24 calls" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("jobs.start")).toHaveLength(2));
    expect(fake.inputsOf("jobs.start")[1]?.spec).toMatchObject({ concurrency: 16, repetitions: 12, rowByRow: false });
  });

  // What was chosen held for many calls only: a few went as four a key.
  it("starts a few calls, which nothing is asked about, with as many at once as the menu of repetitions says", async () => {
    const draft = { ...draftWith([variant("a"), variant("b")]), layout: { repetitions: 2 } };
    const { screen, fake } = await showPlayground({ draft, answers: forecastAnswers });
    await screen.getByRole("button", { name: /^Repetitions/ }).click();
    const menu = screen.getByRole("menu");
    await expect.element(menu.getByRole("menuitemcheckbox", { name: "Auto" })).toBeChecked();
    await menu.getByRole("menuitemcheckbox", { name: "16 at once" }).click();
    await screen.getByRole("button", { name: /^Run all/ }).click();
    await vi.waitFor(() => expect(fake.inputsOf("jobs.start")).toHaveLength(1));
    expect(fake.inputsOf("jobs.start")[0]?.spec).toMatchObject({ concurrency: 16, repetitions: 2 });
  });

  // Chips of done, failed and waiting inputs looked alike.
  it("lists every input with its sign and word, and those that failed or whose answers differ", async () => {
    const cell = (row: string, of: string, state: CellView["state"]): CellView => ({
      cell: `${row}/${of}/0`,
      runId: state === "waiting" ? null : `${row}-${of}`,
      state,
    });
    const cells = [
      ...["Alien", "Cube"].flatMap((row) => [cell(row, "a", "answered"), cell(row, "b", "answered")]),
      cell("Brazil", "a", "answered"),
      cell("Brazil", "b", "failed"),
    ];
    const request = { ...emptyRequest, prompt: promptRef };
    const spec: CellsSpec = {
      title: "over inputs",
      rows: inputs.map(({ id, name, variables }) => ({ id, name, variables, placeholders: {} })),
      variants: ["a", "b"].map((id) => ({ id, request, ownValues: false })),
      repetitions: 1,
      rowByRow: true,
    };
    const job = jobOf(cells, { state: "paused" });
    const { screen } = await showPlayground({
      draft: draftWith([variant("a"), variant("b")]),
      answers: {
        "jobs.get": { job, cells, spec },
        "run.get": ({ runId }) =>
          recordOf(runId, request, {
            outcome: completed,
            output: { ...emptyOutput(), text: runId.startsWith("Cube") ? runId : "the same" },
          }),
      },
      jobEvents: [...cells.map((one): JobEvent => ({ type: "cell", cell: one })), { type: "job", job }],
    });
    await usePass.getState().open("job1");
    const list = screen.getByRole("list", { name: "Inputs of this run" });
    await expect.element(list.getByRole("button", { name: "Alien answered" })).toBeVisible();
    await expect.element(list.getByRole("button", { name: "Brazil failed" })).toBeVisible();
    await expect.element(list.getByRole("button", { name: "Dune waiting" })).toBeDisabled();
    await screen.getByRole("button", { name: "Failed 1" }).click();
    expect(list.getByRole("button").elements()).toHaveLength(1);
    await screen.getByRole("button", { name: "Differs" }).click();
    await expect.element(list.getByRole("button", { name: "Cube answered · differs" })).toBeVisible();
    expect(list.getByRole("button").elements()).toHaveLength(1);
  });
});
