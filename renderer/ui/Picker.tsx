import { Command } from "cmdk";
import { Check } from "lucide-react";
import { type ReactNode, useState } from "react";
import { classNames } from "./class-names.ts";
import styles from "./Picker.module.css";

export interface PickerOption {
  /** Unique in the list. */
  value: string;
  label: string;
  /** In small behind the label. */
  detail?: string;
  /** In small below the label. */
  below?: string;
  /** Whether it is the one chosen now; absent in a list that marks none. */
  chosen?: boolean;
}

export interface PickerSection<Option> {
  key: string;
  heading?: string;
  /** In small behind the heading. */
  aside?: string;
  /** A line that cannot be chosen: a failure, or that the rest is coming. */
  note?: string;
  options: readonly Option[];
}

interface PickerProps<Option extends PickerOption> {
  label: string;
  placeholder: string;
  typed: string;
  onType(typed: string): void;
  /** What fits what is typed, as it is to stand. */
  sections: readonly PickerSection<Option>[];
  /** Said where there is nothing to choose. */
  empty?: string | undefined;
  /** Behind the field. */
  end?: ReactNode;
  onChoose(option: Option): void;
}

/** More of them nobody reads, and each costs a row. */
const shownAtMost = 200;

/**
 * A list to choose one thing of, with a field above it; for a popover. Arrows move, Enter chooses. Until an arrow or the
 * pointer says otherwise the first option is the one that Enter takes, also where the list changes between two keys.
 */
export function Picker<Option extends PickerOption>(props: PickerProps<Option>) {
  const { label, placeholder, typed, onType, sections, empty, end, onChoose } = props;
  const [pointed, setPointed] = useState<string>();
  const all = sections.flatMap(({ options }) => options);
  const shown = new Set(all.slice(0, shownAtMost));
  const at = all.find(({ value }) => value === pointed) ?? all[0];
  const type = (next: string) => {
    setPointed(undefined);
    onType(next);
  };
  return (
    <Command
      className={styles["picker"]}
      label={label}
      loop
      // What fits and in which order is said by `sections`: the library's own filter moves elements behind React's back.
      shouldFilter={false}
      value={at?.value ?? ""}
      onValueChange={setPointed}
    >
      <div className={styles["search"]}>
        <Command.Input
          className={styles["input"]}
          placeholder={placeholder}
          value={typed}
          onValueChange={type}
          autoFocus
        />
        {end}
      </div>
      <Command.List className={styles["list"]} label={label}>
        {all.length > 0 &&
          sections.map((section) => <Options key={section.key} section={section} shown={shown} onChoose={onChoose} />)}
        {all.length > shown.size && (
          <p className={styles["note"]}>
            {(all.length - shown.size).toLocaleString("en-US")} more; type to narrow them down.
          </p>
        )}
      </Command.List>
      {all.length === 0 && <NoOptions sections={sections} empty={empty} />}
    </Command>
  );
}

/** Why there is nothing to choose. Beside the list, in which only what can be chosen may stand alone. */
function NoOptions({
  sections,
  empty,
}: {
  sections: readonly PickerSection<PickerOption>[];
  empty: string | undefined;
}) {
  return (
    <div className={styles["list"]}>
      {empty !== undefined && <p className={styles["note"]}>{empty}</p>}
      {sections.map(
        ({ key, heading, note }) =>
          note !== undefined && (
            <p key={key} className={styles["note"]}>
              {heading !== undefined && `${heading}: `}
              {note}
            </p>
          ),
      )}
    </div>
  );
}

interface OptionsProps<Option> {
  section: PickerSection<Option>;
  shown: ReadonlySet<Option>;
  onChoose(option: Option): void;
}

function Options<Option extends PickerOption>({ section, shown, onChoose }: OptionsProps<Option>) {
  const { heading, aside, note, options } = section;
  const lines = options.filter((option) => shown.has(option));
  if (lines.length === 0 && note === undefined) return null;
  const content = (
    <>
      {note !== undefined && <p className={styles["note"]}>{note}</p>}
      {lines.map((option) => (
        <Line key={option.value} option={option} onChoose={() => onChoose(option)} />
      ))}
    </>
  );
  if (heading === undefined) return content;
  return (
    <Command.Group
      className={styles["group"]}
      heading={
        <>
          {heading}
          {aside !== undefined && <span className={styles["aside"]}> {aside}</span>}
        </>
      }
    >
      {content}
    </Command.Group>
  );
}

function Line({ option, onChoose }: { option: PickerOption; onChoose(): void }) {
  const { value, label, detail, below, chosen } = option;
  return (
    <Command.Item
      className={classNames(styles["item"], chosen !== undefined && styles["marked"])}
      value={value}
      onSelect={onChoose}
    >
      {chosen !== undefined && (
        <span className={styles["tick"]}>{chosen && <Check aria-label="chosen" size={14} />}</span>
      )}
      <span className={styles["label"]}>
        {label}
        {below !== undefined && <span className={styles["below"]}>{below}</span>}
      </span>
      {detail !== undefined && <span className={styles["detail"]}>{detail}</span>}
    </Command.Item>
  );
}
