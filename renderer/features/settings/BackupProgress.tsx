import type { BackupStep } from "../../stores/settings/backup.ts";
import { VisuallyHidden } from "../../ui/VisuallyHidden.tsx";
import styles from "./BackupSection.module.css";
import form from "./form.module.css";
import { sizeText } from "./history-texts.ts";

/** Whether something is under way that can be stopped. */
export function isUnderWay({ kind }: BackupStep): boolean {
  return kind in stages;
}

const stages: Partial<Record<BackupStep["kind"], string>> = {
  choosing: "Waiting for a file to be chosen",
  copying: "Copying the history",
  writing: "Writing the backup",
  reading: "Reading the backup",
  checking: "Checking the backup",
};

/** How far a backup is. Screen readers hear what begins and what came of it, not every megabyte. */
export function BackupProgress({ step }: { step: BackupStep }) {
  const stage = stages[step.kind];
  return (
    <>
      <span className={form["note"]} role="status">
        {stage !== undefined && <VisuallyHidden>{stage}</VisuallyHidden>}
        {step.kind === "written" && writtenText(step)}
      </span>
      {stage !== undefined && (
        <div className={styles["line"]}>
          {"of" in step ? (
            <progress className={styles["bar"]} aria-label={stage} value={step.bytes} max={Math.max(step.of, 1)} />
          ) : null}
          <span className={form["note"]}>
            {stage}
            {"of" in step && step.of > 0 ? `, ${sizeText(step.bytes)} of ${sizeText(step.of)}` : "…"}
          </span>
        </div>
      )}
    </>
  );
}

function writtenText({ bytes, path }: Extract<BackupStep, { kind: "written" }>): string {
  if (path !== null) return `${sizeText(bytes)} written to ${path}.`;
  return `${sizeText(bytes)} handed to the browser; its list of downloads says where the file is.`;
}
