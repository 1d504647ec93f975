import { Download, GitCompareArrows, Trash2, X } from "lucide-react";
import { useState } from "react";
import { useHistory } from "../../stores/history/history.ts";
import { inListOrder } from "../../stores/history/history-choice.ts";
import { commandsOf, offerCommands } from "../../stores/view-commands.ts";
import { Button } from "../../ui/Button.tsx";
import { plural } from "../../ui/figures.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { useWhileShown } from "../../ui/use-while-shown.ts";
import { comparedFormats } from "./export-formats.ts";
import styles from "./History.module.css";
import { type ActionResult, ResultNotice } from "./ResultNotice.tsx";
import { useTransfer } from "./use-transfer.ts";

/** What can be done with several chosen runs together. */
export function ChosenBar({ alone }: { /** The comparison has no place beside it. */ alone: boolean }) {
  const chosen = useHistory((state) => state.chosen);
  const runs = useHistory((state) => state.runs);
  const { chooseNone, read, remove } = useHistory.getState();
  const [result, setResult] = useState<ActionResult | null>(null);
  const { exportRuns } = useTransfer(setResult);
  const exports = comparedFormats.map(({ format, label, detail }) => ({
    id: format,
    label,
    detail,
    onSelect: () => void exportRuns({ ids: inListOrder(chosen, runs) }, format).then((made) => made && saveFile(made)),
  }));
  const removeChosen = () => void remove(chosen).then((error) => setResult(error && { error }));
  useWhileShown(
    offerCommands,
    chosen.length < 2
      ? []
      : [
          ...commandsOf("Chosen runs", exports, "Export the chosen runs: "),
          ...commandsOf("Chosen runs", [{ id: "delete", label: "Delete the chosen runs", onSelect: removeChosen }]),
        ],
  );
  return (
    <>
      {chosen.length > 1 && (
        <section className={styles["chosenBar"]} aria-label="Chosen runs">
          <span role="status">{plural(chosen.length, "run")} chosen</span>
          {alone && chosen.length === 2 && (
            <Button size="small" icon={<GitCompareArrows aria-hidden="true" size={13} />} onClick={() => read(true)}>
              Compare
            </Button>
          )}
          <Menu
            label="Export the chosen runs"
            trigger={
              <Button size="small" icon={<Download aria-hidden="true" size={13} />}>
                Export
              </Button>
            }
            entries={exports}
          />
          <Button size="small" icon={<Trash2 aria-hidden="true" size={13} />} onClick={removeChosen}>
            Delete
          </Button>
          <IconButton size="small" label="Choose none" icon={<X aria-hidden="true" />} onClick={chooseNone} />
        </section>
      )}
      <ResultNotice result={result} onDismiss={() => setResult(null)} />
    </>
  );
}
