import { fileNameOfRows } from "@shared/domain/dataset/rows-file.ts";
import type { DatasetFileKind } from "@shared/domain/dataset/write-dataset.ts";
import type { DatasetTable } from "@shared/domain/experiment/setup/dataset-table.ts";
import { useState } from "react";
import { asAppError } from "../../../../stores/client.ts";
import { tableTexts } from "../../../../stores/experiments/setup/table-texts.ts";
import { Select } from "../../../../ui/Select.tsx";
import { saveBlob } from "../../../../ui/save-file.ts";
import styles from "./RowsDialog.module.css";

const kinds: readonly { kind: DatasetFileKind; label: string; detail: string; end: string; mediaType: string }[] = [
  { kind: "csv", label: "CSV", detail: "every text as it is", end: "csv", mediaType: "text/csv" },
  {
    kind: "spreadsheet",
    label: "CSV for spreadsheets",
    detail: "formulas made harmless",
    end: "csv",
    mediaType: "text/csv",
  },
  { kind: "jsonl", label: "JSON lines", detail: "one row a line", end: "jsonl", mediaType: "application/jsonl" },
];

const unchosen = "";

/** Writes the rows as they are here, changed cells included, into a file. A list of the browser: it stands in a dialog. */
export function ExportRows({ table }: { table: DatasetTable }) {
  const [failed, setFailed] = useState<string | null>(null);
  return (
    <>
      {failed !== null && <span role="alert">{failed}</span>}
      <Select
        aria-label="Export the rows"
        className={styles["export"]}
        value={unchosen}
        options={[
          { value: unchosen, label: "Export as…" },
          ...kinds.map(({ kind, label, detail }) => ({ value: kind, label: `${label}: ${detail}` })),
        ]}
        onChange={(value) => {
          const chosen = kinds.find(({ kind }) => kind === value);
          if (!chosen) return;
          const { mediaType, kind, end } = chosen;
          const fileName = fileNameOfRows(table.name, end);
          setFailed(null);
          void tableTexts(table, kind)
            .then((parts) => saveBlob(fileName, new Blob(parts, { type: mediaType })))
            .catch((thrown: unknown) => setFailed(asAppError(thrown).message));
        }}
      />
    </>
  );
}
