import { closeDocument } from "@shared/domain/edit/editor-document.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { commandInfo } from "../../../stores/commands.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { useSaving } from "../../../stores/prompts/saving.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { PreviewError } from "../errors/PreviewError.tsx";
import { TextDiff } from "../prompt/TextDiff.tsx";
import { configText, promptText } from "../prompt/version-diff.ts";
import { ConflictDialog } from "./conflict/ConflictDialog.tsx";
import { SaveChecks } from "./SaveChecks.tsx";
import styles from "./SaveDialog.module.css";
import { SaveElsewhere } from "./SaveElsewhere.tsx";
import { SaveOutcomeNotice } from "./SaveOutcomeNotice.tsx";
import { SaveSettings } from "./SaveSettings.tsx";
import { savingBlocked } from "./saving-blocked.ts";
import { ShowRequests } from "./versions/ShowRequests.tsx";

/** Makes a version of the edit: what changes against production on the left, what is said and moved on the right. */
export function SaveDialog() {
  const { open, busy, check, outcome, exchanges, close, save } = useSaving();
  const isSaved = outcome?.kind === "saved";
  const blocked = savingBlocked(useSaving());
  const moves = useSaving(({ labels }) => labels.has("production"));
  if (open && outcome?.kind === "conflict") return <ConflictDialog conflict={outcome} />;
  const next = check?.standing?.next;
  const name = next === null || next === undefined ? "a version" : versionLabel(next);
  return (
    <Dialog
      open={open}
      onClose={close}
      title={isSaved ? "Saved" : `Save as ${name}`}
      size="wide"
      footer={
        isSaved ? (
          <>
            <ShowRequests exchanges={exchanges} onShow={close} />
            <Button variant="primary" data-autofocus onClick={close}>
              Done
            </Button>
          </>
        ) : (
          <>
            <ShowRequests exchanges={exchanges} onShow={close} />
            <Button onClick={close}>Keep as edit</Button>
            <Button
              variant="primary"
              shortcut={commandInfo("run.start").shortcut}
              disabled={busy !== null || blocked !== null}
              title={blocked ?? undefined}
              onClick={() => void save()}
            >
              {busy === "saving" ? "Saving…" : `Save ${name}${moves ? " and move production" : ""}`}
            </Button>
          </>
        )
      }
    >
      <SaveBody />
    </Dialog>
  );
}

function SaveBody() {
  const { check, against, busy, error, outcome, save } = useSaving();
  const editing = useEdits((state) => state.open?.editing.now);
  if (error && !check) return <PreviewError error={error} />;
  if (!check || !editing) {
    return (
      <p className={styles["waiting"]}>
        <Spinner label="Looking at what is stored now" />
      </p>
    );
  }
  const mine = closeDocument(editing);
  const isSaved = outcome?.kind === "saved";
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the dialog's own key, from any of its fields
    <div
      className={styles["body"]}
      onKeyDown={(event) => {
        const asked = event.key === "Enter" && (event.ctrlKey || event.metaKey);
        if (!asked || isSaved || savingBlocked(useSaving.getState()) !== null) return;
        event.preventDefault();
        void save();
      }}
    >
      <div className={styles["diff"]}>
        {!isSaved && (
          <>
            <p className={styles["against"]}>
              {against
                ? `Against ${versionLabel(against.version.version)}, ${against.label}`
                : "This prompt is not there yet: all of it is new."}
            </p>
            <TextDiff
              title="Content"
              before={against ? promptText(against.version.prompt) : ""}
              after={promptText(mine.prompt)}
            />
            <TextDiff
              title="Config"
              before={configText(against?.version.config ?? {})}
              after={configText(mine.config)}
            />
          </>
        )}
        {outcome && <SaveOutcomeNotice outcome={outcome} />}
      </div>
      {!isSaved && (
        <div className={styles["side"]}>
          <SaveSettings />
          <SaveChecks check={check} />
          <SaveElsewhere />
          {error && <PreviewError error={error} />}
          {busy === "saving" && <Spinner label="Saving" />}
        </div>
      )}
    </div>
  );
}
