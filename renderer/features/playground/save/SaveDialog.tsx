import { closeDocument } from "@shared/domain/edit/editor-document.ts";
import { versionLabel, versionName } from "@shared/domain/prompt/version-text.ts";
import { Columns2 } from "lucide-react";
import { commandInfo } from "../../../stores/commands.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { useSaving } from "../../../stores/prompts/saving.ts";
import { useSavesToFile } from "../../../stores/prompts/version-name.ts";
import { placeText } from "../../../stores/settings/libraries.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Select } from "../../../ui/Select.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { PreviewError } from "../errors/PreviewError.tsx";
import { ConfigDiff } from "../prompt/ConfigDiff.tsx";
import { DiffLayoutSwitch } from "../prompt/DiffLayoutSwitch.tsx";
import { TextDiff } from "../prompt/TextDiff.tsx";
import { promptText } from "../prompt/version-diff.ts";
import { ConflictDialog } from "./conflict/ConflictDialog.tsx";
import { runBesideEdit } from "./conflict/run-beside-edit.ts";
import { FileNote } from "./FileNote.tsx";
import { NewPlace } from "./NewPlace.tsx";
import { SaveChecks } from "./SaveChecks.tsx";
import styles from "./SaveDialog.module.css";
import { SaveElsewhere } from "./SaveElsewhere.tsx";
import { SaveOutcomeNotice } from "./SaveOutcomeNotice.tsx";
import { SaveSettings } from "./SaveSettings.tsx";
import { savingBlocked } from "./saving-blocked.ts";
import { VariableChanges } from "./VariableChanges.tsx";
import { ShowRequests } from "./versions/ShowRequests.tsx";

/** Makes a version of the edit: what changes against production on the left, what is said and moved on the right. */
export function SaveDialog() {
  const { open, busy, check, outcome, exchanges, against, error, close, save, lookAgain } = useSaving();
  const isSaved = outcome?.kind === "saved";
  const blocked = savingBlocked(useSaving());
  const settings = useSettings((state) => state.settings);
  const base = useEdits((state) => state.open?.base);
  const target = useSaving((state) => state.target);
  const place = target ?? base;
  const moves = useSaving(({ labels }) => labels.has("production"));
  const isFile = useSavesToFile();
  const next = check?.standing?.next;
  if (open && outcome?.kind === "conflict") return <ConflictDialog conflict={outcome} />;
  const name = next === null || next === undefined ? "a version" : versionLabel(next);
  return (
    <Dialog
      open={open}
      onClose={close}
      title={
        isSaved
          ? "Saved"
          : target
            ? "Save the new prompt"
            : isFile
              ? `Save the file of ${base?.name ?? ""}`
              : `Save ${base?.name ?? ""} as ${name}`
      }
      subtitle={place && `to ${placeText(settings, place)}`}
      size={isSaved ? "normal" : "wide"}
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
            <span className={styles["kept"]}>The edit stays on this machine until it is saved.</span>
            <ShowRequests exchanges={exchanges} onShow={close} />
            <Button variant="ghost" onClick={close}>
              Keep as edit
            </Button>
            {against && (
              <Button icon={<Columns2 aria-hidden="true" />} onClick={() => runBesideEdit([against.version.version])}>
                Compare first
              </Button>
            )}
            {error && !check && (
              <Button disabled={busy !== null} onClick={() => void lookAgain()}>
                Retry
              </Button>
            )}
            <Button
              variant="primary"
              shortcut={commandInfo("run.start").shortcut}
              disabled={busy !== null || blocked !== null}
              title={blocked ?? undefined}
              data-autofocus={(isFile && !target) || undefined}
              onClick={() => void save()}
            >
              {busy === "saving"
                ? "Saving…"
                : isFile
                  ? "Save file"
                  : `Save ${name}${moves ? " and move production" : ""}`}
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
  const isFile = useSavesToFile();
  const { check, against, busy, error, outcome, save } = useSaving();
  const editing = useEdits((state) => state.open?.editing.now);
  const beside = useDraft((state) => state.draft.layout["saveDiffBeside"] === true);
  const setLayout = useDraft((state) => state.setLayout);
  if (outcome?.kind === "saved") {
    return (
      <div className={styles["diff"]}>
        <SaveOutcomeNotice outcome={outcome} />
      </div>
    );
  }
  if (error && !check) {
    return (
      <div className={styles["side"]}>
        <PreviewError error={error} />
        <NewPlace />
      </div>
    );
  }
  if (!check || !editing) {
    return (
      <p className={styles["waiting"]}>
        <Spinner label="Looking at what is stored now" />
      </p>
    );
  }
  const mine = closeDocument(editing);
  const next = check.standing?.next ? versionLabel(check.standing.next) : "the edit";
  const newest = check.standing?.newest.version;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the dialog's own key, from any of its fields
    <div
      className={styles["body"]}
      onKeyDown={(event) => {
        const asked = event.key === "Enter" && (event.ctrlKey || event.metaKey);
        if (!asked || savingBlocked(useSaving.getState()) !== null) return;
        event.preventDefault();
        void save();
      }}
    >
      <div className={styles["diff"]}>
        <div className={styles["against"]}>
          <AgainstChoice />
          <span className={styles["room"]} />
          {against && (
            <DiffLayoutSwitch isInline={!beside} onChange={(isInline) => setLayout("saveDiffBeside", !isInline)} />
          )}
        </div>
        <div className={styles["texts"]}>
          <TextDiff
            template
            title="Content"
            before={against ? promptText(against.version.prompt) : ""}
            after={promptText(mine.prompt)}
            beside={beside && against !== null}
          />
        </div>
        <ConfigDiff
          before={against?.version.config ?? {}}
          after={mine.config}
          names={{ before: against ? versionName(against.version.version, newest) : "—", after: next }}
          beside={beside}
        />
        {against && (
          <VariableChanges
            before={against.version.prompt}
            after={mine.prompt}
            format={against.version.templateFormat}
          />
        )}
        {outcome && <SaveOutcomeNotice outcome={outcome} />}
      </div>
      <div className={styles["side"]}>
        <NewPlace />
        {isFile ? <FileNote /> : <SaveSettings />}
        <SaveChecks check={check} />
        <SaveElsewhere />
        <WayBack />
        {error && <PreviewError error={error} />}
        {busy === "saving" && <Spinner label="Saving" />}
      </div>
    </div>
  );
}

/** Which version the edit is shown against: production's, else the newest, or any other. */
function AgainstChoice() {
  const { check, against, chooseAgainst } = useSaving();
  if (!against) return <span>This prompt is not there yet: all of it is new.</span>;
  const { versions = [], labels = [] } = check?.standing ?? {};
  const named = (version: string) => {
    const own = labels.filter((one) => one.version === version).map(({ label }) => label);
    return [versionName(version, versions.at(-1)), ...(own.length === 0 ? [] : [own.join(", ")])].join(" ");
  };
  return (
    <>
      <span>Against</span>
      <Select
        aria-label="Against"
        value={against.version.version}
        options={versions.toReversed().map((version) => ({ value: version, label: named(version) }))}
        onChange={(version) => void chooseAgainst(version)}
      />
    </>
  );
}

/** How to undo the one move that callers feel. */
function WayBack() {
  const { check, labels } = useSaving();
  const from = check?.standing?.labels.find(({ label }) => label === "production")?.version;
  if (!labels.has("production") || from === undefined) return null;
  return (
    <p className={styles["quiet"]}>
      To go back, move <b>production</b> to {versionLabel(from)} under Versions. Every version is kept.
    </p>
  );
}
