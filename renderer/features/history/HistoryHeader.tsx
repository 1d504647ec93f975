import type { ReplaySpeed } from "@shared/domain/run/run.ts";
import { CassetteTape, Download, Upload } from "lucide-react";
import { useRef, useState } from "react";
import { useHistory } from "../../stores/history/history.ts";
import { commandsOf, offerCommands } from "../../stores/view-commands.ts";
import { formatCount } from "../../ui/figures.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { PanelHeader } from "../../ui/PanelHeader.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { useWhileShown } from "../../ui/use-while-shown.ts";
import { exportFormats } from "./export-formats.ts";
import { type ActionResult, ResultNotice } from "./ResultNotice.tsx";
import { RunFigures } from "./RunFigures.tsx";
import { replaySpeeds } from "./replay-speeds.ts";
import { useTransfer } from "./use-transfer.ts";

/** How many runs are kept, and the ways to take them out and bring them in. */
export function HistoryHeader() {
  const count = useHistory((state) => state.status?.runs);
  const filter = useHistory((state) => state.filter);
  const found = useHistory((state) => state.found);
  const file = useRef<HTMLInputElement>(null);
  const cassette = useRef<HTMLInputElement>(null);
  const speed = useRef<ReplaySpeed>("recorded");
  const [result, setResult] = useState<ActionResult | null>(null);
  const { exportRuns, importRuns, playCassette } = useTransfer(setResult);
  const filtered = Object.keys(filter).length > 0;
  const { clearFilter } = useHistory.getState();

  const entries = exportFormats.map(({ format, label, detail }) => ({
    id: format,
    label,
    detail,
    onSelect: () => void exportRuns({ filter }, format).then((made) => made && saveFile(made)),
  }));
  useWhileShown(offerCommands, [
    ...commandsOf("History", entries, filtered ? "Export what the filter leaves: " : "Export every run: "),
    ...commandsOf("History", [
      { id: "clear", label: "Show all runs, without the filter", disabled: !filtered, onSelect: clearFilter },
      { id: "import", label: "Import runs…", onSelect: () => file.current?.click() },
    ]),
  ]);
  return (
    <>
      <PanelHeader title="History" id="history-title">
        {count !== undefined && (
          // What a filter leaves is told; that one more was kept is not.
          <span role={filtered ? "status" : undefined}>
            {filtered
              ? `${found === null ? "…" : formatCount(found)} of ${formatCount(count)}`
              : `${formatCount(count)} kept`}
          </span>
        )}
        <RunFigures />
        <Menu
          align="end"
          label="Export runs"
          trigger={<IconButton size="small" label="Export runs" icon={<Download aria-hidden="true" />} />}
          entries={[
            { id: "scope", heading: filtered ? "Export what the filter leaves" : "Export every run" },
            ...entries,
          ]}
        />
        <Menu
          align="end"
          label="Open a cassette"
          trigger={<IconButton size="small" label="Open a cassette" icon={<CassetteTape aria-hidden="true" />} />}
          entries={replaySpeeds.map(({ speed: wanted, label }) => ({
            id: wanted,
            label: `Open and ${label.toLowerCase()}`,
            onSelect() {
              speed.current = wanted;
              cassette.current?.click();
            },
          }))}
        />
        <IconButton
          size="small"
          label="Import runs"
          icon={<Upload aria-hidden="true" />}
          onClick={() => file.current?.click()}
        />
      </PanelHeader>
      <input
        ref={cassette}
        type="file"
        accept="application/json,.json,.cassette"
        hidden
        aria-label="Cassette file"
        onChange={(event) => {
          const [picked] = event.target.files ?? [];
          event.target.value = "";
          if (picked) void playCassette(picked, speed.current);
        }}
      />
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label="File with exported runs"
        onChange={(event) => {
          const [picked] = event.target.files ?? [];
          event.target.value = "";
          if (picked) void importRuns(picked);
        }}
      />
      <ResultNotice result={result} onDismiss={() => setResult(null)} />
    </>
  );
}
