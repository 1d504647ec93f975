import type { SaveOutcome } from "@shared/domain/prompt/save-outcome.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { useSaving } from "../../../stores/prompts/saving.ts";
import { Button } from "../../../ui/Button.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { PreviewError } from "../errors/PreviewError.tsx";
import { TextDiff } from "../prompt/TextDiff.tsx";
import { configText, promptText } from "../prompt/version-diff.ts";
import styles from "./SaveDialog.module.css";

interface SaveOutcomeNoticeProps {
  outcome: SaveOutcome;
  /** Saves on top of the version somebody made meanwhile. */
  onFollow(version: string): void;
}

/** What came of saving. Whatever it is, the edit is either a version now or still there. */
export function SaveOutcomeNotice({ outcome, onFollow }: SaveOutcomeNoticeProps) {
  const close = useSaving((state) => state.close);
  switch (outcome.kind) {
    case "saved":
      return (
        <div className={styles["saved"]} role="status">
          <p>
            Saved as <strong>{versionLabel(outcome.version.version)}</strong>.
          </p>
          {outcome.moved.map(({ label, from }) => (
            <p key={label}>{`${label} moved here${from === null ? "" : ` from ${versionLabel(from)}`}.`}</p>
          ))}
          {outcome.found && <p>The answer was lost; the version was found by its text. Nothing was sent twice.</p>}
          {!outcome.asSent && <p>The library keeps another text than it was sent: look at the version.</p>}
          {outcome.meanwhile.length > 0 && (
            <p>{`${outcome.meanwhile.map(versionLabel).join(", ")} came between; nobody has seen them before this.`}</p>
          )}
        </div>
      );
    case "unchanged":
      return <Notice>{`The text is that of ${versionLabel(outcome.version)} already; no version was made.`}</Notice>;
    case "guarded":
      return (
        <Notice tone="warn">
          {outcome.needs === "message" ? "Say why production moves." : "Type the prompt's name to move production."}
        </Notice>
      );
    case "problems":
      return <Notice tone="warn">{outcome.problems.map(({ message }) => message).join(" ")}</Notice>;
    case "refused":
      return <PreviewError error={outcome.error} />;
    case "unknown":
      return (
        <>
          <PreviewError error={outcome.error} />
          <Notice tone="warn">
            It is not known whether the version was made, and none was found yet. Nothing was sent twice; the edit is
            kept. Saving again looks first.
          </Notice>
        </>
      );
    case "conflict": {
      const theirs = versionLabel(outcome.theirs.version);
      return (
        <section className={styles["conflict"]} aria-label="Conflict">
          <Notice
            tone="warn"
            actions={
              <>
                <Button size="small" onClick={close}>
                  Keep as edit
                </Button>
                <Button size="small" variant="primary" onClick={() => onFollow(outcome.theirs.version)}>
                  Save mine after {theirs}
                </Button>
              </>
            }
          >
            {`Somebody saved ${theirs} meanwhile. Nothing was overwritten. Saving yours after it does not take over what they changed.`}
          </Notice>
          {outcome.base && (
            <>
              <TextDiff
                title={`What they changed: ${versionLabel(outcome.base.version)} → ${theirs}`}
                before={promptText(outcome.base.prompt)}
                after={promptText(outcome.theirs.prompt)}
              />
              <TextDiff
                title="Their config"
                before={configText(outcome.base.config)}
                after={configText(outcome.theirs.config)}
              />
            </>
          )}
          <TextDiff
            title={`From ${theirs} to yours`}
            before={promptText(outcome.theirs.prompt)}
            after={promptText(outcome.mine.prompt)}
          />
        </section>
      );
    }
  }
}
