import { emptySetup, type SetupDraft } from "@shared/domain/experiment/setup/setup-draft.ts";
import { describe, expect, it, vi } from "vitest";
import { useCommands } from "../../../renderer/stores/commands.ts";
import { useExperimentView } from "../../../renderer/stores/experiments/experiment-view.ts";
import { openSample } from "../../../renderer/stores/experiments/setup/sample.ts";
import { useSetup } from "../../../renderer/stores/experiments/setup/setup.ts";
import { useTry } from "../../../renderer/stores/experiments/setup/try-evaluators.ts";
import { emptyRequest } from "../../../shared/domain/run/empty-request.ts";
import { recordOf, resolvedPrompt } from "../samples.ts";
import { chooseFile, forecast, showSetup, twoVariants, whole } from "./show-setup.tsx";

describe("the variants", () => {
  it("are copied behind the original, keep their base, and go up to twelve", async () => {
    const { screen } = await showSetup(twoVariants);
    const list = screen.getByRole("list", { name: "Variants" });
    await expect.element(list.getByText("base")).toBeVisible();
    await screen.getByRole("button", { name: "More for variant B" }).click();
    await screen.getByRole("menuitem", { name: /Make it the base/ }).click();
    await screen.getByRole("button", { name: "More for variant A" }).click();
    await screen.getByRole("menuitem", { name: /Duplicate/ }).click();
    await expect.element(list.getByRole("button", { name: /^Variant C gpt-4o/ }).getByText("base")).toBeVisible();
    expect(useSetup.getState().draft.base).toBe("v2");
    for (let count = 3; count < 12; count += 1) {
      useSetup.getState().change((draft) => ({
        ...draft,
        variants: [
          ...draft.variants,
          { ...twoVariants.variants[1], id: `x${count}` } as SetupDraft["variants"][number],
        ],
      }));
    }
    await expect.element(screen.getByRole("button", { name: "Variant", exact: true })).toBeDisabled();
  });

  it("are changed in place: version, parameters, text; what is not sent is not there", async () => {
    const { screen } = await showSetup(twoVariants);
    await screen.getByRole("button", { name: /^Variant B/ }).click();
    await screen.getByRole("textbox", { name: "Value of temperature" }).fill("0.7");
    await screen.getByRole("textbox", { name: "Text of the prompt" }).fill("Dear {{customer}}");
    await screen.getByRole("combobox", { name: "Add a parameter" }).selectOptions("max_tokens");
    expect(useSetup.getState().draft.variants[1]).toMatchObject({
      prompt: { text: "Dear {{customer}}" },
      parameters: { temperature: 0.7, max_tokens: 500 },
    });
    await screen.getByRole("button", { name: "Do not send temperature" }).click();
    expect(useSetup.getState().draft.variants[1]?.parameters).toEqual({ max_tokens: 500 });
  });
});

