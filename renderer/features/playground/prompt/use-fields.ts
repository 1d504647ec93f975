import type { JsonValue } from "@shared/domain/json/json.ts";
import type { CompileMode } from "@shared/domain/prompt/compiled.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { useMemo } from "react";
import { noValues, type PromptValues, useDraft } from "../../../stores/draft/draft.ts";
import { valuesOfVariant } from "../../../stores/draft/variant-list.ts";
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
  const variant = useFocusedVariant();
  const values = useDraft((state) => valuesOfVariant(state.draft, variant));
  const compileMode = useSettings((state) => state.settings?.preferences.compileMode) ?? "python";
  return useMemo(() => {
    const names = resolved ? listVariables(resolved.prompt.prompt, compileMode) : { variables: [], placeholders: [] };
    const known = new Set([...names.variables, ...names.placeholders]);
    const given = [...Object.keys(values.variables), ...Object.keys(values.placeholders)];
    return {
      ...names,
      values,
      samples: resolved?.sampleValues ?? noValues,
      unused: resolved ? given.filter((name) => !known.has(name)) : [],
      compileMode,
    };
  }, [resolved, values, compileMode]);
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
