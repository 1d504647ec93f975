import { type ReactNode, useId } from "react";
import { type Segment, SegmentedControl } from "../../ui/SegmentedControl.tsx";
import styles from "./ChoiceRow.module.css";

interface ChoiceRowProps<Value extends string> {
  title: string;
  text?: ReactNode;
  value: Value;
  segments: readonly Segment<Value>[];
  onChange(value: Value): void;
}

/** A preference: what it means at the left, the choice at the right. */
export function ChoiceRow<Value extends string>({ title, text, value, segments, onChange }: ChoiceRowProps<Value>) {
  const textId = useId();
  return (
    <div className={styles["row"]}>
      <div className={styles["words"]}>
        <p className={styles["title"]}>{title}</p>
        {text === undefined ? null : (
          <p className={styles["text"]} id={textId}>
            {text}
          </p>
        )}
      </div>
      <SegmentedControl
        label={title}
        value={value}
        segments={segments}
        onChange={onChange}
        {...(text === undefined ? {} : { describedBy: textId })}
      />
    </div>
  );
}