describe("the evaluators", () => {
  it("are added by buttons, say what they do and what is not finished, and hold the start until they are", async () => {
    const { screen } = await showSetup(twoVariants);
    await screen.getByRole("button", { name: "Regex" }).click();
    const list = screen.getByRole("list", { name: "Evaluators" });
    await expect.element(list.getByText("not finished", { exact: false })).toBeVisible();
    await expect.element(screen.getByRole("button", { name: /^Start/ })).toBeDisabled();
    await screen.getByRole("textbox", { name: "Pattern" }).fill("(");
    await expect.element(list.getByText("Invalid regular expression", { exact: false }).first()).toBeVisible();
    await screen.getByRole("textbox", { name: "Pattern" }).fill("refund");
    await screen.getByRole("button", { name: "Latency limit" }).click();
    await screen.getByRole("textbox", { name: "Passes at" }).fill("2.5");
    await expect.element(screen.getByText("time at 2.5 s or less")).toBeVisible();
    expect(useSetup.getState().draft.evaluators.map(({ evaluator }) => evaluator)).toEqual([
      { type: "regex", name: "regex", value: "refund" },
      { type: "latency", name: "latency", pass: "<= 2.5 s", gate: true },
    ]);
    await expect.element(screen.getByRole("button", { name: /^Start/ })).toBeEnabled();
  });

  it("are tried on a typed answer without a call of a model, and say what would become of the row", async () => {
    const draft: SetupDraft = {
      ...twoVariants,
      evaluators: [
        { id: "e1", evaluator: { type: "contains", name: "names it" } },
        { id: "e2", evaluator: { type: "regex", name: "no date", value: "\\d", not: true } },
      ],
    };
    const { screen, fake } = await showSetup(draft, whole, {
      "history.list": { runs: [], next: null },
      "experiments.tryEvaluators": {
        passed: false,
        scores: [
          { name: "names it", value: true, passed: true, reason: "contains “refund”", gates: true, judged: false },
          { name: "no date", value: false, passed: false, reason: "matches “7”", gates: true, judged: false },
        ],
      },
    });
    await screen.getByRole("button", { name: "Try on row 1" }).click();
    await screen.getByRole("textbox", { name: "Answer to try" }).fill("refund by 7 November");
    await screen.getByRole("button", { name: "Try", exact: true }).click();
    await expect.element(screen.getByText("would fail: 1 of 2")).toBeVisible();
    await expect.element(screen.getByText("matches “7”")).toBeInViewport();
    expect(fake.inputsOf("experiments.tryEvaluators")[0]).toMatchObject({ asksJudges: false, row: 0 });
    expect(fake.inputsOf("experiments.tryEvaluators")[0]?.setup.dataset.rows).toHaveLength(1);
  });

  it("are tried on kept answers of the prompts, the newest first, again when they change, and judges only when asked", async () => {
    const draft: SetupDraft = {
      ...twoVariants,
      evaluators: [
        { id: "e1", evaluator: { type: "contains", name: "names it", value: "refund" } },
        { id: "e2", evaluator: { type: "judge", name: "polite", model: "openai/gpt-4o", rubric: "Polite?" } },
      ],
    };
    const kept = (id: string, at: number, text: string) => ({
      ...recordOf(id, emptyRequest, { startedAt: at }),
      output: { ...recordOf(id, emptyRequest).output, text },
    });
    const records = [kept("older", 1, "Your refund is late."), kept("newer", 2, "We do not know.")];
    const { screen, fake } = await showSetup(draft, whole, {
      "history.list": { runs: records.map(({ id }) => ({ id })) as never, next: null },
      "history.get": ({ runId }) => ({ record: records.find(({ id }) => id === runId) }) as never,
      "experiments.tryEvaluators": ({ answer }) => ({
        passed: "runId" in answer && answer.runId === "older",
        scores: [{ name: "names it", value: true, passed: true, reason: "as said", gates: true, judged: false }],
      }),
    });
    await screen.getByRole("button", { name: "Try on row 1" }).click();
    const card = screen.getByRole("region", { name: "Tried on row 1" });
    await expect.element(card.getByText("We do not know.")).toBeVisible();
    await card.getByRole("combobox", { name: "Answer that is tried" }).selectOptions("older");
    await expect.element(card.getByText("would pass")).toBeVisible();
    const asked = () =>
      fake.inputsOf("experiments.tryEvaluators").map(({ answer, asksJudges }) => [answer, asksJudges]);
    expect(asked()).toEqual([
      [{ runId: "newer" }, false],
      [{ runId: "older" }, false],
    ]);
    await card.getByRole("button", { name: "Ask the judges too" }).click();
    await expect.poll(() => asked().at(-1)).toEqual([{ runId: "older" }, true]);
    // Another value: what was said of the answer is no more what would be said.
    useSetup.getState().change((now) => ({
      ...now,
      evaluators: now.evaluators.map((one) =>
        one.id === "e1" ? { ...one, evaluator: { ...one.evaluator, value: "late" } } : one,
      ),
    }));
    await expect
      .poll(() => fake.inputsOf("experiments.tryEvaluators").at(-1)?.setup.evaluators?.[0])
      .toMatchObject({ value: "late" });
  });
});

