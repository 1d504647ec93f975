import { type DatasetFileKind, datasetLines } from "@shared/domain/dataset/write-dataset.ts";
import { type DatasetTable, datasetOfTable } from "@shared/domain/experiment/setup/dataset-table.ts";
import { Download } from "lucide-react";
import { Button } from "../../../../ui/Button.tsx";
import { Menu } from "../../../../ui/Menu.tsx";
import { saveFile } from "../../../../ui/save-file.ts";

const kinds: readonly { kind: DatasetFileKind; label: string; detail: string; end: string; mediaType: string }[] = [
  { kind: "csv", label: "CSV", detail: "Every text as it is", end: "csv", mediaType: "text/csv" },
  {
    kind: "spreadsheet",
    label: "CSV for spreadsheets",
    detail: "Formulas made harmless",
    end: "csv",
    mediaType: "text/csv",
  },
  { kind: "jsonl", label: "JSON lines", detail: "One row a line", end: "jsonl", mediaType: "application/jsonl" },
];

/** Writes the rows as they are here, changed cells included, into a file. */
export function ExportRows({ table }: { table: DatasetTable }) {
  return (
    <Menu
      label="Export the rows"
      trigger={<Button icon={<Download aria-hidden="true" />}>Export</Button>}
      entries={kinds.map(({ kind, label, detail, end, mediaType }) => ({
        id: kind,
        label,
        detail,
        onSelect: () =>
          saveFile({
            fileName: `${table.name.replace(/\.\w+$/, "").replace(/[^\p{L}\p{N}._-]+/gu, "-") || "rows"}.${end}`,
            mediaType,
            text: [...datasetLines(datasetOfTable(table), kind)].join(""),
          }),
      }))}
    />
  );
}
