import type { AppError } from "@shared/domain/error/error.ts";
import type { ExperimentExport } from "@shared/domain/experiment/experiment-export.ts";
import { Download } from "lucide-react";
import { useExperiment } from "../../../stores/experiments/experiment.ts";
import { commandsOf, offerCommands } from "../../../stores/view-commands.ts";
import { Button } from "../../../ui/Button.tsx";
import { Menu } from "../../../ui/Menu.tsx";
import { saveFile } from "../../../ui/save-file.ts";
import { useWhileShown } from "../../../ui/use-while-shown.ts";

const formats: readonly { format: ExperimentExport; label: string; detail: string }[] = [
  { format: "html", label: "Report, HTML", detail: "One page that opens anywhere, with its rows" },
  { format: "markdown", label: "Report, Markdown", detail: "Verdicts, gates and figures, for a pull request" },
  { format: "csv-spreadsheet", label: "Cells, CSV for spreadsheets", detail: "Formulas made harmless" },
  { format: "csv", label: "Cells, CSV for programs", detail: "Every text as it is" },
  { format: "jsonl", label: "Cells, JSON lines", detail: "With every score and its reason" },
  { format: "junit", label: "JUnit XML", detail: "For a CI's list of tests" },
];

/** Takes what the experiment says away as a file, as far as it has come. */
export function ExportMenu({ onError }: { onError(error: AppError): void }) {
  const save = async (format: ExperimentExport) => {
    const made = await useExperiment.getState().export(format);
    if ("error" in made) onError(made.error);
    else saveFile(made);
  };
  const entries = formats.map(({ format, label, detail }) => ({
    id: format,
    label,
    detail,
    onSelect: () => void save(format),
  }));
  useWhileShown(offerCommands, commandsOf("Experiment", entries, "Export: "));
  return (
    <Menu
      label="Export the experiment"
      align="end"
      trigger={<Button icon={<Download aria-hidden="true" size={14} />}>Export</Button>}
      entries={entries}
    />
  );
}