describe("evaluators of an experiment that is taken up again", () => {
  it("are tried on what its cells answered in that row", async () => {
    const draft: SetupDraft = {
      ...twoVariants,
      joins: { jobId: "j1", how: "reuse", title: "tones" },
      evaluators: [{ id: "e1", evaluator: { type: "contains", name: "names it", value: "refund" } }],
    };
    const answered = { ...recordOf("cell-1", emptyRequest).output, text: "Your refund is late." };
    const cell = { status: "passed" as const, runId: "cell-1", answer: "Your…", checks: [] };
    const row = { number: 1, id: "1", input: "", cells: [null, cell] };
    const { screen, fake } = await showSetup(draft, whole, {
      "history.list": { runs: [], next: null },
      "history.get": { record: recordOf("cell-1", emptyRequest, { output: answered }) } as never,
      "experiments.rows": { total: 8, counts: {} as never, from: 0, rows: [row], revision: 1 },
      "experiments.tryEvaluators": { passed: true, scores: [] },
    });
    await screen.getByRole("button", { name: "Try on row 1" }).click();
    await expect.element(screen.getByText("Your refund is late.")).toBeVisible();
    expect(fake.inputsOf("experiments.rows")[0]).toMatchObject({ jobId: "j1", from: 0, count: 1 });
    expect(fake.inputsOf("experiments.tryEvaluators")[0]?.answer).toEqual({ runId: "cell-1" });
  });

  it("are tried on that row's answers though another row, or an empty text, was tried before (row 1's answer was judged as row 2's)", async () => {
    const draft: SetupDraft = {
      ...twoVariants,
      joins: { jobId: "j1", how: "reuse", title: "tones" },
      evaluators: [{ id: "e1", evaluator: { type: "contains", name: "names it", value: "refund" } }],
    };
    const cell = (runId: string) => ({ status: "passed" as const, runId, answer: "Your…", checks: [] });
    const recorded = (runId: string) => {
      const { output } = recordOf(runId, emptyRequest);
      return recordOf(runId, emptyRequest, { output: { ...output, text: `An answer of ${runId}` } });
    };
    const { screen, fake } = await showSetup(draft, whole, {
      "history.list": { runs: [], next: null },
      "history.get": (({ runId }: { runId: string }) => ({ record: recorded(runId) })) as never,
      "experiments.rows": ({ from }) => ({
        ...{ total: 8, counts: {} as never, from, revision: 1 },
        rows: [{ number: from + 1, id: String(from + 1), input: "", cells: [cell(`run-${from + 1}`)] }],
      }),
      "experiments.tryEvaluators": { passed: true, scores: [] },
    });
    // As it is left when nothing was there to be tried.
    useTry.setState({ row: 0, answer: { kind: "typed", text: "" } });
    await screen.getByRole("button", { name: "Try on row 1" }).click();
    await expect.element(screen.getByText("An answer of run-1")).toBeVisible();
    await screen.getByRole("button", { name: "Next row" }).click();
    await screen.getByRole("button", { name: "Try on row 2" }).click();
    await expect.element(screen.getByText("An answer of run-2")).toBeVisible();
    expect(fake.inputsOf("experiments.tryEvaluators").at(-1)?.answer).toEqual({ runId: "run-2" });
  });
});

