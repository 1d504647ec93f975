import type { CellDetail } from "@shared/domain/experiment/experiment-summary.ts";
import { Check, Star, Tag, X } from "lucide-react";
import { type Ref, useId, useState } from "react";
import { useOpenCell } from "../../../stores/experiments/open-cell.ts";
import { classNames } from "../../../ui/class-names.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./CellPane.module.css";

const stars = [1, 2, 3, 4, 5] as const;

/** What a person says of the answer: passes or fails, one to five stars, a label. All have keys. */
export function HumanRating({ detail, labelRef }: { detail: CellDetail; labelRef: Ref<HTMLInputElement> }) {
  const { rating, labels } = detail;
  const { rate } = useOpenCell.getState();
  const error = useOpenCell((state) => state.ratingError);
  const given = rating?.stars ?? 0;
  return (
    <section className={styles["rating"]} aria-label="Your rating">
      <IconButton
        size="small"
        label="A person says: passes"
        shortcut="p"
        aria-pressed={rating?.passed === true}
        className={classNames(rating?.passed === true && styles["ok"])}
        icon={<Check aria-hidden="true" />}
        onClick={() => void rate({ passed: rating?.passed === true ? undefined : true })}
      />
      <IconButton
        size="small"
        label="A person says: fails"
        shortcut="f"
        aria-pressed={rating?.passed === false}
        className={classNames(rating?.passed === false && styles["bad"])}
        icon={<X aria-hidden="true" />}
        onClick={() => void rate({ passed: rating?.passed === false ? undefined : false })}
      />
      <span className={styles["stars"]} role="radiogroup" aria-label="Stars">
        {stars.map((star) => (
          // biome-ignore lint/a11y/useSemanticElements: a pressed star can be taken back, which a radio input cannot
          <button
            key={star}
            type="button"
            role="radio"
            aria-checked={given === star}
            aria-label={star === 1 ? "1 star" : `${star} stars`}
            aria-keyshortcuts={String(star)}
            className={classNames(styles["star"], given >= star && styles["lit"])}
            onClick={() => void rate({ stars: given === star ? undefined : star })}
          >
            <Star aria-hidden="true" />
          </button>
        ))}
      </span>
      <LabelField
        key={`${detail.row} ${detail.variant} ${detail.repetition} ${rating?.label ?? ""}`}
        label={rating?.label ?? ""}
        labels={labels}
        labelRef={labelRef}
        onLabel={(label) => void rate({ label })}
      />
      {error !== null && (
        <p className={styles["problem"]} role="alert">
          Not kept: {error.message}
        </p>
      )}
    </section>
  );
}

interface LabelFieldProps {
  label: string;
  labels: readonly string[];
  labelRef: Ref<HTMLInputElement>;
  onLabel(label: string | undefined): void;
}

/** A label of one's own; those that were given before are offered. */
function LabelField({ label, labels, labelRef, onLabel }: LabelFieldProps) {
  const [text, setText] = useState(label);
  const listId = useId();
  const keep = () => {
    const next = text.trim();
    if (next !== label) onLabel(next === "" ? undefined : next);
  };
  return (
    <>
      <TextField
        ref={labelRef}
        className={styles["label"]}
        aria-label="Label"
        aria-keyshortcuts="T"
        placeholder="Label"
        maxLength={100}
        list={listId}
        value={text}
        icon={<Tag aria-hidden="true" />}
        onChange={setText}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key !== "Enter" && event.key !== "Escape") return;
          event.preventDefault();
          event.stopPropagation();
          if (event.key === "Escape") setText(label);
          event.currentTarget
            .closest<HTMLElement>("[data-experiment]")
            ?.querySelector<HTMLElement>("[role=grid]")
            ?.focus();
        }}
      />
      <datalist id={listId}>
        {labels.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
    </>
  );
}
