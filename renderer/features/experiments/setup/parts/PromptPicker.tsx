import type { PromptSource } from "@shared/domain/experiment/prompt-source.ts";
import { sourceOfPrompt } from "@shared/domain/experiment/source-of-prompt.ts";
import { Command } from "cmdk";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { listedIn, refToOpen, useLibrary } from "../../../../stores/prompts/library.ts";
import { libraryName, placeOf, shownLibraries } from "../../../../stores/settings/libraries.ts";
import { useSettings } from "../../../../stores/settings/settings.ts";
import { Popover } from "../../../../ui/Popover.tsx";
import styles from "./Picker.module.css";

interface PromptPickerProps {
  label: string;
  trigger: ReactNode;
  onChoose(source: PromptSource): void;
}

/** A prompt of any library, or a new text that stands in the set-up itself. */
export function PromptPicker({ label, trigger, onChoose }: PromptPickerProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover label={label} trigger={trigger} open={open} onOpenChange={setOpen}>
      <PromptChoices
        onChoose={(source) => {
          setOpen(false);
          onChoose(source);
        }}
      />
    </Popover>
  );
}

/** Columns of the rows whose texts can be scored as answers, without a call. */
function AnswerColumns({ onChoose }: Pick<PromptPickerProps, "onChoose">) {
  const columns = useSetup((state) => state.table?.columns) ?? [];
  if (columns.length === 0) return null;
  return (
    <Command.Group heading="Answers you have already, scored without a call">
      {columns.map((column) => (
        <Command.Item
          key={column}
          className={styles["item"]}
          value={`answers in the column ${column}`}
          onSelect={() => onChoose({ answers: column })}
        >
          <span className={styles["label"]}>{column}</span>
          <span className={styles["detail"]}>column</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function PromptChoices({ onChoose }: Pick<PromptPickerProps, "onChoose">) {
  const settings = useSettings((state) => state.settings);
  const libraries = useMemo(() => (settings ? shownLibraries(settings) : []), [settings]);
  const state = useLibrary();
  useEffect(() => {
    for (const library of libraries) void useLibrary.getState().load(placeOf(library), false);
  }, [libraries]);
  return (
    <Command className={styles["picker"]} label="Prompts" loop>
      <div className={styles["search"]}>
        <Command.Input className={styles["input"]} placeholder="Filter the prompts" autoFocus />
      </div>
      <Command.List className={styles["list"]} label="Prompts">
        <Command.Empty className={styles["state"]}>No prompt of that name.</Command.Empty>
        <Command.Group heading="Here">
          <Command.Item
            className={styles["item"]}
            value="a new text in place"
            onSelect={() =>
              onChoose({
                messages: [
                  { role: "system", content: "" },
                  { role: "user", content: "{{input}}" },
                ],
              })
            }
          >
            <span className={styles["label"]}>A new text, in this set-up only</span>
          </Command.Item>
        </Command.Group>
        {libraries.map((library) => {
          const place = placeOf(library);
          const listed = listedIn(state, place);
          const list = listed?.list;
          return (
            <Command.Group key={`${place.library} ${place.connection ?? ""}`} heading={libraryName(library)}>
              {listed?.error && <p className={styles["state"]}>{listed.error.message}</p>}
              {listed?.loading && !list && <p className={styles["state"]}>Loading…</p>}
              {list?.prompts
                .filter(({ problem }) => problem === undefined)
                .map((prompt) => (
                  <Command.Item
                    key={prompt.name}
                    className={styles["item"]}
                    value={`${place.library} ${place.connection ?? ""} ${prompt.name}`}
                    onSelect={() => {
                      const source = sourceOfPrompt(refToOpen(list, prompt));
                      if (source) onChoose(source);
                    }}
                  >
                    <span className={styles["label"]}>{prompt.name}</span>
                    <span className={styles["detail"]}>{prompt.labels.slice(0, 2).join(", ")}</span>
                  </Command.Item>
                ))}
            </Command.Group>
          );
        })}
        <AnswerColumns onChoose={onChoose} />
      </Command.List>
    </Command>
  );
}
