import type { SaveOutcome } from "@shared/domain/prompt/save-outcome.ts";
import { versionLabel, versionName } from "@shared/domain/prompt/version-text.ts";
import { useSavesToFile } from "../../../stores/prompts/version-name.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { RefusalNotice } from "../errors/RefusalNotice.tsx";
import styles from "./SaveDialog.module.css";

/** What came of saving. Whatever it is, the edit is either a version now or still there. */
export function SaveOutcomeNotice({ outcome }: { outcome: SaveOutcome }) {
  const isFile = useSavesToFile();
  switch (outcome.kind) {
    case "saved":
      return (
        <div className={styles["saved"]} role="status">
          {isFile ? (
            <p>The file is written.</p>
          ) : (
            <p>
              Saved as <strong>{versionLabel(outcome.version.version)}</strong>.
            </p>
          )}
          {outcome.moved.map(({ label, from }) => (
            <p key={label}>{`${label} moved here${from === null ? "" : ` from ${versionLabel(from)}`}.`}</p>
          ))}
          {outcome.found && <p>The answer was lost; the version was found by its text. Nothing was sent twice.</p>}
          {!outcome.asSent && (
            <p>{`The ${isFile ? "file" : "library"} keeps another text than it was sent: look at it.`}</p>
          )}
          {outcome.meanwhile.length > 0 && (
            <p>{`${outcome.meanwhile.map(versionLabel).join(", ")} came between; nobody has seen them before this.`}</p>
          )}
        </div>
      );
    case "unchanged":
      return (
        <Notice>
          {isFile
            ? "The file says this already; nothing was written."
            : `The text is that of ${versionName(outcome.version)} already; no version was made.`}
        </Notice>
      );
    // It has a view of its own.
    case "conflict":
      return null;
    default:
      return <RefusalNotice outcome={outcome} />;
  }
}
