import type { AppError } from "@shared/domain/error/error.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { Columns2 } from "lucide-react";
import { commandInfo } from "../../../stores/commands.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { useSaving } from "../../../stores/prompts/saving.ts";
import { useDiscarded } from "../../../stores/prompts/unsaved-prompts.ts";
import { useVersionName } from "../../../stores/prompts/version-name.ts";
import { isFileLibrary, readsOnly } from "../../../stores/settings/libraries.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { useView } from "../../../stores/view.ts";
import { Button } from "../../../ui/Button.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { plural } from "../../../ui/figures.ts";
import { addPinnedVariant } from "../runs/variant-actions.ts";
import { editSide, versionSide } from "./compare-sides.ts";
import styles from "./EditBar.module.css";
import { useChanges, useConfigChanges } from "./use-changes.ts";

/** Says that the open prompt has changed, unsaved text, and what it is against. Not there while nothing differs. */
export function EditBar() {
  const { open, aside, discarded, keepError, discard, restore, setAside } = useEdits();
  const compareVersions = useView((state) => state.compareVersions);
  const { addedLines, removedLines } = useChanges();
  const configChanges = useConfigChanges();
  const nameOf = useVersionName();
  const cannotSave = useSettings((state) => open !== null && readsOnly(state, open.base));
  if (!open) return null;
  if (!open.changed) {
    if (!discarded) return null;
    return (
      <section className={styles["bar"]} aria-label="Edit">
        <span role="status">
          {discarded.merged ? "Your edit without theirs was put aside." : "The edit was discarded."}
        </span>
        <span className={styles["room"]} />
        <Button size="small" variant="ghost" onClick={restore}>
          Bring it back
        </Button>
      </section>
    );
  }
  const counts = countsTitle(addedLines, removedLines, configChanges);
  if (open.base.version === undefined && open.stored === null) return <UnsavedBar base={open.base} error={keepError} />;
  const version = open.base.version === undefined ? "the stored text" : nameOf(open.base.version);
  if (aside) {
    return (
      <section className={styles["bar"]} aria-label="Edit">
        <span className={styles["dot"]} aria-hidden="true" />
        <span className={styles["base"]}>An edit of {version} waits.</span>
        <span className={styles["room"]} />
        <Button size="small" variant="ghost" className={styles["discard"]} onClick={discard}>
          Discard
        </Button>
        <Button size="small" className={styles["save"]} onClick={() => setAside(false)}>
          Back to the edit
        </Button>
      </section>
    );
  }
  const trouble = keepError ? notKept : cannotSave ? readsOnlyWords : null;
  return (
    <section className={styles["bar"]} aria-label="Edit">
      <span className={styles["dot"]} aria-hidden="true" />
      <strong className={styles["state"]} title={trouble?.long}>
        edited<span className={styles["long"]}> · {trouble?.long ?? "not saved"}</span>
        {trouble && <span className={styles["short"]}> · {trouble.short}</span>}
      </strong>
      <button
        type="button"
        className={styles["counts"]}
        aria-label={`Compare the edit with ${version}: ${counts}`}
        title={counts}
        disabled={open.base.version === undefined}
        onClick={() => compareVersions(versionSide(open.base.version ?? ""), editSide)}
      >
        <span className={styles["plus"]}>+{addedLines}</span> <span className={styles["minus"]}>−{removedLines}</span>
      </button>
      {open.base.version === undefined ? (
        <span className={styles["against"]}>against {version}</span>
      ) : (
        <button
          type="button"
          className={styles["beside"]}
          aria-label={`Run ${version} beside the edit`}
          title={`Run ${version} beside the edit`}
          onClick={() => addPinnedVariant(open.base)}
        >
          <span className={styles["base"]}>against {version}</span>
          <Columns2 aria-hidden="true" size={13} />
        </button>
      )}
      <span className={styles["room"]} />
      <Button size="small" variant="ghost" className={styles["discard"]} onClick={discard}>
        Discard
      </Button>
      <SaveButton library={open.base.library} elsewhere={cannotSave} />
    </section>
  );
}

/** What is said where the edit cannot be saved or kept, and in a narrow column. */
const notKept = { long: "could not be kept", short: "not kept" };
const readsOnlyWords = { long: "cannot be saved: this key reads only", short: "reads only" };

/** A prompt that no library has yet: there is nothing to count against. */
function UnsavedBar({ base, error }: { base: PromptRef; error: AppError | null }) {
  return (
    <section className={styles["bar"]} aria-label="Edit">
      <span className={styles["dot"]} aria-hidden="true" />
      <strong className={styles["state"]}>{error ? "new · could not be kept" : "new · not saved"}</strong>
      <span className={classNames(styles["against"], styles["long"])}>kept on this machine</span>
      <span className={styles["room"]} />
      <Button size="small" variant="ghost" onClick={() => void useDiscarded.getState().discard(base)}>
        Discard
      </Button>
      <SaveButton library={base.library} />
    </section>
  );
}

/** @param elsewhere the key only reads: the dialog offers other libraries. */
function SaveButton({ library, elsewhere = false }: { library: string; elsewhere?: boolean }) {
  const view = useSettings(({ settings }) => settings?.libraries.find(({ id }) => id === library));
  const canWrite = view?.can.write === true;
  const isFile = useSettings(({ settings }) => isFileLibrary(settings, library));
  return (
    <Button
      size="small"
      className={styles["save"]}
      variant={canWrite ? "primary" : "quiet"}
      disabled={!canWrite}
      title={
        canWrite ? undefined : `${view?.label ?? "This library"} cannot be written to; the edit stays on this machine.`
      }
      shortcut={elsewhere ? undefined : commandInfo("prompt.save").shortcut}
      onClick={() => void useSaving.getState().start()}
    >
      <span>
        Save<span className={styles["long"]}>{elsewhere ? " elsewhere…" : isFile ? " file" : " as version"}</span>
      </span>
    </Button>
  );
}

function countsTitle(added: number, removed: number, config: number): string {
  const lines = `${plural(added, "line")} added, ${plural(removed, "line")} removed`;
  return config === 0 ? lines : `${lines}, ${plural(config, "key")} of the config changed`;
}
