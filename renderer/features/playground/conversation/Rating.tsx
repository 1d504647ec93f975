import type { AppError } from "@shared/domain/error/error.ts";
import type { RunNotesChange } from "@shared/domain/run/history.ts";
import { MessageSquarePlus, Star } from "lucide-react";
import { useState } from "react";
import { useHistory } from "../../../stores/history/history.ts";
import type { RunView } from "../../../stores/run/runs.ts";
import { Chip } from "../../../ui/Chip.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import styles from "./Conversation.module.css";

const stars = [1, 2, 3, 4, 5] as const;

/** A rating from 1 to 5 and a note, kept with the run in the history. */
export function Rating({ run }: { run: RunView }) {
  const runId = run.runId ?? "";
  const notes = useHistory((state) => state.details[runId]?.notes);
  const annotate = useHistory((state) => state.annotate);
  const [writing, setWriting] = useState<string | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const change = async (made: RunNotesChange) => setError(await annotate(runId, made));
  if (runId === "") return null;
  const rating = notes?.rating ?? null;
  const note = notes?.note ?? "";
  return (
    <>
      <span className={styles["stars"]} role="radiogroup" aria-label="Rating">
        {stars.map((star) => (
          // biome-ignore lint/a11y/useSemanticElements: a pressed star can be taken back, which a radio input cannot
          <button
            key={star}
            type="button"
            role="radio"
            aria-checked={rating === star}
            aria-label={star === 1 ? "1 star" : `${star} stars`}
            className={`${styles["star"]} ${(rating ?? 0) >= star ? styles["lit"] : ""}`}
            onClick={() => change({ rating: rating === star ? null : star })}
          >
            <Star aria-hidden="true" size={14} />
          </button>
        ))}
      </span>
      <IconButton
        size="small"
        label={note ? "Edit the note" : "Add a note"}
        aria-pressed={writing !== null || note !== ""}
        icon={<MessageSquarePlus aria-hidden="true" />}
        onClick={() => setWriting(writing === null ? note : null)}
      />
      {typeof notes?.bestBlindOf === "number" && (
        <Chip tone="ok" title="A vote with the models hidden">{`best of ${notes.bestBlindOf}, blind`}</Chip>
      )}
      {writing === null && note && <p className={styles["note"]}>{note}</p>}
      {writing !== null && (
        <TextArea
          className={styles["note"]}
          aria-label="Note on this run"
          autoFocus
          maxLines={4}
          value={writing}
          onChange={setWriting}
          onBlur={() => {
            setWriting(null);
            if (writing !== note) void change({ note: writing === "" ? null : writing });
          }}
        />
      )}
      {error && (
        <p className={styles["problem"]} role="alert">
          Not kept: {error.message}
        </p>
      )}
    </>
  );
}
