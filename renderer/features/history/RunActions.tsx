import type { AppError } from "@shared/domain/error/error.ts";
import type { HistoryRun } from "@shared/domain/run/history.ts";
import type { ReplaySpeed } from "@shared/domain/run/run.ts";
import { Download, ListVideo, Pencil, Pin, PinOff, Play, SquareTerminal, Trash2 } from "lucide-react";
import { useGateway } from "../../stores/gateway/gateway.ts";
import { useHistory } from "../../stores/history/history.ts";
import { editRun } from "../../stores/run/edit-run.ts";
import { useLiveRun } from "../../stores/run/live-run.ts";
import { openRun } from "../../stores/run/open-run.ts";
import { promptOfRun } from "../../stores/run/reopened-run.ts";
import { commandsOf, offerCommands } from "../../stores/view-commands.ts";
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { useWhileShown } from "../../ui/use-while-shown.ts";
import { comparedFormats } from "./export-formats.ts";
import { replaySpeeds } from "./replay-speeds.ts";

/** What can be done with a run. */
export function RunActions({ run, onError }: { run: HistoryRun; onError(error: AppError | null): void }) {
  const { record, notes } = run;
  const { annotate, remove, exportRuns } = useHistory.getState();
  const { openCall } = useGateway.getState();
  const { runAgain, replay, cassette } = useLiveRun.getState();
  const running = useLiveRun((state) => state.live !== null);
  // A label may point to another version by now.
  const prompt = promptOfRun(record);
  const save = async (format: (typeof comparedFormats)[number]["format"]) => {
    const made = await exportRuns({ ids: [record.id] }, format);
    if ("error" in made) onError(made.error);
    else saveFile(made.file);
  };
  const saveCassette = async () => {
    const made = await cassette(record.id);
    if ("error" in made) onError(made.error);
    else saveFile(made);
  };
  const play = (speed: ReplaySpeed) => void replay({ runId: record.id }, speed).then(onError);
  // A program's call may have named no prompt; its messages may still tell which one they were made of.
  const open = () => (record.gateway ? void openCall(record.id).then(onError) : openRun(record));
  const edit = () =>
    record.gateway
      ? void openCall(record.id, (call, note) => void editRun(call, note)).then(onError)
      : void editRun(record);
  const again = () => void runAgain({ ...record.request, prompt }).then(onError);
  const pin = () => void annotate(record.id, { pinned: !notes.pinned }).then(onError);
  const removeRun = () => void remove([record.id]).then(onError);
  const hasPrompt = prompt !== null || record.gateway !== undefined;
  const exports = comparedFormats.map(({ format, label, detail }) => ({
    id: format,
    label,
    detail,
    onSelect: () => void save(format),
  }));
  const saveAsCassette = { id: "cassette", label: "Save as a cassette", onSelect: () => void saveCassette() };
  useWhileShown(offerCommands, [
    ...commandsOf("Run", [
      { id: "open", label: "Open this run in the playground", onSelect: open },
      { id: "edit", label: "Edit the prompt of this run", disabled: !hasPrompt, onSelect: edit },
      { id: "again", label: "Run this run again", disabled: running, onSelect: again },
      { id: "pin", label: notes.pinned ? "Unpin this run" : "Pin this run", onSelect: pin },
      { id: "delete", label: "Delete this run", onSelect: removeRun },
      saveAsCassette,
    ]),
    ...commandsOf("Run", exports, "Export this run: "),
    ...commandsOf(
      "Run",
      replaySpeeds.map(({ speed, label }) => ({ id: speed, label, disabled: running, onSelect: () => play(speed) })),
      "Replay: ",
    ),
  ]);
  return (
    <>
      <Button size="small" variant="primary" icon={<SquareTerminal aria-hidden="true" size={14} />} onClick={open}>
        Open in the playground
      </Button>
      {hasPrompt && (
        <Button
          size="small"
          icon={<Pencil aria-hidden="true" size={14} />}
          title="Opens the prompt at this run's version, with its text and values"
          onClick={edit}
        >
          Edit this prompt
        </Button>
      )}
      <Button
        size="small"
        icon={<Play aria-hidden="true" size={14} />}
        disabled={running}
        title={
          prompt?.version === undefined
            ? undefined
            : `Runs version ${prompt.version} again, as this run did, whatever its label points to by now`
        }
        onClick={again}
      >
        Run again
      </Button>
      <IconButton
        size="small"
        label={notes.pinned ? "Unpin: may be removed by age and size" : "Pin: never removed by age and size"}
        aria-pressed={notes.pinned}
        icon={notes.pinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
        onClick={pin}
      />
      <Menu
        label="Export this run"
        trigger={<IconButton size="small" label="Export this run" icon={<Download aria-hidden="true" />} />}
        entries={exports}
      />
      <Menu
        label="Replay"
        trigger={<IconButton size="small" label="Replay" icon={<ListVideo aria-hidden="true" />} disabled={running} />}
        entries={[
          { id: "about", heading: "Play the recorded answer; nothing leaves this machine" },
          ...replaySpeeds.map(({ speed, label }) => ({ id: speed, label, onSelect: () => play(speed) })),
          { id: "line", separator: true },
          { ...saveAsCassette, detail: "Request, response and frame times in a file" },
        ]}
      />
      <IconButton size="small" label="Delete this run" icon={<Trash2 aria-hidden="true" />} onClick={removeRun} />
    </>
  );
}
