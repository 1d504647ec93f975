import { expect, it } from "vitest";
import { runOfPrompt } from "../../../renderer/features/playground/runs/use-variant-run.ts";
import { useApp } from "../../../renderer/stores/app.ts";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useEdits } from "../../../renderer/stores/prompts/edits.ts";
import { undoOpenRun } from "../../../renderer/stores/run/open-run.ts";
import { useRuns } from "../../../renderer/stores/run/runs.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { emptyRequest } from "../../../shared/domain/run/empty-request.ts";
import { localLibrary, recordOf, settingsWith } from "../samples.ts";
import { sampleDetail, sampleExperiment } from "./samples.ts";
import { showExperiment } from "./show-experiment.tsx";

it("an open cell is held against any variant, shows its whole exchange, and goes on in the playground as it was sent", async () => {
  const sample = sampleExperiment({ variants: 12 });
  const request = {
    ...emptyRequest,
    modelOverride: "openai/gpt-4o-mini",
    clientMessages: [{ role: "user" as const, content: "Twice!" }],
  };
  const record = recordOf("run-1", request, { output: { ...recordOf("x", request).output, text: "Sorry." } });
  const { screen, fake } = await showExperiment(sample, {
    answers: {
      "experiments.cell": (place) => {
        const detail = sampleDetail(sample, place);
        const scores = detail.scores.map((score) => ({ ...score, runIds: score.judged ? ["judge-1", "judge-2"] : [] }));
        return { ...detail, scores, result: { ...detail.result, runId: "run-1" } };
      },
      "run.get": ({ runId }) => ({ ...record, id: runId }),
    },
  });
  useApp.getState().show("experiments");
  await screen.getByRole("gridcell", { name: "B pass" }).first().click();
  const answer = screen.getByRole("region", { name: "Answer" });
  // Of twelve variants no row of buttons would fit.
  await answer.getByRole("combobox", { name: "Compare with" }).selectOptions("against C");
  await expect.element(answer.getByText("% the same as C", { exact: false })).toBeVisible();
  await expect.poll(() => fake.inputsOf("run.get")).toEqual([{ runId: "run-1" }]);
  // What a judge was asked, and in which words it said so, is looked at as any other call.
  await screen.getByRole("region", { name: "Scores" }).getByRole("button", { name: "Call 2" }).click();
  await expect.element(screen.getByRole("dialog", { name: /^Call 2 for / })).toBeVisible();
  expect(fake.inputsOf("run.get").at(-1)).toEqual({ runId: "judge-2" });
  await screen.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  const sent = screen.getByRole("region", { name: "Request", exact: true });
  await sent.getByRole("button", { name: "Whole exchange" }).click();
  await expect.element(screen.getByRole("dialog", { name: "Whole exchange" })).toBeVisible();
  await screen.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await sent.getByRole("button", { name: "Open in playground" }).click();
  expect(useApp.getState().view).toBe("playground");
  expect(useDraft.getState().draft.variants[0]?.modelOverride).toBe("openai/gpt-4o-mini");
});

// "There is no prompt called set-up#B": the text of a set-up lies in no library, and the answer was not there either.
it("a cell of a text that stands in the set-up opens with that text, and nothing of it stays when it is put away", async () => {
  const sample = sampleExperiment({ variants: 2 });
  const edit = {
    base: { library: "local", name: "set-up#B" },
    type: "text" as const,
    prompt: "Answer {{ticket}}",
    config: {},
  };
  const request = {
    ...emptyRequest,
    prompt: edit,
    variables: { ticket: "Twice!" },
    modelOverride: "openai/gpt-4o-mini",
  };
  // As the playground knows it: of the folder that is open now.
  const base = { ...edit.base, connection: "folder-1" };
  const kept = Promise.withResolvers<{ keptAt: number }>();
  const { screen, fake } = await showExperiment(sample, {
    answers: {
      "experiments.cell": (place) => {
        const detail = sampleDetail(sample, place);
        return { ...detail, result: { ...detail.result, runId: "run-1" } };
      },
      "run.get": recordOf("run-1", request),
      "edits.keep": () => kept.promise as never,
      "edits.get": { edit: { edit, keptAt: 1 }, discarded: null },
      "edits.discard": {} as never,
      "settings.get": settingsWith({}, { libraries: [localLibrary] }),
    },
  });
  await useSettings.getState().load();
  useApp.getState().show("experiments");
  await screen.getByRole("gridcell", { name: "B pass" }).first().click();
  await screen.getByRole("button", { name: "Open in playground" }).click();
  await expect.poll(() => fake.inputsOf("edits.keep").map((input) => input.edit)).toEqual([{ ...edit, base }]);
  // Opened before it is kept it would be asked for and not be there.
  expect(useApp.getState().view).toBe("experiments");
  kept.resolve({ keptAt: 1 });
  await expect.poll(() => useApp.getState().view).toBe("playground");
  expect(useDraft.getState().draft.openPrompt).toEqual(base);
  expect(useDraft.getState().draft.variants[0]?.modelOverride).toBe("openai/gpt-4o-mini");
  const [variant] = useDraft.getState().draft.variants;
  expect(runOfPrompt(useRuns.getState().runs[variant?.id ?? ""], base)?.record?.id).toBe("run-1");
  expect([...useEdits.getState().unsaved.keys()]).toHaveLength(1);
  undoOpenRun();
  await expect.poll(() => fake.inputsOf("edits.discard")).toEqual([{ prompt: base }]);
  await expect.poll(() => useEdits.getState().unsaved.size).toBe(0);
});
