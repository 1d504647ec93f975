import { type DatasetTable, withColumn } from "@shared/domain/experiment/setup/dataset-table.ts";
import { Columns3 } from "lucide-react";
import { useState } from "react";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { Button } from "../../../../ui/Button.tsx";
import { TextField } from "../../../../ui/TextField.tsx";
import { useSetupView } from "../parts/use-setup-view.ts";
import styles from "./RowsDialog.module.css";

/** Adds a column; what the prompts ask for and no column fills is suggested. */
export function AddColumn({ table }: { table: DatasetTable }) {
  const { mapping } = useSetupView();
  const [typed, setTyped] = useState<string | null>(null);
  const { variables = [], placeholders = [] } = mapping?.unfilled ?? {};
  const [lacking] = [...variables, ...placeholders].filter((one) => !table.columns.includes(one));
  const name = (typed ?? lacking ?? "").trim();
  return (
    <form
      className={styles["column"]}
      onSubmit={(event) => {
        event.preventDefault();
        // The dialog around it is no part of the form.
        event.stopPropagation();
        if (name === "") return;
        useSetup.getState().changeTable(withColumn(table, name));
        setTyped(null);
      }}
    >
      <TextField
        aria-label="Name of a new column"
        value={typed ?? lacking ?? ""}
        placeholder="column"
        onChange={setTyped}
      />
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
