import type { DocumentChange } from "@shared/domain/edit/change-document.ts";
import { ArrowDown, ArrowUp, Trash2 } from "lucide-react";
import { classNames } from "../../../ui/class-names.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Grip } from "./MessageCardEditor.tsx";
import styles from "./TemplateEditor.module.css";

interface PlaceholderCardProps {
  id: number;
  name: string;
  place: number;
  isNew: boolean;
  isLast: boolean;
  change(change: DocumentChange): void;
}

/** A named gap for a list of messages, as a block among them. */
export function PlaceholderCard({ id, name, place, isNew, isLast, change }: PlaceholderCardProps) {
  return (
    <section
      className={classNames(styles["card"], styles["placeholder"], isNew && styles["new"])}
      aria-label={`Placeholder ${name}`}
      tabIndex={-1}
    >
      <div className={styles["head"]}>
        <Grip id={id} place={place} />
        <span className={styles["kind"]}>placeholder</span>
        <input
          className={styles["name"]}
          aria-label={`Name of the placeholder at place ${place + 1}`}
          value={name}
          spellCheck={false}
          onChange={(event) => change({ do: "placeholder-name", card: id, name: event.target.value })}
        />
        <span className={styles["room"]} />
        <IconButton
          size="small"
          label={`Move placeholder ${name} up`}
          icon={<ArrowUp aria-hidden="true" />}
          disabled={place === 0}
          onClick={() => change({ do: "move", card: id, to: place - 1 })}
        />
        <IconButton
          size="small"
          label={`Move placeholder ${name} down`}
          icon={<ArrowDown aria-hidden="true" />}
          disabled={isLast}
          onClick={() => change({ do: "move", card: id, to: place + 1 })}
        />
        <IconButton
          size="small"
          label={`Delete placeholder ${name}`}
          icon={<Trash2 aria-hidden="true" />}
          onClick={() => change({ do: "remove", card: id })}
        />
      </div>
    </section>
  );
}
