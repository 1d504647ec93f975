import { type DatasetTable, emptyRow, withRows } from "@shared/domain/experiment/setup/dataset-table.ts";
import { Plus } from "lucide-react";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { Button } from "../../../../ui/Button.tsx";
import { AddColumn } from "./AddColumn.tsx";
import { ExportRows } from "./ExportRows.tsx";

interface RowsFooterProps {
  table: DatasetTable;
  /** Told the number of a row that was added, from 0. */
  onAdded(row: number): void;
  onClose(): void;
}

/** What can be done with the rows: export them, add to them. */
export function RowsFooter({ table, onAdded, onClose }: RowsFooterProps) {
  const more = withRows(table, [emptyRow(table)]);
  return (
    <>
      <ExportRows table={table} />
      <AddColumn table={table} />
      <Button
        icon={<Plus aria-hidden="true" />}
        disabled={more === table}
        onClick={() => {
          onAdded(table.file ? table.count : table.rows.length);
          useSetup.getState().changeTable(more);
        }}
      >
        Add a row
      </Button>
      <Button variant="primary" onClick={onClose}>
        Done
      </Button>
    </>
  );
}
