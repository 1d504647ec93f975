import { type DatasetTable, tableOfRecords } from "@shared/domain/experiment/setup/dataset-table.ts";
import { emptySetup, type SetupVariant } from "@shared/domain/experiment/setup/setup-draft.ts";
import { sourceOfPrompt } from "@shared/domain/experiment/source-of-prompt.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { Draft } from "@shared/domain/prompt/draft.ts";
import type { PromptEdit } from "@shared/domain/prompt/prompt.ts";
import type { SavedInput } from "@shared/domain/prompt/saved-input.ts";
import { useApp } from "../../app.ts";
import { useDraft } from "../../draft/draft.ts";
import { conversationOf, isUnlinked, variantTitle } from "../../draft/variant-list.ts";
import { useInputs } from "../../inputs/inputs.ts";
import { editToRun, useEdits } from "../../prompts/edits.ts";
import { buildRunRequest } from "../../run/run-request.ts";
import { useExperimentView } from "../experiment-view.ts";
import { nameColumn } from "./rows-sources.ts";
import { type SetupContent, useSetup } from "./setup.ts";

export interface PlaygroundSetup {
  content: SetupContent;
  /** What of the playground is no part of it. */
  notes: string[];
}

/** A set-up out of what is open in the playground: its variants, and its saved inputs or the values typed. */
export function playgroundSetup(rows: readonly SavedInput[] = useInputs.getState().inputs): PlaygroundSetup {
  return setupOfPlayground(useDraft.getState().draft, rows, editToRun(useEdits.getState()));
}

/**
 * Puts what is open in the playground in place of what is set up, which can be brought back, and shows it.
 * @param rows in place of the saved inputs.
 */
export async function experimentWithPlayground(rows?: readonly SavedInput[]): Promise<void> {
  const { content, notes } = playgroundSetup(rows);
  await useSetup.getState().load();
  useSetup.getState().replace(content, "What is open in the playground", notes);
  useExperimentView.getState().startNew();
  useApp.getState().show("experiments");
}

/** The same of what is given. */
function setupOfPlayground(draft: Draft, inputs: readonly SavedInput[], edit: PromptEdit | null): PlaygroundSetup {
  const notes: string[] = [];
  const variants: SetupVariant[] = [];
  const preferences = { compileMode: "python", clientMessagesMode: "replace", stream: false } as const;
  for (const variant of draft.variants) {
    const title = variantTitle(draft.variants, variant.id);
    const request = buildRunRequest(draft, variant, preferences, edit);
    const source = request.prompt === null ? undefined : sourceOfPrompt(request.prompt);
    if (!source) {
      notes.push(`${title} is left out: it has no prompt that an experiment can name.`);
      continue;
    }
    if (conversationOf(variant, draft.openPrompt).messages.length > 0)
      notes.push(`${title}: the turns behind its prompt are no part of an experiment.`);
    if (isUnlinked(variant, draft.openPrompt))
      notes.push(`${title}: its own values are left out; every row goes to every variant.`);
    variants.push({
      id: `v${variants.length + 1}`,
      ...(variant.name === undefined ? {} : { name: variant.name }),
      prompt: source,
      ...(request.modelOverride === null ? {} : { model: request.modelOverride }),
      ...(request.api === undefined ? {} : { api: request.api }),
      ...(request.betas === undefined ? {} : { betas: request.betas }),
      parameters: request.overrides,
    });
  }
  return { content: { draft: { ...emptySetup, variants }, table: tableOf(draft, inputs, edit) }, notes };
}

function tableOf(draft: Draft, inputs: readonly SavedInput[], edit: PromptEdit | null): DatasetTable | null {
  const name = draft.openPrompt?.name ?? "";
  if (inputs.length > 0) {
    const records = inputs.map((input) => ({ [nameColumn]: input.name, ...input.variables, ...input.placeholders }));
    return tableOfRecords(records, { source: "inputs", name, readAt: Date.now() });
  }
  const [first] = draft.variants;
  if (!first) return null;
  const { variables, placeholders } = buildRunRequest(
    draft,
    first,
    { compileMode: "python", clientMessagesMode: "replace", stream: false },
    edit,
  );
  const record: Record<string, JsonValue> = { ...variables, ...placeholders };
  if (Object.keys(record).length === 0) return null;
  return tableOfRecords([record], { source: "hand", name: "Values of the playground", readAt: Date.now() });
}
