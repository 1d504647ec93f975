import { type DatasetTable, withColumn } from "@shared/domain/experiment/setup/dataset-table.ts";
import type { ColumnFill } from "@shared/domain/experiment/setup/rows-patch.ts";
import { Columns3 } from "lucide-react";
import { useState } from "react";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Select } from "../../../../ui/Select.tsx";
import { TextField } from "../../../../ui/TextField.tsx";
import { useSetupView } from "../parts/use-setup-view.ts";
import styles from "./RowsDialog.module.css";

const empty = "empty";
const oneText = "text";
const copyOf = "from:";

/** Adds a column: empty, with one text in every row, or as another one has it. What the prompts ask for is suggested. */
export function AddColumn({ table }: { table: DatasetTable }) {
  const { mapping } = useSetupView();
  const [typed, setTyped] = useState<string | null>(null);
  const [filled, setFilled] = useState(empty);
  const [text, setText] = useState("");
  const { variables = [], placeholders = [] } = mapping?.unfilled ?? {};
  const [lacking] = [...variables, ...placeholders].filter((one) => !table.columns.includes(one));
  const name = (typed ?? lacking ?? "").trim();
  const fill: ColumnFill = filled.startsWith(copyOf)
    ? { from: filled.slice(copyOf.length) }
    : { text: filled === oneText ? text : null };
  return (
    <form
      className={styles["column"]}
      onSubmit={(event) => {
        event.preventDefault();
        // The dialog around it is no part of the form.
        event.stopPropagation();
        if (name === "") return;
        useSetup.getState().changeTable(withColumn(table, name, fill));
        setTyped(null);
        setFilled(empty);
        setText("");
      }}
    >
      <TextField
        aria-label="Name of a new column"
        value={typed ?? lacking ?? ""}
        placeholder="column"
        onChange={setTyped}
      />
      <Select
        aria-label="What it has in every row"
        value={filled}
        options={[
          { value: empty, label: "empty" },
          { value: oneText, label: "one text" },
          ...table.columns.map((column) => ({ value: copyOf + column, label: `as ${column}` })),
        ]}
        onChange={setFilled}
      />
      {filled === oneText && (
        <TextField aria-label="The text of every row" value={text} placeholder="the text" onChange={setText} />
      )}
      <Button
        type="submit"
        icon={<Columns3 aria-hidden="true" />}
        disabled={name === "" || table.columns.includes(name)}
      >
        Add a column
      </Button>
    </form>
  );
}