describe("a judge", () => {
  it("takes its prompt from a library, and says that nobody has held it against people", async () => {
    const evaluators = [{ id: "e1", evaluator: { type: "judge", name: "polite", model: "openai/gpt-4o" } }];
    const { screen } = await showSetup({ ...twoVariants, evaluators }, whole, {
      "prompts.list": ({ library }) => ({
        library,
        connection: "1a2b",
        prompts:
          library === "langfuse" ? [{ name: "judges/polite", versions: ["1"], labels: ["production"], tags: [] }] : [],
        fetchedAt: 0,
        freshness: "network",
      }),
    });
    const list = screen.getByRole("list", { name: "Evaluators" });
    await expect.element(list.getByText("not calibrated")).toBeVisible();
    await expect.element(list.getByText("it has nothing to judge by yet", { exact: false })).toBeVisible();
    await screen.getByRole("button", { name: /^polite/ }).click();
    await screen.getByRole("button", { name: "Choose a prompt" }).click();
    await screen.getByRole("option", { name: /judges\/polite/ }).click();
    await vi.waitFor(() =>
      expect(useSetup.getState().draft.evaluators[0]?.evaluator["prompt"]).toMatchObject({ langfuse: "judges/polite" }),
    );
    expect(list.getByText("not finished", { exact: false }).query()).toBeNull();
  });
});

describe("words beside a switch", () => {
  it("switch it too, as they do everywhere else", async () => {
    const evaluators = [{ id: "e1", evaluator: { type: "regex", name: "no date", value: "\\d" } }];
    const { screen } = await showSetup({ ...twoVariants, evaluators });
    await screen.getByRole("button", { name: /^no date/ }).click();
    await screen.getByText("Turned around: passes where it does not hold").click();
    expect(useSetup.getState().draft.evaluators[0]?.evaluator).toMatchObject({ not: true });
    await screen.getByText("Stop a variant once it is decided").click();
    expect(useSetup.getState().draft.verdict.stop_when_decided).toBe(true);
  });
});

describe("before the start", () => {
  it("the forecast says cost with its range and time; a budget that is too small is said on the button", async () => {
    const { screen } = await showSetup(twoVariants, whole, {
      "experiments.forecast": ({ setup }) => ({
        forecast: { ...forecast, stopsAt: setup.limits?.cost === undefined ? null : { cost: setup.limits.cost } },
      }),
    });
    await expect.element(screen.getByText("likely $0.50 to $2.00")).toBeVisible();
    await expect.element(screen.getByText("1 min to 6 min")).toBeVisible();
    await screen.getByRole("textbox", { name: "Stop at so many US dollars" }).fill("0.25");
    await expect.element(screen.getByRole("button", { name: /Start, stops near row 2/ })).toBeVisible();
  });

  // It turned for as long as a variant had no model.
  it("what cannot be worked out says why, and nothing turns", async () => {
    const problems = [{ code: "model", message: "“A” names no model." }];
    const { screen } = await showSetup(twoVariants, whole, {
      "experiments.check": { problems, leftOut: [], warnings: [] },
      "experiments.forecast": { problems },
    });
    await expect.element(screen.getByText("“A” names no model.")).toBeVisible();
    await expect.element(screen.getByText("Working out what it comes to")).not.toBeInTheDocument();
  });

  it("what the engine refuses is named, and left-out parts need one yes", async () => {
    let asked = 0;
    const { screen, fake } = await showSetup(twoVariants, whole, {
      "experiments.start": ({ allowsLeftOut }) => {
        asked += 1;
        if (asked === 1) return { problems: [{ code: "model", message: "A: there is no key for openai." }] };
        return allowsLeftOut
          ? { summary: { jobId: "j1" } as never }
          : { leftOut: [{ code: "check", message: "The check x cannot be carried out." }] };
      },
    });
    const startButton = screen.getByRole("button", { name: "Start", exact: false });
    await startButton.last().click();
    await expect.element(screen.getByText("A: there is no key for openai.")).toBeVisible();
    // Ctrl+Enter is the same start.
    useCommands.getState().run("run.start");
    const dialog = screen.getByRole("dialog", { name: "Parts are left out" });
    await expect.element(dialog.getByText("The check x cannot be carried out.")).toBeVisible();
    await dialog.getByRole("button", { name: "Start without them" }).click();
    await vi.waitFor(() => expect(useExperimentView.getState().place).toEqual({ page: "experiment", id: "j1" }));
    expect(fake.inputsOf("experiments.start").map(({ allowsLeftOut }) => allowsLeftOut)).toEqual([false, false, true]);
  });

  it("a trial is the first five rows, under a name that says so", async () => {
    const { screen, fake } = await showSetup(twoVariants, whole, {
      "experiments.start": { summary: { jobId: "j2" } as never },
    });
    await screen.getByRole("button", { name: /^Try 5 rows/ }).click();
    await vi.waitFor(() => expect(fake.inputsOf("experiments.start")).toHaveLength(1));
    expect(fake.inputsOf("experiments.start")[0]?.setup).toMatchObject({ name: "tones (5 rows)" });
    expect(fake.inputsOf("experiments.start")[0]?.setup.dataset.rows).toHaveLength(5);
  });
});

