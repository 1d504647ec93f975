import type { SavedInput } from "@shared/domain/prompt/saved-input.ts";
import { noValues, type PromptValues, useDraft } from "../../stores/draft/draft.ts";
import { valuesKey } from "../../stores/draft/values-key.ts";

/** The shared values of the open prompt. */
export function currentValues(): PromptValues {
  const { openPrompt, values } = useDraft.getState().draft;
  return (openPrompt && values[valuesKey(openPrompt)]) ?? noValues;
}

/** Whether values are those of a saved input, whatever the order of their names. */
export function holdsInput(values: PromptValues, { variables, placeholders }: SavedInput): boolean {
  return sameEntries(values.variables, variables) && sameEntries(values.placeholders, placeholders);
}

function sameEntries(one: PromptValues["variables"], other: PromptValues["variables"]): boolean {
  const names = Object.keys(one);
  const isSame = (name: string) =>
    Object.hasOwn(other, name) && JSON.stringify(one[name]) === JSON.stringify(other[name]);
  return names.length === Object.keys(other).length && names.every(isSame);
}
