import type { ExportedFile, ExportFormat, HistoryFilter } from "@shared/domain/run/history.ts";
import type { ReplaySpeed } from "@shared/domain/run/run.ts";
import { useHistory } from "../../stores/history/history.ts";
import { useLiveRun } from "../../stores/run/live-run.ts";
import { formatCount, plural } from "../../ui/figures.ts";
import type { ActionResult } from "./ResultNotice.tsx";

/** Export and import, with what came of it told in words. */
export function useTransfer(tell: (result: ActionResult) => void) {
  const { exportRuns, importRuns } = useHistory.getState();
  return {
    async exportRuns(
      which: { ids: string[] } | { filter: HistoryFilter },
      format: ExportFormat,
    ): Promise<ExportedFile | null> {
      const made = await exportRuns(which, format);
      if ("error" in made) {
        tell({ error: made.error });
        return null;
      }
      const most = made.file.truncated ? " The file holds no more; narrow the filter for the rest." : "";
      tell({ text: `${plural(made.file.runs, "run")} in ${made.file.fileName}.${most}` });
      return made.file;
    },
    async importRuns(file: File): Promise<void> {
      const result = await importRuns(await file.text());
      if ("error" in result) tell({ error: result.error });
      else {
        const there = result.skipped > 0 ? ` ${formatCount(result.skipped)} were here already.` : "";
        tell({ text: `${plural(result.added, "run")} added.${there}` });
      }
    },
    async playCassette(file: File, speed: ReplaySpeed): Promise<void> {
      const error = await useLiveRun.getState().replay({ text: await file.text() }, speed);
      if (error) tell({ error });
    },
  };
}