describe("a set-up", () => {
  it("is kept as it is typed, its rows apart, and is there after a restart", async () => {
    const { screen, fake } = await showSetup(twoVariants);
    await screen.getByRole("textbox", { name: "Name of the experiment" }).fill("other tones");
    await vi.waitFor(() => expect(fake.inputsOf("experiments.keepSetup")).toHaveLength(1));
    expect(fake.inputsOf("experiments.keepSetup")[0]).toMatchObject({
      id: "new",
      title: "other tones",
      setup: { name: "other tones", variants: [{ id: "v1" }, { id: "v2" }] },
    });
    expect(JSON.stringify(fake.inputsOf("experiments.keepSetup")[0])).not.toContain("C7");
  });

  it("that is loaded with parts left out asks once, says so, and the one before comes back", async () => {
    const { screen } = await showSetup(twoVariants, whole, {
      "experiments.readFile": {
        setup: {
          name: "from promptfoo",
          dataset: { rows: [{ variables: { q: "1" }, expected: "one" }] },
          variants: [{ name: "A", prompt: { text: "{{q}}" }, model: "openai/gpt-4o" }],
        },
        warnings: [],
        refusals: [{ file: "p.yaml", line: 12, code: "check", message: "python is not run." }],
      },
    });
    await screen.getByRole("button", { name: "Load a set-up" }).click();
    chooseFile(screen.getByLabelText("File with a set-up").element(), "promptfooconfig.yaml", "x");
    const dialog = screen.getByRole("dialog", { name: "Parts of promptfooconfig.yaml are left out" });
    await expect.element(dialog.getByText("Line 12: python is not run.")).toBeVisible();
    expect(useSetup.getState().draft.name).toBe("tones");
    await dialog.getByRole("button", { name: "Take the rest" }).click();
    await expect.element(screen.getByText("Left out: Line 12: python is not run.")).toBeVisible();
    expect(useSetup.getState().draft.name).toBe("from promptfoo");
    await screen.getByRole("button", { name: "Bring back" }).click();
    expect(useSetup.getState().draft.name).toBe("tones");
  });

  it("of the sample needs nothing, says what it is, and is whole", async () => {
    const { screen } = await showSetup(emptySetup, null, {
      "prompts.get": resolvedPrompt({ prompt: "{{categories}} {{ticket}}", config: { model: "demo/markdown" } }),
    });
    await screen.getByRole("button", { name: "Open the sample experiment" }).click();
    await expect.element(screen.getByText("This is a sample", { exact: false })).toBeVisible();
    await expect.element(screen.getByText("All 2 variables have a value in 40 of 40 rows")).toBeVisible();
    await expect.element(screen.getByRole("button", { name: /^Start/ })).toBeEnabled();
    await openSample();
    expect(useSetup.getState().draft.sample).toBe(true);
  });
});
