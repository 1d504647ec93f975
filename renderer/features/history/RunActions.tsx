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
import { Button } from "../../ui/Button.tsx";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { saveFile } from "../../ui/save-file.ts";
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
  return (
    <>
      <Button
        size="small"
        variant="primary"
        icon={<SquareTerminal aria-hidden="true" size={14} />}
        onClick={() => {
          // A program's call may have named no prompt; its messages may still tell which one they were made of.
          if (record.gateway) void openCall(record.id).then(onError);
          else openRun(record);
        }}
      >
        Open in the playground
      </Button>
      {(prompt !== null || record.gateway) && (
        <Button
          size="small"
          icon={<Pencil aria-hidden="true" size={14} />}
          title="Opens the prompt at this run's version, with its text and values"
          onClick={() => {
            if (record.gateway) void openCall(record.id, (call, note) => void editRun(call, note)).then(onError);
            else void editRun(record);
          }}
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
        onClick={() => void runAgain({ ...record.request, prompt }).then(onError)}
      >
        Run again
      </Button>
      <IconButton
        size="small"
        label={notes.pinned ? "Unpin: may be removed by age and size" : "Pin: never removed by age and size"}
        aria-pressed={notes.pinned}
        icon={notes.pinned ? <PinOff aria-hidden="true" /> : <Pin aria-hidden="true" />}
        onClick={() => void annotate(record.id, { pinned: !notes.pinned }).then(onError)}
      />
      <Menu
        label="Export this run"
        trigger={<IconButton size="small" label="Export this run" icon={<Download aria-hidden="true" />} />}
        entries={comparedFormats.map(({ format, label, detail }) => ({
          id: format,
          label,
          detail,
          onSelect: () => void save(format),
        }))}
      />
      <Menu
        label="Replay"
        trigger={<IconButton size="small" label="Replay" icon={<ListVideo aria-hidden="true" />} disabled={running} />}
        entries={[
          { id: "about", heading: "Play the recorded answer; nothing leaves this machine" },
          ...replaySpeeds.map(({ speed, label }) => ({ id: speed, label, onSelect: () => play(speed) })),
          { id: "line", separator: true },
          {
            id: "cassette",
            label: "Save as a cassette",
            detail: "Request, response and frame times in a file",
            onSelect: () => void saveCassette(),
          },
        ]}
      />
      <IconButton
        size="small"
        label="Delete this run"
        icon={<Trash2 aria-hidden="true" />}
        onClick={() => void remove([record.id]).then(onError)}
      />
    </>
  );
}
