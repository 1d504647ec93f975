import type { ReactNode } from "react";
import { Button } from "../../ui/Button.tsx";
import form from "./form.module.css";

interface ChangeFormProps {
  /** What the fields are together, for who cannot see them. */
  label: string;
  /** Something differs from what is saved. */
  changed: boolean;
  onSave(): Promise<void>;
  /** Puts the fields back; absent where there is nothing to go back to. */
  onCancel?(): void;
  children: ReactNode;
}

/** Fields that are saved together, by Enter or by a button that is there while something of them is changed. */
export function ChangeForm({ label, changed, onSave, onCancel, children }: ChangeFormProps) {
  return (
    <form
      className={form["form"]}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) void onSave();
      }}
    >
      {children}
      {changed && (
        <div className={form["buttons"]}>
          <Button type="submit" variant="primary">
            Save
          </Button>
          {onCancel && (
            <Button variant="ghost" onClick={onCancel}>
              Cancel
            </Button>
          )}
        </div>
      )}
    </form>
  );
}
