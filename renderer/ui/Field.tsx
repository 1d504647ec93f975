import { CircleAlert } from "lucide-react";
import { type ReactNode, useId } from "react";
import { classNames } from "./class-names.ts";
import styles from "./Field.module.css";

export interface FieldControl {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

interface FieldProps {
  label: ReactNode;
  /** Right of the label, quiet: a type, a count. */
  note?: ReactNode;
  /** Below the control. */
  hint?: ReactNode;
  error?: string | undefined;
  /** Label and note keep one line: the note gives way first, then the label is cut. */
  oneLine?: boolean;
  className?: string | undefined;
  /** Gets the ids that tie the control to label, hint and error. */
  children(control: FieldControl): ReactNode;
}

/** A labelled form field: label above, control, hint or error below. */
export function Field({ label, note, hint, error, oneLine = false, className, children }: FieldProps) {
  const id = useId();
  const belowId = `${id}-below`;
  const below = error ?? hint;
  return (
    <div className={classNames(styles["field"], className)}>
      <div className={classNames(styles["top"], oneLine && styles["oneLine"])}>
        <label className={styles["label"]} htmlFor={id}>
          {label}
        </label>
        {note === undefined ? null : <span className={styles["note"]}>{note}</span>}
      </div>
      {children({
        id,
        "aria-describedby": below === undefined ? undefined : belowId,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {below === undefined ? null : (
        <p id={belowId} className={error === undefined ? styles["hint"] : styles["error"]}>
          {error === undefined ? null : <CircleAlert aria-hidden="true" />}
          {below}
        </p>
      )}
    </div>
  );
}
