import { useEdits } from "../../../stores/prompts/edits.ts";
import { useNothingToSave } from "../../../stores/prompts/nothing-to-save.ts";
import { useVersionName } from "../../../stores/prompts/version-name.ts";
import styles from "./EditBar.module.css";

/** Why saving did nothing. The region is always there: what is put in together with its region is often not read. */
export function NothingToSave() {
  const isSaid = useNothingToSave((state) => state.isSaid);
  const version = useEdits(({ open }) => open?.base.version);
  const aside = useEdits((state) => state.aside);
  const nameOf = useVersionName();
  const name = version === undefined ? "what is stored" : nameOf(version);
  return (
    <div role="status" aria-label="Saving">
      {isSaid && (
        <p className={styles["bar"]}>
          {aside ? `Nothing to save here: the edit of ${name} waits.` : `Nothing to save: the text is that of ${name}.`}
        </p>
      )}
    </div>
  );
}
