import { closeDocument, contentOf, type EditorDocument } from "@shared/domain/edit/editor-document.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { CompileMode } from "@shared/domain/prompt/compiled.ts";
import type { ResolvedPrompt } from "@shared/domain/prompt/prompt.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { useMemo } from "react";
import { noValues, type PromptValues, useDraft } from "../../../stores/draft/draft.ts";
import { valuesOfVariant } from "../../../stores/draft/variant-list.ts";
import { type EditsState, useEdits } from "../../../stores/prompts/edits.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { useFocusedVariant } from "../runs/use-variants.ts";

/** What the open template can be filled with, and with what it is filled now. */
export interface Fields {
  variables: string[];
  placeholders: string[];
  values: PromptValues;
  /** Values of the sample library, to mark fields that still hold them. */
  samples: PromptValues;
  /** Names with a value that this version does not use. */
  unused: string[];
  compileMode: CompileMode;
}

/** The fields of the open prompt, with the values the focused variant runs with. */
export function useFields(): Fields {
  const resolved = usePrompt((state) => state.resolved);
  const edit = useEdits(editedText);
  const variant = useFocusedVariant();
  const values = useDraft((state) => valuesOfVariant(state.draft, variant));
  const compileMode = useSettings((state) => state.settings?.preferences.compileMode) ?? "python";
  return useMemo(() => {
    const names = namesIn(resolved, edit, compileMode);
    const known = new Set([...names.variables, ...names.placeholders]);
    const given = [...Object.keys(values.variables), ...Object.keys(values.placeholders)];
    return {
      ...names,
      values,
      samples: resolved?.sampleValues ?? noValues,
      unused: resolved ? given.filter((name) => !known.has(name)) : [],
      compileMode,
    };
  }, [resolved, edit, values, compileMode]);
}

/** The document being edited, where it says something else than the version it was made from. */
function editedText({ open, aside }: EditsState): EditorDocument | null {
  return open?.changed && !aside ? open.editing.now : null;
}

/** Names in the edit, else in the version. What prompts bring that the text refers to is known of the version only. */
function namesIn(resolved: ResolvedPrompt | null, edit: EditorDocument | null, mode: CompileMode) {
  const none = { variables: [], placeholders: [] };
  const stored = resolved ? listVariables(resolved.prompt.prompt, mode) : none;
  if (!edit) return stored;
  const { prompt } = closeDocument(edit);
  const own = listVariables(prompt, mode);
  const refers = edit.cards.some((card) => contentOf(card).includes("@@@langfusePrompt:"));
  if (!refers) return own;
  return {
    variables: [...new Set([...own.variables, ...stored.variables])],
    placeholders: [...new Set([...own.placeholders, ...stored.placeholders])],
  };
}

/** How many variables and placeholders have a value. */
export function countFilled({ variables, placeholders, values }: Fields): { filled: number; total: number } {
  const filled =
    variables.filter((name) => Object.hasOwn(values.variables, name)).length +
    placeholders.filter((name) => Object.hasOwn(values.placeholders, name)).length;
  return { filled, total: variables.length + placeholders.length };
}

/** Whether a value is the one the sample library came with. */
export function isSample(value: JsonValue | undefined, sample: JsonValue | undefined): boolean {
  return value !== undefined && sample !== undefined && JSON.stringify(value) === JSON.stringify(sample);
}
