import type { RetiringModel } from "@shared/domain/model/retirement.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import type { SavedInput } from "@shared/domain/prompt/saved-input.ts";
import { useApp } from "../app.ts";
import { engineClient } from "../client.ts";
import { useDraft } from "../draft/draft.ts";
import { valuesKey } from "../draft/values-key.ts";
import { experimentWithPlayground } from "../experiments/setup/from-playground.ts";
import { useDataset } from "../inputs/dataset.ts";
import { useInputs } from "../inputs/inputs.ts";
import { useLibrary } from "../prompts/library.ts";
import { useView } from "../view.ts";

/** So many recent runs are looked at for the values they were made with. */
const recentRuns = 10;

type Pair = Pick<RetiringModel, "id" | "replacedBy">;

/**
 * Opens a prompt with a model that ends and what replaces it side by side, over its saved inputs and the values of its
 * recent runs. Nothing is sent. Where no replacement is named, the second variant waits for a choice.
 * @throws AppFailure when the inputs cannot be read.
 */
export async function openSideBySide(prompt: PromptRef, pair: Pair): Promise<void> {
  const rows = await open(prompt, pair);
  if (rows.length > 0) useDataset.getState().setRowsToRun(rows);
  useApp.getState().show("playground");
  const [, second] = useDraft.getState().draft.variants;
  if (pair.replacedBy === undefined && second) useView.getState().pickModel(second.id);
}

/** The same as the set-up of an experiment. @throws AppFailure when the inputs cannot be read. */
export async function experimentOf(prompt: PromptRef, pair: Pair): Promise<void> {
  const rows = await open(prompt, pair);
  await experimentWithPlayground(rows);
}

async function open(prompt: PromptRef, { id, replacedBy }: Pair): Promise<SavedInput[]> {
  const owner = identityOf(prompt);
  const saved = await engineClient().call("inputs.list", { prompt: owner });
  const recent = await valuesOfRuns(prompt, saved);
  const draft = useDraft.getState();
  useLibrary.getState().reveal(prompt);
  draft.openPrompt(prompt);
  draft.changeVariants(([first, ...others]) => {
    if (!first) return others;
    const { pins: _pins, name: _name, ...kept } = first;
    const old = { ...kept, modelOverride: id };
    const [second] = others;
    return [old, { ...old, id: second?.id ?? crypto.randomUUID(), modelOverride: replacedBy ?? null }];
  });
  const rows = [...saved, ...recent];
  const [row] = rows;
  const typed = useDraft.getState().draft.values[valuesKey(prompt)];
  const isEmpty = !typed || Object.keys(typed.variables).length + Object.keys(typed.placeholders).length === 0;
  if (row && isEmpty) draft.setSharedValues({ variables: row.variables, placeholders: row.placeholders });
  await useInputs.getState().load(owner);
  return rows;
}

/** Values of recent runs of a prompt that no saved input has, the newest first. */
async function valuesOfRuns(prompt: PromptRef, saved: readonly SavedInput[]): Promise<SavedInput[]> {
  const { library: promptLibrary, name: promptName, connection } = prompt;
  const filter = {
    promptLibrary,
    promptName,
    ...(connection === undefined ? {} : { promptConnection: connection, orUnplaced: true }),
  };
  const { runs } = await engineClient().call("history.list", { filter, limit: recentRuns });
  const known = new Set(saved.map(({ variables, placeholders }) => JSON.stringify([variables, placeholders])));
  const found: SavedInput[] = [];
  for (const { id, startedAt } of runs) {
    const { record } = await engineClient().call("history.get", { runId: id });
    const { variables, placeholders } = record.request;
    const key = JSON.stringify([variables, placeholders]);
    if (known.has(key)) continue;
    known.add(key);
    const name = `Run of ${new Date(startedAt).toISOString().slice(0, 16).replace("T", " ")}`;
    found.push({ id: `run-${found.length + 1}`, name, variables, placeholders });
  }
  return found;
}
