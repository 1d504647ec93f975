import { Download, Upload } from "lucide-react";
import { useEffect, useRef } from "react";
import { useApp } from "../../stores/app.ts";
import { type BackupStep, useBackup } from "../../stores/settings/backup.ts";
import { Button } from "../../ui/Button.tsx";
import { plural } from "../../ui/figures.ts";
import { Notice } from "../../ui/Notice.tsx";
import { saveFromHost } from "../../ui/save-file.ts";
import { BackupProgress, isUnderWay } from "./BackupProgress.tsx";
import { Failure } from "./Failure.tsx";
import form from "./form.module.css";
import { sizeText } from "./history-texts.ts";
import { SettingsSection } from "./SettingsSection.tsx";

/** The whole profile as one file, and back. */
export function BackupSection() {
  const { step, write, read, stop, restored } = useBackup();
  const choosesFiles = useApp((state) => state.info?.choosesFiles ?? false);
  useEffect(() => void useBackup.getState().load(), []);
  const file = useRef<HTMLInputElement>(null);
  const busy = isUnderWay(step);
  return (
    <SettingsSection
      id="backup"
      title="Backup"
      text="Everything this profile keeps, as one file: runs, experiments, edits, own prompts, saved inputs, settings. Keys are not in it; those that are here stay when a backup is restored."
    >
      <div className={form["buttons"]}>
        <Button icon={<Download aria-hidden="true" />} disabled={busy} onClick={() => void write(saveFromHost)}>
          Back up{choosesFiles ? "…" : ""}
        </Button>
        <Button
          icon={<Upload aria-hidden="true" />}
          disabled={busy}
          onClick={() => (choosesFiles ? void read() : file.current?.click())}
        >
          Restore…
        </Button>
        {busy && (
          <Button variant="ghost" onClick={() => void stop()}>
            Stop
          </Button>
        )}
        <BackupProgress step={step} />
      </div>
      <input
        ref={file}
        type="file"
        hidden
        aria-label="Backup to restore"
        onChange={(event) => {
          const [picked] = event.target.files ?? [];
          event.target.value = "";
          if (picked) void read(picked);
        }}
      />
      {restored !== null && <Notice tone="accent">{restored}</Notice>}
      <Question step={step} />
      <Failure error={step.kind === "failed" ? step.error : null} />
    </SettingsSection>
  );
}

/** Asked before anything is replaced. */
function Question({ step }: { step: BackupStep }) {
  const { restore, stop } = useBackup();
  if (step.kind === "noted") {
    return (
      <Notice tone="accent">
        Stop Promptscope and start it again: the backup is then in place. What is here now, and what is done until then,
        is kept in {step.aside}.
      </Notice>
    );
  }
  if (step.kind !== "found") return null;
  const { createdAt, runs, bytes } = step.found;
  return (
    <Notice
      tone="warn"
      actions={
        <>
          <Button size="small" variant="primary" onClick={() => void restore()}>
            Replace at the next start
          </Button>
          <Button size="small" variant="ghost" onClick={() => void stop()}>
            Leave everything as it is
          </Button>
        </>
      }
    >
      The backup of {new Date(createdAt).toLocaleString()} is whole: {plural(runs, "run")}, {sizeText(bytes)}. It takes
      the place of this profile at the next start; what is here now is kept beside it.
    </Notice>
  );
}
