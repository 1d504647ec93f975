import { contentOf, type EditorDocument } from "@shared/domain/edit/editor-document.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { CompileMode } from "@shared/domain/prompt/compiled.ts";
import type { ResolvedPrompt, TemplateFormat, TemplateItem, VariableNotes } from "@shared/domain/prompt/prompt.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { useMemo, useState } from "react";
import { noValues, type PromptValues, useDraft } from "../../../stores/draft/draft.ts";
import { valuesOfVariant } from "../../../stores/draft/variant-list.ts";
import { type EditsState, useEdits } from "../../../stores/prompts/edits.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { useDeferredEdit } from "../runs/use-deferred-edit.ts";
import { useFocusedVariant } from "../runs/use-variants.ts";

/** What the open template can be filled with, and with what it is filled now. */
export interface Fields {
  variables: string[];
  placeholders: string[];
  values: PromptValues;
  /** Values of the sample library, to mark fields that still hold them. */
  samples: PromptValues;
  /** What the prompt's file says of its variables. */
  notes: VariableNotes;
  /** Names with a value that this version does not use. */
  unused: string[];
  /** By whose rules names are found: those of the file where it has its own, else those chosen in the settings. */
  mode: NameMode;
}

export type NameMode = CompileMode | TemplateFormat;

const noNotes: VariableNotes = {};

/** The fields of the open prompt, with the values the focused variant runs with. */
export function useFields(): Fields {
  const resolved = usePrompt((state) => state.resolved);
  // Behind the keystroke: typing does not wait for the names.
  const open = useDeferredEdit();
  const aside = useEdits((state) => state.aside);
  const edit = editedText({ open, aside });
  const variant = useFocusedVariant();
  const values = useDraft((state) => valuesOfVariant(state.draft, variant));
  const compileMode = useSettings((state) => state.settings?.preferences.compileMode) ?? "python";
  const mode = resolved?.prompt.templateFormat ?? compileMode;
  const found = useMemo(() => namesIn(resolved, edit, mode), [resolved, edit, mode]);
  const names = useUnchanged(found);
  return useMemo(() => {
    const known = new Set([...names.variables, ...names.placeholders]);
    const given = [...Object.keys(values.variables), ...Object.keys(values.placeholders)];
    return {
      ...names,
      values,
      samples: resolved?.sampleValues ?? noValues,
      notes: resolved?.variableNotes ?? noNotes,
      unused: resolved ? given.filter((name) => !known.has(name)) : [],
      mode,
    };
  }, [resolved, names, values, mode]);
}

/** The value of before while the new one says the same: what hangs on it is not drawn again at every keystroke. */
function useUnchanged(value: Names): Names {
  const [kept, keep] = useState(value);
  if (kept === value) return value;
  const isSame = (one: readonly string[], other: readonly string[]) =>
    one.length === other.length && one.every((name, index) => name === other[index]);
  if (isSame(kept.variables, value.variables) && isSame(kept.placeholders, value.placeholders)) return kept;
  keep(value);
  return value;
}

/** The document being edited, where it says something else than the version it was made from. */
function editedText({ open, aside }: Pick<EditsState, "open" | "aside">): EditorDocument | null {
  return open?.changed && !aside ? open.editing.now : null;
}

/** Names in the edit, else in the version. What prompts bring that the text refers to is known of the version only. */
function namesIn(resolved: ResolvedPrompt | null, edit: EditorDocument | null, mode: NameMode): Names {
  const none = { variables: [], placeholders: [] };
  const own = edit ? namesOfItems(edit, mode) : none;
  const refers = edit?.cards.some((card) => contentOf(card).includes("@@@langfusePrompt:"));
  if (edit && !refers) return own;
  const stored = resolved ? listVariables(resolved.prompt.prompt, mode) : none;
  if (!edit) return stored;
  return {
    variables: [...new Set([...own.variables, ...stored.variables])],
    placeholders: [...new Set([...own.placeholders, ...stored.placeholders])],
  };
}

interface Names {
  variables: string[];
  placeholders: string[];
}

/** Of items that were not touched the names are known: they stay the same objects. */
const known: Record<NameMode, WeakMap<TemplateItem, Names>> = {
  python: new WeakMap(),
  js: new WeakMap(),
  jinja2: new WeakMap(),
};

function namesOfItems({ type, cards }: EditorDocument, mode: NameMode): Names {
  const variables = new Set<string>();
  const placeholders = new Set<string>();
  for (const { item } of cards) {
    // The item of a text prompt is none of a chat.
    const names =
      known[mode].get(item) ?? listVariables(type === "text" && "content" in item ? item.content : [item], mode);
    known[mode].set(item, names);
    for (const name of names.variables) variables.add(name);
    for (const name of names.placeholders) placeholders.add(name);
  }
  return { variables: [...variables], placeholders: [...placeholders] };
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
