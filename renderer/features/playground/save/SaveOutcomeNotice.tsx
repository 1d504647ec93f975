import type { SaveOutcome } from "@shared/domain/prompt/save-outcome.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { RefusalNotice } from "../errors/RefusalNotice.tsx";
import styles from "./SaveDialog.module.css";

/** What came of saving. Whatever it is, the edit is either a version now or still there. */
export function SaveOutcomeNotice({ outcome }: { outcome: SaveOutcome }) {
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
    // It has a view of its own.
    case "conflict":
      return null;
    default:
      return <RefusalNotice outcome={outcome} />;
  }
}
