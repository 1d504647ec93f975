import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import { Gauge } from "lucide-react";
import { useState } from "react";
import type { GridStore } from "../../../stores/experiments/grid-store.ts";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { NumberField } from "../../../ui/NumberField.tsx";
import { Popover } from "../../../ui/Popover.tsx";
import { Select } from "../../../ui/Select.tsx";
import styles from "./FilterBar.module.css";

/** Leaves rows in which a score lies below a figure. */
export function ScoreBelow({ store, columns }: { store: GridStore; columns: GridColumns }) {
  const [score, setScore] = useState(columns.scores[0]?.name ?? "");
  const [below, setBelow] = useState(0.5);
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Score below"
      open={open}
      onOpenChange={setOpen}
      trigger={<IconButton label="Rows with a score below a figure" icon={<Gauge aria-hidden="true" />} />}
    >
      <div className={styles["below"]}>
        <Field label="Score">
          {(control) => (
            <Select
              {...control}
              value={score}
              options={columns.scores.map(({ name }) => ({ value: name, label: name }))}
              onChange={setScore}
            />
          )}
        </Field>
        <Field label="Below">
          {(control) => <NumberField {...control} value={below} onChange={(next) => setBelow(next ?? 0)} />}
        </Field>
        <Button
          variant="primary"
          onClick={() => {
            store.getState().show({ filter: { kind: "scoreBelow", score, below } });
            // It would lie over the rows it has found.
            setOpen(false);
          }}
        >
          Show these rows
        </Button>
      </div>
    </Popover>
  );
}
