import type { PromptSource } from "@shared/domain/experiment/prompt-source.ts";
import { sourceOfPrompt } from "@shared/domain/experiment/source-of-prompt.ts";
import type { PromptLibraryView } from "@shared/domain/prompt/library-view.ts";
import type { PromptSummary } from "@shared/domain/prompt/prompt.ts";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { bestFirst, type Section } from "../../../../stores/best-first.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { type LibraryState, listedIn, refToOpen, useLibrary } from "../../../../stores/prompts/library.ts";
import { matchesFilter, type PromptFilter, parseFilter } from "../../../../stores/prompts/prompt-filter.ts";
import { libraryName, placeOf, shownLibraries } from "../../../../stores/settings/libraries.ts";
import { useSettings } from "../../../../stores/settings/settings.ts";
import { Picker } from "../../../../ui/Picker.tsx";
import { Popover } from "../../../../ui/Popover.tsx";

interface PromptPickerProps {
  label: string;
  trigger: ReactNode;
  /** Columns of the rows may stand in its place: their texts are scored as answers, without a call. */
  orAnswers?: boolean;
  onChoose(source: PromptSource): void;
}

/** A prompt of any library, or a new text that stands in the set-up itself. */
export function PromptPicker({ label, trigger, orAnswers = false, onChoose }: PromptPickerProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover label={label} trigger={trigger} open={open} onOpenChange={setOpen}>
      <PromptChoices
        orAnswers={orAnswers}
        onChoose={(source) => {
          setOpen(false);
          onChoose(source);
        }}
      />
    </Popover>
  );
}

interface PromptOption {
  value: string;
  label: string;
  detail?: string;
  source: PromptSource;
  prompt?: PromptSummary;
}

function PromptChoices({ orAnswers, onChoose }: Pick<PromptPickerProps, "orAnswers" | "onChoose">) {
  const settings = useSettings((state) => state.settings);
  const libraries = useMemo(() => (settings ? shownLibraries(settings) : []), [settings]);
  const lists = useLibrary((state) => state.lists);
  const columns = useSetup((state) => state.table?.columns);
  const [typed, setTyped] = useState("");
  useEffect(() => {
    for (const library of libraries) void useLibrary.getState().load(placeOf(library), false);
  }, [libraries]);
  const sections = useMemo(() => {
    const filter = parseFilter(typed);
    const all = [
      { key: "here", heading: "Here", options: [newText] },
      ...libraries.map((library) => promptsOf(library, lists)),
      answersIn((orAnswers && columns) || []),
    ];
    return bestFirst(all, (option) => fitOf(option, filter));
  }, [libraries, lists, orAnswers, columns, typed]);
  return (
    <Picker
      label="Prompts"
      placeholder="Filter the prompts"
      typed={typed}
      onType={setTyped}
      sections={sections}
      empty="No prompt of that name."
      onChoose={({ source }) => onChoose(source)}
    />
  );
}

const newText: PromptOption = {
  value: "a new text in place",
  label: "A new text, in this set-up only",
  source: {
    messages: [
      { role: "system", content: "" },
      { role: "user", content: "{{input}}" },
    ],
  },
};

function promptsOf(library: PromptLibraryView, lists: LibraryState["lists"]): Section<PromptOption> {
  const place = placeOf(library);
  const key = `${place.library} ${place.connection ?? ""}`;
  const { list, error, loading } = listedIn({ lists }, place) ?? {};
  const note = error?.message ?? (loading && !list ? "Loading…" : undefined);
  const options = (list?.prompts ?? []).flatMap((prompt): PromptOption[] => {
    const source = list && prompt.problem === undefined ? sourceOfPrompt(refToOpen(list, prompt)) : undefined;
    if (!source) return [];
    const detail = prompt.labels.slice(0, 2).join(", ");
    return [
      { value: `${key} ${prompt.name}`, label: prompt.name, ...(detail === "" ? {} : { detail }), source, prompt },
    ];
  });
  return { key, heading: libraryName(library), ...(note === undefined ? {} : { note }), options };
}

/** Columns of the rows whose texts can be scored as answers, without a call. */
function answersIn(columns: readonly string[]): Section<PromptOption> {
  return {
    key: "answers",
    heading: "Answers you have already, scored without a call",
    options: columns.map((column) => ({
      value: `answers in the column ${column}`,
      label: column,
      detail: "column",
      source: { answers: column },
    })),
  };
}

/** As the tree's filter finds prompts; those whose last part begins with the first word come first. */
function fitOf({ prompt, label }: PromptOption, filter: PromptFilter): number {
  const name = label.toLowerCase();
  if (!(prompt ? matchesFilter(prompt, filter) : filter.words.every((word) => name.includes(word)))) return 0;
  const [first] = filter.words;
  return first !== undefined && name.slice(name.lastIndexOf("/") + 1).startsWith(first) ? 1 : 0.5;
}
