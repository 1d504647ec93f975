import type { RunNotes as Notes, RunNotesChange } from "@shared/domain/run/history.ts";
import { Star, X } from "lucide-react";
import { useState } from "react";
import { Chip } from "../../ui/Chip.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { TextField } from "../../ui/TextField.tsx";
import styles from "./RunNotes.module.css";

const stars = [1, 2, 3, 4, 5];

/** Rating, blind vote and note of a run. The same star again takes the rating away; a note is kept when the field is left. */
export function RunNotes({ notes, onChange }: { notes: Notes; onChange(change: RunNotesChange): void }) {
  const [note, setNote] = useState(notes.note ?? "");
  const keep = () => {
    if (note !== (notes.note ?? "")) onChange({ note: note === "" ? null : note });
  };
  return (
    <div className={styles["notes"]}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out in a line */}
      <div role="group" aria-label="Rating" className={styles["stars"]}>
        {stars.map((value) => (
          <button
            key={value}
            type="button"
            className={styles["star"]}
            aria-label={`${value} of 5`}
            aria-pressed={notes.rating === value}
            data-filled={value <= (notes.rating ?? 0)}
            onClick={() => onChange({ rating: notes.rating === value ? null : value })}
          >
            <Star aria-hidden="true" />
          </button>
        ))}
      </div>
      {notes.bestBlindOf !== null && (
        <>
          <Chip tone="ok" title="A vote with the models hidden">{`best of ${notes.bestBlindOf}, blind`}</Chip>
          <IconButton
            size="small"
            label="Take the blind vote back"
            icon={<X aria-hidden="true" />}
            onClick={() => onChange({ bestBlindOf: null })}
          />
        </>
      )}
      <TextField
        className={styles["note"]}
        aria-label="Note"
        placeholder="Note"
        maxLength={10_000}
        value={note}
        onChange={setNote}
        onBlur={keep}
        onKeyDown={(event) => event.key === "Enter" && keep()}
      />
    </div>
  );
}
