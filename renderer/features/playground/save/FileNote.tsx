import { useEdits } from "../../../stores/prompts/edits.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import styles from "./SaveDialog.module.css";

/** Whether the open edit is saved to a file: there are no labels then, and a message belongs into a commit. */
export function useSavesToFile(): boolean {
  const library = useEdits(({ open }) => open?.base.library);
  return useSettings(({ settings }) => settings?.libraries.find(({ id }) => id === library)?.can.labels === false);
}

/** What saving a file does, in place of labels and message. */
export function FileNote() {
  return (
    <p className={styles["quiet"]}>
      The file is changed where the prompt is changed; comments, order and unknown keys stay. Nothing is committed: that
      is for you, in git.
    </p>
  );
}
