import { useState } from "react";
import { TextField } from "../../ui/TextField.tsx";
import styles from "./SavedInputs.module.css";

interface NameFieldProps {
  label: string;
  name?: string;
  onName(name: string): void;
  onCancel(): void;
}

/** A name to be typed: Enter takes it, Escape and an empty one do not. */
export function NameField({ label, name = "", onName, onCancel }: NameFieldProps) {
  const [typed, setTyped] = useState(name);
  const take = () => (typed.trim() === "" || typed.trim() === name ? onCancel() : onName(typed.trim()));
  return (
    <div className={styles["naming"]}>
      <TextField
        aria-label={label}
        placeholder="Name, then Enter"
        maxLength={200}
        autoFocus
        value={typed}
        onChange={setTyped}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === "Enter") take();
          if (event.key !== "Escape") return;
          event.preventDefault();
          onCancel();
        }}
      />
    </div>
  );
}
